"""What of an answer is prose: code, mathematics and the targets of links hold no citations. Pure.

One pass, so that an answer of any length costs what its length is.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

NOT_PROSE = "\x00"
"""Stands for each sign of code and mathematics."""
TARGET = "\x01"
"""Stands for each sign of where a link leads."""

FENCE = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(`{3,}|~{3,})([^\n]*)")
TOKEN = re.compile(r"\\.|`+|\$\$?", re.DOTALL)
RUN = re.compile(r"`+")
BLANK_LINE = re.compile(r"\n[ \t]*\n")
LINK_TARGET = re.compile(r"(?<=\])\((?:<[^<>\n]{0,2000}>|[^\s()<>]{0,2000})(?:[ \t]+(?:\"[^\"\n]{0,500}\"|'[^'\n]{0,500}'))?\)")
ADDRESS = re.compile(r"\bhttps?://[^\s<>\x00]+")
DEFINITION = re.compile(r"^ {0,3}\[[^\]\n]{1,200}\]:[ \t]*\S+(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'))?[ \t]*$", re.MULTILINE)
LONGEST_FORMULA = 400
"""Between single dollar signs; two prices are often further apart."""
CLOSING = {
    "$": re.compile(r"(?<=[^\s\\])\$(?!\d)"),
    "$$": re.compile(r"\$\$"),
    "\\[": re.compile(r"\\\]"),
    "\\(": re.compile(r"\\\)"),
}
"""How a formula ends that begins so."""


def prose_of(text: str) -> str:
    """The text with everything that is no prose covered, sign for sign, so that places stay what they are."""
    shown = _cover(text, _fences(text), NOT_PROSE)
    shown = _cover(shown, _inline(shown), NOT_PROSE)
    for pattern in (DEFINITION, LINK_TARGET, ADDRESS):
        shown = pattern.sub(lambda found: _cover_text(found.group(), TARGET), shown)
    return shown


def _cover(text: str, spans: Iterator[tuple[int, int]], sign: str) -> str:
    parts, at = list[str](), 0
    for start, end in spans:
        parts += (text[at:start], _cover_text(text[start:end], sign))
        at = end
    return "".join((*parts, text[at:]))


def _cover_text(text: str, sign: str) -> str:
    """Line ends stay: what begins a line still does."""
    return re.sub(r"[^\n]", sign, text)


def _fences(text: str) -> Iterator[tuple[int, int]]:
    """Fenced blocks with their fences; one that is not closed goes on to the end."""
    opened, mark, at = 0, "", 0
    for line in text.splitlines(keepends=True):
        found = FENCE.match(line)
        if mark:
            if found and found[1].startswith(mark) and not found[2].strip():
                yield opened, at + len(line)
                mark = ""
        elif found and not (found[1][0] == "`" and "`" in found[2]):
            opened, mark = at, found[1]
        at += len(line)
    if mark:
        yield opened, at


def _inline(text: str) -> Iterator[tuple[int, int]]:
    """Code spans and formulas."""
    runs, closings = _runs(text), {opening: _places(closing, text) for opening, closing in CLOSING.items()}
    at = 0
    while token := TOKEN.search(text, at):
        start, found = token.start(), token.group()
        end = _code_end(text, token, runs) if found[0] == "`" else _formula_end(text, token, closings.get(found, []))
        if end:
            yield start, end
        elif found[0] == "\\":
            # What is escaped is a sign and opens nothing.
            yield start, token.end()
        at = end or token.end()


def _places(closing: re.Pattern[str], text: str) -> list[int]:
    """Where formulas of a kind may end."""
    return [found.end() for found in closing.finditer(text)]


def _runs(text: str) -> dict[int, list[int]]:
    """Where runs of so many backticks begin."""
    runs: dict[int, list[int]] = {}
    for run in RUN.finditer(text):
        runs.setdefault(len(run.group()), []).append(run.start())
    return runs


def _code_end(text: str, opening: re.Match[str], runs: dict[int, list[int]]) -> int:
    """Behind the run that closes this one; 0 where none does in its paragraph."""
    length = len(opening.group())
    places = runs.get(length, [])
    following = bisect_right(places, opening.start())
    if following >= len(places) or BLANK_LINE.search(text, opening.end(), places[following]):
        return 0
    return places[following] + length


def _formula_end(text: str, opening: re.Match[str], closings: Sequence[int]) -> int:
    """Behind the formula that begins here; 0 where none does."""
    first = opening.end() + 1
    following = bisect_left(closings, first + (len(opening.group()) - 1))
    if following >= len(closings):
        return 0
    end = closings[following]
    if opening.group() != "$":
        return end if end - first <= 20 * LONGEST_FORMULA else 0
    fits = end - first <= LONGEST_FORMULA and not text[opening.end()].isspace()
    return end if fits and "\n" not in text[first:end] else 0
