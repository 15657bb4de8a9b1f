"""Cutting long texts so that the tokens of the pieces add up to those of the whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

PIECE = 16_000
"""Characters that are encoded at once: a tokenizer's pattern may need a stack, and a worker its time, as long as its text."""

# All tokenizers here begin a new token at a single space between two letters.
_SEAM = re.compile(r"[A-Za-z](?= [A-Za-z])")


def pieces_of(text: str, most: int = PIECE) -> Iterator[tuple[str, bool]]:
    """Pieces of at most `most` characters, each with whether no token can reach over its end."""
    start = 0
    while len(text) - start > most:
        end = _last_seam(text, start, start + most)
        yield text[start : end or start + most], end > 0
        start = end or start + most
    yield text[start:], True


def _last_seam(text: str, start: int, end: int) -> int:
    """Where the last space between two letters stands in the second half of this stretch; 0 for nowhere."""
    for width in (400, (end - start) // 2):
        found = [match.end() for match in _SEAM.finditer(text, max(start + 1, end - width), end)]
        if found:
            return found[-1]
    return 0


def encodable(text: str) -> str:
    """The text without halves of pairs, which no encoder takes."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
