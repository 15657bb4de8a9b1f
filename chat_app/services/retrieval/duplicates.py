"""Passages that say the same in the same words: copies of a document, other versions of it, what overlaps."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from zlib import crc32

from chat_app.services.search.words import words

SHINGLE = 5
"""Words in a row that count as one thing that is said."""
ALIKE = 0.8
"""Share of the shorter passage that the other one has, too."""


def without_duplicates(texts: Sequence[str]) -> list[int | None]:
    """For each text, best first, None where it is to stay, else the number of the one that makes it superfluous."""
    kept: list[int | None] = []
    holders: defaultdict[int, list[int]] = defaultdict(list)
    sizes: list[int] = []
    for number, text in enumerate(texts):
        shingles = _shingles(text)
        sizes.append(len(shingles))
        shared = Counter(holder for shingle in shingles for holder in holders.get(shingle, ()))
        same = next((holder for holder, count in shared.most_common() if count >= ALIKE * min(len(shingles), sizes[holder])), None)
        kept.append(same)
        if same is None:
            for shingle in shingles:
                holders[shingle].append(number)
    return kept


def _shingles(text: str) -> set[int]:
    """A text of fewer words than a shingle has is one as a whole; one without words equals no other."""
    found = words(text)
    return (
        {crc32(" ".join(found[start : start + SHINGLE]).encode()) for start in range(max(1, len(found) - SHINGLE + 1))} if found else set()
    )
