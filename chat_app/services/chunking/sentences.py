"""Where text may be parted: after sentences, else after clauses and words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chat_app.services.kernel.tokens import estimate_tokens

Span = tuple[int, int]

SHORTEST = 12
"""What is shorter goes with what follows: "Ja.", "1.", rows of full stops."""

_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”“»«)\]]*(?=\s)|[。！？]++[」』”]*|[;:](?=\n)|\n(?=[ \t]*(?:[-*•–]|\(?\w{1,3}[.)])[ \t])|\n{2,}")
_SHORT = re.compile(
    r"(?:^|[\s(])(?:[A-Za-zÄÖÜäöü]|\d{1,3}|[IVXLC]+|Abs|Art|Nr|Nrn|Bd|Dr|Prof|St|Str|bzw|ca|etc|evtl|ggf|inkl|max|min|usw|vgl|zzgl|sog|Abb|Tab|Kap"
    r"|Anm|Aufl|Hrsg|Mio|Mrd|Tel|Fig|Eq|No|Vol|Sec|Ch|pp|Mr|Mrs|Ms|Jr|Sr|Inc|Ltd|Co|Corp|vs|cf|al|approx|Jan|Feb|Mär|Apr|Jun|Jul|Aug|Sep|Sept|Okt"
    r"|Oct|Nov|Dez|Dec|[A-Za-z]\.\s?[A-Za-z])\.$"
)
_WORD = re.compile(r"\s*\S+")


def sentences(text: str, start: int, end: int) -> Iterator[Span]:
    """The sentences of `text[start:end]`, each with what stands before the next one. Full stops of abbreviations end none."""
    begin = start
    for match in _END.finditer(text, start, end):
        if match.end() - begin < SHORTEST or (match.group() == "." and _SHORT.search(text, max(begin, match.end() - 14), match.end())):
            continue
        yield begin, match.end()
        begin = match.end()
    if text[begin:end].strip():
        yield begin, end


def lines(text: str, start: int, end: int) -> Iterator[Span]:
    """The lines of `text[start:end]`."""
    begin = start
    while begin < end:
        stop = text.find("\n", begin, end)
        stop = end if stop < 0 else stop
        yield begin, stop
        begin = stop + 1


def pieces(text: str, span: Span, most: int) -> Iterator[Span]:
    """Part what is longer than `most` tokens, between words; a word that is longer still is parted too."""
    begin, used = span[0], 0
    for match in _WORD.finditer(text, *span):
        for first, last in _slices(match.start(), match.end(), most):
            size = estimate_tokens(text[first:last])
            if used and used + size > most:
                yield begin, first
                begin, used = first, 0
            used += size
    if begin < span[1]:
        yield begin, span[1]


def _slices(start: int, end: int, most: int) -> Iterator[Span]:
    """A character is one token at most."""
    for first in range(start, end, most):
        yield first, min(first + most, end)
