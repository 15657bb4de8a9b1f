"""What stands on pages and is no part of the text: running heads, page numbers, numbers of lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from chat_app.integrations.reading.pdf_order import Row, rows
from chat_app.integrations.reading.pdf_segments import PageText, Segment

MARGIN = 0.12
"""Running heads stand in this share of the page, from its top and its bottom."""
LEAST_LINES = 8
_DIGITS = re.compile(r"\d+")
_ROMAN = re.compile(r"\b[ivxlc]+\b", re.IGNORECASE)
_PAGE_NUMBER = re.compile(r"[-–—\[( ]*(?:(?:page|seite|s\.|p\.)\s*)?(\d{1,4})(?:\s*(?:/|of|von)\s*\d{1,4})?[-–—\]) ]*$", re.IGNORECASE)


def drop_furniture(pages: Sequence[PageText]) -> None:
    """Take running heads and numbers away, where they show as such."""
    for page in pages:
        _drop(page, _line_numbers(page.segments))
        _drop(page, _page_number(page))
    if len(pages) > 1:
        _drop_running(pages)


def _drop(page: PageText, gone: Sequence[Segment]) -> None:
    marked = {id(segment) for segment in gone}
    page.segments = [segment for segment in page.segments if id(segment) not in marked]


def _line_numbers(segments: Sequence[Segment]) -> list[Segment]:
    """Numbers that count up from line to line, one below the other at a margin."""
    numbers = sorted((segment for segment in segments if segment.text.isdecimal() and len(segment.text) < 4), key=lambda one: one.top)
    left = min((segment.left for segment in segments), default=0)
    lined = [one for one in numbers if one.right - left < 40]
    counting = [one for one, two in pairwise(lined) if int(two.text) == int(one.text) + 1 and abs(one.right - two.right) < 4]
    others = [one for one in segments if one.right - left < 40 and not one.text.isdecimal()]
    return lined if len(counting) >= LEAST_LINES and len(others) < 3 else []


def _page_number(page: PageText) -> Row:
    """A number that stands alone at the edge of a page."""
    alone = [line for line in _edges(page) if len(line) == 1 and _PAGE_NUMBER.match(line[0].text.strip())]
    return alone[-1] if alone and len(page.segments) > 3 else []


def _drop_running(pages: Sequence[PageText]) -> None:
    edges = [list(_edges(page)) for page in pages]
    keys = Counter(key for page in edges for key in {_key(row) for row in page})
    offsets = Counter(offset for index, page in enumerate(edges) for offset in {one for row in page for one in _offsets(row, index)})
    steps = {offset for offset, count in offsets.items() if count >= max(2, len(pages) // 4)}
    often = max(3, len(pages) // 8)
    for index, (page, found) in enumerate(zip(pages, edges, strict=True)):
        for row in found:
            counted = any(offset in steps for offset in _offsets(row, index))
            if counted or (keys[_key(row)] >= often and _key(row)):
                _drop(page, row)


def _edges(page: PageText) -> Iterator[Row]:
    """The first and the last two lines of a page, within its margins."""
    lines = rows([segment for segment in page.segments if not segment.turned])
    ends = lines[:2] + lines[2:][-2:]
    for line in ends:
        middle = line[0].middle / page.height if page.height else 0.5
        if middle < MARGIN or middle > 1 - MARGIN:
            yield line


def _key(row: Row) -> str:
    """What a running head says on every page."""
    text = " ".join(segment.text for segment in row)
    return _ROMAN.sub("#", _DIGITS.sub("#", text)).strip()


def _offsets(row: Row, index: int) -> Iterator[int]:
    """How far the number that stands in a line is from the place of its page; a line of much text is none of a margin."""
    if sum(len(segment.text) for segment in row) > 150:
        return
    for segment in (row[0], row[-1]):
        if match := _PAGE_NUMBER.match(segment.text.strip()):
            yield int(match.group(1)) - index
