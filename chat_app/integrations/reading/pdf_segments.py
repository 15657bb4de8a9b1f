"""The text layer of a PDF page as pieces of lines with their places, as the page is shown (turned, from its top left corner)."""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

HYPHENS = "\ufffe\x02\xad"
"""What PDFium makes of a hyphen at the end of a line."""
LINE_GAP = 1.1
"""A wider gap parts columns or cells, in heights of the type."""
BOLD = 600
FEW = 20
"""A page with fewer signs may be a picture with a stamp."""
_FIXED_PITCH = 1
_LEADERS = re.compile(r"\s*(?:\.\s?){5,}|\s*…\s*(?:…\s*)+")
"""The dots of a table of contents."""
_BULLETS: dict[str, str] = dict.fromkeys("\uf0b7\uf0a7\uf06e\uf0d8", "•")
"""What symbol fonts of an office program have in the place of a dot."""


@dataclass(slots=True)
class Segment:
    """A run of words on one line, without a gap that a column or a cell would make."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    """Height of its type, from the lowest to the highest letter of the font."""
    bold: bool = False
    mono: bool = False
    turned: bool = False
    """Written upwards or downwards."""

    @property
    def middle(self) -> float:
        """Half its height, from the top of the page."""
        return (self.top + self.bottom) / 2


@dataclass(slots=True)
class PageText:
    """What stands on a page. `unreadable` is the share of its signs that have no meaning."""

    number: int
    width: float
    height: float
    segments: list[Segment] = field(default_factory=list)
    unreadable: float = 0
    pictures: bool = False


@dataclass(slots=True)
class _Sign:
    text: str
    left: float
    top: float
    right: float
    bottom: float
    index: int


class PageGeometry:
    """Turns places in a page's own space into places on the page as it is shown."""

    def __init__(self, page: Any) -> None:
        self._left, self._bottom, self._right, self._top = page.get_bbox()
        self._rotation = page.get_rotation() % 360
        self.rotation = math.radians(self._rotation)
        width, height = self._right - self._left, self._top - self._bottom
        self.width, self.height = (height, width) if self._rotation in {90, 270} else (width, height)

    def shown(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        if self._rotation == 90:
            return bottom - self._bottom, left - self._left, top - self._bottom, right - self._left
        if self._rotation == 180:
            return self._right - right, bottom - self._bottom, self._right - left, top - self._bottom
        if self._rotation == 270:
            return self._top - top, self._right - right, self._top - bottom, self._right - left
        return left - self._left, self._top - top, right - self._left, self._top - bottom


def page_text(page: Any, number: int) -> PageText:
    """Read one page."""
    geometry = PageGeometry(page)
    found = PageText(number, geometry.width, geometry.height)
    layer = page.get_textpage()
    try:
        signs = list(_signs(layer, geometry))
        visible = [sign for sign in signs if not sign.text.isspace()]
        found.unreadable = sum(1 for sign in visible if _meaningless(sign.text)) / len(visible) if visible else 0
        found.segments = _segments(signs, layer, geometry.rotation)
    finally:
        layer.close()
    if sum(len(segment.text) for segment in found.segments) < FEW:
        found.pictures = any(True for _ in page.get_objects(filter=[3], max_depth=2))
    return found


def _signs(layer: Any, geometry: PageGeometry) -> Iterator[_Sign]:
    """The signs of a page in the order that PDFium reads them in; blanks that it made up have no width."""
    from pypdfium2 import raw  # noqa: PLC0415

    # The box of a letter's font, not of its ink: letters of a line have the same top and bottom then.
    box = raw.FS_RECTF()
    for index in range(layer.count_chars()):
        code = raw.FPDFText_GetUnicode(layer, index)
        if not 0 < code < 0x110000 or 0xD800 <= code < 0xE000:
            continue
        raw.FPDFText_GetLooseCharBox(layer, index, box)
        yield _Sign(_BULLETS.get(chr(code), chr(code)), *geometry.shown(box.left, box.bottom, box.right, box.top), index)


def _meaningless(sign: str) -> bool:
    return sign == "\ufffd" or (unicodedata.category(sign) in {"Co", "Cn"} and sign not in HYPHENS)


def _segments(signs: list[_Sign], layer: Any, rotation: float) -> list[Segment]:
    segments: list[Segment] = []
    for word in _words(signs):
        made = _segment(word, layer, rotation)
        last = segments[-1] if segments else None
        if last is not None and _goes_on(last, made):
            _join(last, made)
        else:
            segments.append(made)
    for segment in segments:
        segment.text = _LEADERS.sub(" … ", segment.text).rstrip()
    return [segment for segment in segments if not all(_meaningless(sign) or sign.isspace() for sign in segment.text)]


def _words(signs: list[_Sign]) -> Iterator[list[_Sign]]:
    word: list[_Sign] = []
    for sign in signs:
        if sign.text.isspace():
            if word:
                yield word
            word = []
            continue
        if word and _apart(word[-1], sign):
            yield word
            word = []
        word.append(sign)
    if word:
        yield word


def _apart(before: _Sign, sign: _Sign) -> bool:
    """Whether two signs in a row stand at different places of the page."""
    if sign.text in HYPHENS:
        return False
    height = max(before.bottom - before.top, sign.bottom - sign.top, 4.0)
    if min(before.bottom, sign.bottom) - max(before.top, sign.top) < -0.7 * height:
        return True
    gap = max(sign.left - before.right, before.left - sign.right)
    return gap > height * LINE_GAP


def _segment(word: list[_Sign], layer: Any, rotation: float) -> Segment:
    from pypdfium2 import raw  # noqa: PLC0415

    placed = [sign for sign in word if sign.text not in HYPHENS] or word
    first = placed[0].index
    flags = ctypes.c_int(0)
    raw.FPDFText_GetFontInfo(layer, first, None, 0, flags)
    return Segment(
        text=_logical(word),
        left=min(sign.left for sign in placed),
        top=min(sign.top for sign in placed),
        right=max(sign.right for sign in placed),
        bottom=max(sign.bottom for sign in placed),
        size=round(max(sign.bottom - sign.top for sign in placed), 1),
        bold=raw.FPDFText_GetFontWeight(layer, first) >= BOLD,
        mono=bool(flags.value & _FIXED_PITCH),
        turned=abs(math.sin(raw.FPDFText_GetCharAngle(layer, first) - rotation)) > 0.5,
    )


def _logical(word: list[_Sign]) -> str:
    """In the order of reading: letters written from the right are stored as they are seen."""
    if sum(1 for sign in word if unicodedata.bidirectional(sign.text) in {"R", "AL"}) * 2 > len(word):
        rising = sum(1 for one, two in pairwise(word) if two.left > one.left)
        word = word[::-1] if rising * 2 > len(word) - 1 else word
    return "".join(sign.text for sign in word)


def _goes_on(last: Segment, word: Segment) -> bool:
    """Whether a word stands behind the last one on its line."""
    if last.turned or word.turned:
        return last.turned and word.turned and abs(last.left - word.left) < last.right - last.left
    size = max(last.size, word.size, 4.0)
    overlap = min(last.bottom, word.bottom) - max(last.top, word.top)
    # Raised and lowered letters of formulas are small, and overlap their line by half at least.
    if overlap < 0.5 * min(last.size, word.size):
        return False
    gap = word.left - last.right
    return -2 * size < gap < LINE_GAP * size and word.left >= last.left


def _join(last: Segment, word: Segment) -> None:
    gap = word.left - last.right
    blank = "" if gap < 0.04 * last.size and not last.turned else " "
    last.text += blank + word.text
    if word.right - word.left > last.right - last.left:
        last.size = word.size
    last.bold, last.mono = last.bold and word.bold, last.mono and word.mono
    if last.turned or word.size < 1.3 * last.size:
        # Signs of formulas come from fonts that reach far above and below their line.
        last.top, last.bottom = min(last.top, word.top), max(last.bottom, word.bottom)
    last.left, last.right = min(last.left, word.left), max(last.right, word.right)


def word_boxes(page: Any) -> list[tuple[str, float, float, float, float]]:
    """The words of a page, each with left, top, right and bottom."""
    layer = page.get_textpage()
    try:
        words = [[sign for sign in word if sign.text not in HYPHENS] for word in _words(list(_signs(layer, PageGeometry(page))))]
    finally:
        layer.close()
    return [
        (
            _logical(word),
            round(min(sign.left for sign in word), 1),
            round(min(sign.top for sign in word), 1),
            round(max(sign.right for sign in word), 1),
            round(max(sign.bottom for sign in word), 1),
        )
        for word in words
        if word
    ]
