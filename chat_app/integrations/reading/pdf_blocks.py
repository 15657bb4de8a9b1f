"""Headings, paragraphs, lists, tables and listings of a PDF, from the sizes and places of its lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from chat_app.integrations.reading.draft import Draft, Line
from chat_app.integrations.reading.pdf_order import Row, regions, rows
from chat_app.integrations.reading.pdf_segments import HYPHENS, PageText, Segment
from chat_app.integrations.reading.pdf_tables import MARK, split_tables, table_pieces, table_rows

LARGER = 1.12
EVEN_LINES = 8
LONGEST_HEADING = 160
MAX_LEVEL = 4
_NUMBERED = re.compile(r"(\d+(?:\.\d+)*)\.?\s+\S")
_ITEM = re.compile(MARK.pattern.removesuffix("$") + r"\s+\S")
_CLOSED = re.compile(r"[.!?:;。！？][\"'”»)]*$")
_SPLIT_WORD = re.compile(r"\w\w-$")
_WITH_HYPHEN = re.compile(r"(?:und|oder|bzw\.?|sowie|and|or)\b")


@dataclass(slots=True)
class _Paragraph:
    kind: str
    lines: list[Row] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(piece.text for row in self.lines for piece in row)


@dataclass(frozen=True, slots=True)
class Type:
    """The sizes of type that a document is set in."""

    body: float
    headings: tuple[float, ...]
    typed: bool = False
    """Written on a typewriter, as it were: then a fixed pitch makes no listing."""

    def level(self, size: float) -> int:
        """The rank of a heading by its size; 0 for what is set like the text."""
        larger = [one for one in self.headings if one > size * 1.04]
        return min(len(larger) + 1, MAX_LEVEL) if size > self.body * LARGER else 0


def type_of(pages: Sequence[PageText]) -> Type:
    """What most of the text is set in, and what is larger: on its title page everything is."""
    signs: Counter[float] = Counter()
    titles: set[float] = set()
    typed = 0
    for page in pages:
        for segment in page.segments:
            typed += len(segment.text) if segment.mono else 0
            size = round(segment.size * 2) / 2
            signs[size] += len(segment.text)
            if sum(1 for sign in segment.text if sign.isalpha()) > 3 and (page is not pages[0] or len(pages) < 4):
                titles.add(size)
    if not signs:
        return Type(0, ())
    body = signs.most_common(1)[0][0]
    larger: list[float] = []
    for size in sorted((size for size in titles if size > body * LARGER), reverse=True):
        if not larger or size < larger[-1] * 0.95:
            larger.append(size)
    return Type(body, tuple(larger[:MAX_LEVEL]), typed * 2 > signs.total())


def add_page(draft: Draft, page: PageText, kinds: Type) -> None:
    """Add all that stands on a page, in the order it is read."""
    for region in regions(page.segments):
        for is_table, lines in split_tables(rows(region)):
            if is_table:
                found, header = table_rows(lines)
                draft.add_lines("table", table_pieces(found, page.number), level=header if len(found) > 1 else 0)
            else:
                for paragraph in _paragraphs(lines, kinds):
                    _add(draft, paragraph, page.number, kinds)


def _paragraphs(lines: Sequence[Row], kinds: Type) -> list[_Paragraph]:
    found: list[_Paragraph] = []
    right = max((row[-1].right for row in lines), default=0)
    left = min((row[0].left for row in lines), default=0)
    leading = _leading(lines)
    for row in lines:
        kind = _kind(row, kinds)
        if found and _continues(found[-1], row, kind, right - 0.2 * (right - left), leading):
            found[-1].lines.append(row)
        else:
            found.append(_Paragraph(kind, [row]))
    return found


def _kind(row: Row, kinds: Type) -> str:
    text = " ".join(piece.text for piece in row)
    if all(piece.mono for piece in row) and not kinds.typed:
        return "code"
    if len(text) <= LONGEST_HEADING and any(sign.isalpha() for sign in text) and _looks_like_heading(row, text, kinds):
        return "heading"
    return "list" if _ITEM.match(text) else "text"


def _looks_like_heading(row: Row, text: str, kinds: Type) -> bool:
    size = max(piece.size for piece in row)
    if kinds.level(size) and sum(1 for sign in text if sign.isalpha()) * 2 > len(text):
        return True
    return all(piece.bold for piece in row) and not _CLOSED.search(text) and len(text) < 100 and size > kinds.body * 0.9


def _continues(last: _Paragraph, row: Row, kind: str, far: float, leading: float) -> bool:
    above = last.lines[-1]
    gap = _gap(above, row)
    size = max(piece.size for piece in row)
    if abs(_size(above) - _size(row)) > 0.12 * size and last.kind != "code" and kind != "code":
        return False
    if last.kind == "code" or kind == "code":
        return last.kind == kind and gap < 1.5 * size
    if gap > max(leading, 0.5 * size if kind != "heading" else 0.9 * size) or gap < -1.5 * size:
        return False
    if "heading" in (kind, last.kind):
        return kind == last.kind and abs(_size(row) - _size(above)) < 0.04 * size and not _NUMBERED.match(row[0].text)
    if last.kind == "list":
        return kind == "list" or row[0].left > last.lines[0][0].left + 2
    if kind == "list":
        return False
    ended = bool(_CLOSED.search(above[-1].text))
    return not (ended and (above[-1].right < far or row[0].left > above[0].left + 0.8 * size))


def _gap(above: Row, row: Row) -> float:
    return min(piece.top for piece in row) - max(piece.bottom for piece in above)


def _leading(lines: Sequence[Row]) -> float:
    """The gap within paragraphs where lines stand far apart, all alike; else 0."""
    gaps = sorted(_gap(above, row) for above, row in pairwise(lines))
    if len(gaps) < EVEN_LINES:
        return 0
    usual = gaps[len(gaps) // 2]
    even = sum(1 for gap in gaps if abs(gap - usual) < 0.15 * abs(usual))
    return 1.15 * usual if even * 2 > len(gaps) and usual < 1.6 * _size(lines[0]) else 0


def _size(row: Row) -> float:
    return max(row, key=lambda piece: len(piece.text)).size


def _add(draft: Draft, paragraph: _Paragraph, page: int, kinds: Type) -> None:
    level = _level(paragraph, kinds) if paragraph.kind == "heading" else 0
    pieces: list[Line] = []
    for row, below in zip(paragraph.lines, [*paragraph.lines[1:], None], strict=True):
        pieces += [Line(piece.text, _box(page, piece), " ") for piece in row[:-1]]
        text, glue = _ending(row[-1].text, "" if below is None else below[0].text, paragraph.kind)
        pieces.append(Line(text, _box(page, row[-1]), glue))
    draft.add_lines(paragraph.kind, pieces, level)


def _level(paragraph: _Paragraph, kinds: Type) -> int:
    """By its number where it has one, else by its size; what is only bold comes last."""
    if match := _NUMBERED.match(paragraph.text):
        return min(match.group(1).count(".") + 1, 6)
    return kinds.level(_size(paragraph.lines[0])) or min(len(kinds.headings) + 1, MAX_LEVEL)


def _box(page: int, piece: Segment) -> tuple[int, float, float, float, float]:
    return page, piece.left, piece.top, piece.right, piece.bottom


def _ending(text: str, below: str, kind: str) -> tuple[str, str]:
    """The text of a line and what parts it from the next one: words that were split at its end are whole again."""
    if kind == "code" or (kind == "list" and _ITEM.match(f"{below} x")):
        return text, "\n"
    if text[-1:] in HYPHENS and below:
        return (text[:-1] + "-", "") if not below[:1].islower() else (text[:-1], "")
    if _SPLIT_WORD.search(text) and below:
        if below[:1].islower() and not _WITH_HYPHEN.match(below):
            return text[:-1], ""
        return text, " " if below[:1].islower() else ""
    wide = text[-1:] > "\u3000" and below[:1] > "\u3000" and not "\uac00" <= below[:1] <= "\ud7af"
    return text, "" if wide else " "
