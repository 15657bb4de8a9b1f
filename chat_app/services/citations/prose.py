"""What of an answer is prose: code, mathematics and the targets of links hold no citations. Pure.

One pass, so that an answer of any length costs what its length is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

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
    runs = _runs(text)
    at = 0
    while token := TOKEN.search(text, at):
        start, found = token.start(), token.group()
        end = _code_end(text, token, runs) if found[0] == "`" else _formula_end(text, start, found)
        if end:
            yield start, end
        elif found[0] == "\\":
            # What is escaped is a sign and opens nothing.
            yield start, token.end()
        at = end or token.end()


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


def _formula_end(text: str, start: int, opening: str) -> int:
    """Behind the formula that begins here; 0 where none does."""
    closing = {"$$": "$$", "\\[": "\\]", "\\(": "\\)"}.get(opening)
    if closing:
        found = text.find(closing, start + 2, start + 20 * LONGEST_FORMULA)
        return found + 2 if found > 0 else 0
    if opening != "$" or text[start + 1 : start + 2].isspace():
        return 0
    line_end = text.find("\n", start, start + LONGEST_FORMULA)
    at = start
    while (at := text.find("$", at + 1, line_end if line_end > 0 else start + LONGEST_FORMULA)) > 0:
        if at > start + 1 and not text[at - 1].isspace() and text[at - 1] != "\\" and not text[at + 1 : at + 2].isdigit():
            return at + 1
    return 0
