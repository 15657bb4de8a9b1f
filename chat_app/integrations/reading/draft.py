"""A document while it is read: parts are added in order, and become one text with blocks and pages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from chat_app.integrations.files.text_budget import EnoughError, TextBudget
from chat_app.integrations.reading.port import Block, Box, Page, ParsedDocument

MAX_TEXT = 10_000_000
SECONDS = 50.0
_UNSEEN = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f\xad\ufeff\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line and the place it stands at. `glue` is what parts it from the next one of its block."""

    text: str
    box: Box
    glue: str = "\n"


class Draft:
    """Collects the parts of a document; see `ParsedDocument`. Raises `EnoughError` when text or time are used up."""

    def __init__(self, *, most: int = MAX_TEXT, seconds: float = SECONDS) -> None:
        self._budget = TextBudget(most, seconds)
        self._pieces: list[str] = []
        self._blocks: list[Block] = []
        self._pages: list[Page] = []
        self._length = 0
        self._most = most
        self.title = ""
        self.language = ""
        self.unit = ""
        self.problem = ""
        self.problem_params: dict[str, str | int] = {}

    @property
    def cut(self) -> bool:
        """Whether something was left out because there was too much."""
        return self._budget.cut

    def mark_cut(self, cut: bool) -> None:
        """Say that something was left out already."""
        self._budget.cut = self._budget.cut or cut

    def check_time(self) -> None:
        """Raise `EnoughError` when reading has taken too long."""
        self._budget.check_time()

    def page(self, label: str = "", *, width: float = 0, height: float = 0) -> None:
        """Begin a page; what is added from now on stands on it."""
        self.check_time()
        self._end_page()
        self._pages.append(Page(self._length, self._length, round(width, 1), round(height, 1), clean(label).strip()))

    def add(self, kind: str, text: str, level: int = 0) -> None:
        """Add a block of text without a place; blank ones are left out."""
        text = clean(text).strip("\n").rstrip()
        if text.strip():
            start = self._begin(text)
            self._blocks.append(Block(kind, level, start, self._length, len(self._pages)))

    def add_item(self, text: str) -> None:
        """Add an item to the list that was added just before, or begin one."""
        last = self._blocks[-1] if self._blocks else None
        on_page = not self._pages or self._pages[-1].start <= (last.start if last else 0)
        if last is None or last.kind != "list" or last.end != self._length or not on_page:
            self.add("list", text)
        elif text := clean(text).rstrip():
            self._begin(text, gap="\n")
            self._blocks[-1] = replace(last, end=self._length)

    def add_lines(self, kind: str, lines: Sequence[Line], level: int = 0) -> None:
        """Add a block of lines that have places."""
        kept = [(text, line) for line in lines if (text := clean(line.text)).strip()]
        if not kept:
            return
        pieces, starts, at = [], [], 0
        for index, (text, line) in enumerate(kept):
            piece = text + (line.glue if index + 1 < len(kept) else "")
            starts.append(at)
            pieces.append(piece)
            at += len(piece)
        start = self._begin("".join(pieces))
        boxes = tuple(line.box for _, line in kept)
        self._blocks.append(Block(kind, level, start, self._length, len(self._pages), boxes, tuple(start + at for at in starts)))

    def add_table(self, rows: Sequence[Sequence[str]], header: int = 1) -> None:
        """Add a table: one line for each row, cells parted by " | ". Empty rows and columns are left out."""
        lines = table_lines(rows)
        if lines:
            self.add("table", "\n".join(lines), level=min(header, len(lines) - 1))

    def _begin(self, text: str, gap: str = "\n\n") -> int:
        """Write `text` after a gap and tell where it starts."""
        gap = gap if self._length else ""
        if self._length + len(gap) + len(text) > self._most:
            self._budget.cut = True
            raise EnoughError
        start = self._length + len(gap)
        if self._pages and self._pages[-1].start == self._length and gap == "\n\n":
            self._pages[-1] = replace(self._pages[-1], start=start)
        self._pieces += [gap, text]
        self._length = start + len(text)
        return start

    def _end_page(self) -> None:
        if self._pages:
            last = self._pages[-1]
            self._pages[-1] = Page(last.start, self._length, last.width, last.height, last.label)

    def document(self, kind: str, media_type: str) -> ParsedDocument:
        """What was collected so far as a whole."""
        self._end_page()
        if self.cut and not self.problem:
            self.problem = "attachment.cut"
        return ParsedDocument(
            text="".join(self._pieces),
            blocks=tuple(self._blocks),
            pages=tuple(self._pages),
            title=" ".join(clean(self.title).split())[:500],
            language=self.language[:2].lower() if self.language[:2].isalpha() else "",
            kind=kind,
            media_type=media_type,
            unit=self.unit if self._pages else "",
            problem=self.problem,
            problem_params=tuple(self.problem_params.items()),
        )


def clean(text: str) -> str:
    """NFC with a line feed between lines, without signs that no database keeps or nobody sees."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\x0b", "\n").replace("\x0c", "\n")
    return unicodedata.normalize("NFC", _UNSEEN.sub("", text))


def table_lines(rows: Sequence[Sequence[str]]) -> list[str]:
    """One line for each row that holds anything, without the columns that hold nothing."""
    tidy = [[" ".join(cell.split()) for cell in row] for row in rows]
    used = sorted({index for row in tidy for index, cell in enumerate(row) if cell})
    lines = (" | ".join(row[index] if index < len(row) else "" for index in used) for row in tidy if any(row))
    return [line.rstrip().removesuffix(" |").rstrip() if line.endswith("| ") else line for line in lines]
