"""Whether an answer keeps to its sources: each number exists, and each quote stands there word for word. Pure.

A number counts in prose alone: not in code, formulas and links (`prose`). `[1]`, `[1][2]`, `[1, 2]` and `[1-3]` are citations, of up
to three digits each; `[^1]` is a footnote and `[2020]` a year. What is kept has each number in brackets of its own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from chat_app.services.citations.plain import plain
from chat_app.services.citations.prose import prose_of

GROUP = re.compile(r"\[\s?[1-9]\d{0,2}(?:\s?[,;\u2013-]\s?[1-9]\d{0,2}){0,40}\s?\]")
PART = re.compile(r"(\d+)(?:\s?[\u2013-]\s?(\d+))?")
QUOTE = re.compile(
    r"""„(?P<a>[^„“”"]{1,2000})[“”"]|“(?P<b>[^“”]{1,2000})”|«(?P<c>[^«»]{1,2000})»|»(?P<d>[^«»]{1,2000})«"""
    r"""|(?<![\w"])"(?=\S)(?P<e>(?:[^"\n]|\n(?!\s*\n)){1,2000})(?<=\S)"(?!\w)"""
)
SENTENCE_END = re.compile(r"[.!?…][“”\"»«)*_]*\s+\S|\n\s*\n|\n\s*[-*+>|#]")
FURTHEST = 300
"""Signs between a quote and its number, which stands in the same sentence."""
WIDEST = 20
"""Numbers from "[1-21]"."""
MOST_ROUNDS = 20
MOST_TOGETHER = 50


@dataclass(frozen=True, slots=True)
class Citation:
    """Numbers in one pair of brackets, with its place in the text."""

    start: int
    end: int
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Words in quotation marks, the number that they are ascribed to, and whether they are literal in its source."""

    text: str
    number: int
    literal: bool


@dataclass(frozen=True, slots=True)
class Checked:
    """What an answer refers to."""

    text: str
    """As it is kept: without numbers that do not exist."""
    numbers: tuple[int, ...]
    """Those that exist, in the order of their first mention."""
    missing: tuple[int, ...]
    """Those that do not."""
    quotes: tuple[Quote, ...]


def check(text: str, sources: Mapping[int, str]) -> Checked:
    """Hold an answer against its sources: their texts by number."""
    kept, missing = without_missing(text, sources)
    prose = prose_of(kept)
    found = list(citations(prose))
    numbers = tuple(dict.fromkeys(number for each in found for number in each.numbers))
    return Checked(kept, numbers, missing, tuple(_quotes(kept, prose, found, sources)))


def citations(prose: str) -> Iterator[Citation]:
    """The citations in a text whose code, formulas and links are covered."""
    for found in GROUP.finditer(prose):
        # Before where a link leads, brackets are its text.
        if prose[found.end() : found.end() + 1] != "\x01":
            yield Citation(found.start(), found.end(), tuple(dict.fromkeys(_numbers(found.group()))))


def without_missing(text: str, numbers: Collection[int]) -> tuple[str, tuple[int, ...]]:
    """The text with numbers that exist alone, each in its own brackets; and those that were taken out."""
    missing: dict[int, None] = {}
    for _ in range(MOST_ROUNDS):
        # Brackets within brackets make new ones when the inner ones go.
        wrong = [each for each in citations(prose_of(text)) if text[each.start : each.end] != _written(each.numbers, numbers)]
        if not wrong:
            break
        missing |= dict.fromkeys(number for each in wrong for number in each.numbers if number not in numbers)
        text = _rewritten(text, wrong, numbers)
    return text, tuple(missing)


def renumbered(text: str, places: Mapping[int, int]) -> str:
    """The text with other numbers; those without a place go."""
    parts, at = list[str](), 0
    for each in citations(prose_of(text)):
        parts += (text[at : each.start], "".join(f"[{places[number]}]" for number in each.numbers if number in places))
        at = each.end
    return "".join((*parts, text[at:]))


def _numbers(group: str) -> Iterator[int]:
    for first, last in PART.findall(group):
        low, high = int(first), int(last or first)
        # A wider one than any answer means names its two ends.
        yield from range(low, high + 1) if low <= high <= low + WIDEST else (low, high)


def _written(cited: Sequence[int], numbers: Collection[int]) -> str:
    return "".join(f"[{number}]" for number in cited if number in numbers)


def _rewritten(text: str, wrong: Sequence[Citation], numbers: Collection[int]) -> str:
    parts, at = list[str](), 0
    for each in wrong:
        before, instead = text[at : each.start], _written(each.numbers, numbers)
        # The space that stood before a number goes with it.
        parts += (before if instead or before[-2:].strip() == "" else before.removesuffix(" "), instead)
        at = each.end
    return "".join((*parts, text[at:]))


def _quotes(text: str, prose: str, found: Sequence[Citation], sources: Mapping[int, str]) -> Iterator[Quote]:
    """Each quote that a number follows in its sentence."""
    if not found:
        return
    texts: dict[int, str] = {}
    at = 0
    for quote in QUOTE.finditer(prose):
        while at < len(found) and found[at].start < quote.end():
            at += 1
        numbers = _following(prose, quote.end(), found, at)
        if numbers:
            words = text[quote.start() + 1 : quote.end() - 1]
            yield _ascribed(words, numbers, sources, texts)


def _following(prose: str, end: int, found: Sequence[Citation], at: int) -> tuple[int, ...]:
    """The numbers behind a quote, up to the end of its sentence; several stand together. `at` is the next citation."""
    if at >= len(found) or found[at].start - end > FURTHEST or SENTENCE_END.search(prose[end : found[at].start]):
        return ()
    numbers = [*found[at].numbers]
    while at + 1 < len(found) and not prose[found[at].end : found[at + 1].start].strip(" ") and len(numbers) < MOST_TOGETHER:
        at += 1
        numbers += found[at].numbers
    return tuple(numbers)


def _ascribed(words: str, numbers: Sequence[int], sources: Mapping[int, str], texts: dict[int, str]) -> Quote:
    """Where it is literal in one of several, it is that one's."""
    wanted = plain(words)
    for number in numbers:
        if number not in texts:
            texts[number] = plain(sources.get(number, ""))
        if wanted and wanted in texts[number]:
            return Quote(words, number, True)
    return Quote(words, numbers[0], False)
