"""The port to documents: one text, what its parts are, and where they stand on the pages."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

READER = "1"
"""Version of what readers make of a file. Raised when the text or the ranges of a file would come out differently."""

Box = tuple[int, float, float, float, float]
"""Page from 1, then left, top, right and bottom in points from the top left corner of the page as it is shown."""

KINDS = ("heading", "text", "list", "table", "code", "quote", "caption")


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the text that belongs together: `text[start:end]`.

    `level` is the rank of a heading from 1; of a table how many of its first lines are its header; else 0. A table has one line for
    each row, a list one or more for each item. `boxes` are the lines of the block on their pages, `starts` where the text of each
    of them begins; both are empty where nothing is known of places.
    """

    kind: str
    level: int
    start: int
    end: int
    page: int = 0
    """The page that it begins on, from 1; 0 where there are none."""
    boxes: tuple[Box, ...] = ()
    starts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A page, slide, sheet or chapter: the text from `start` to `end`. Its size is in points, 0 where it has none."""

    start: int
    end: int
    width: float = 0
    height: float = 0
    label: str = ""
    """What it is called: the name of a sheet, the title of a chapter."""


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """What was read out of a document. `text` is NFC with a line feed between lines; blocks are in order and do not overlap."""

    text: str
    blocks: tuple[Block, ...]
    pages: tuple[Page, ...] = ()
    title: str = ""
    language: str = ""
    """ISO 639-1 code as the document declares it; empty when it does not."""
    kind: str = "text"
    """"pdf", "office", "book", "web", "mail", "image", "text", "table", "code" or "data"."""
    media_type: str = "text/plain"
    unit: str = ""
    """What `pages` are: "page", "slide", "sheet" or "chapter"; empty where there are none."""
    problem: str = ""
    """Key of the sentence that says what could not be read; empty when all of it was."""
    problem_params: tuple[tuple[str, str | int], ...] = ()

    def page_at(self, offset: int) -> int:
        """The page that a character is on, from 1; 0 where there are no pages."""
        return bisect_right(self.pages, offset, key=lambda page: page.start)

    def boxes_of(self, start: int, end: int) -> tuple[Box, ...]:
        """The lines that hold any of `text[start:end]`, in order."""
        first = max(0, bisect_right(self.blocks, start, key=lambda block: block.start) - 1)
        return tuple(self._boxes_from(first, start, end))

    def _boxes_from(self, first: int, start: int, end: int) -> Iterator[Box]:
        for block in self.blocks[first:]:
            if block.start >= end:
                return
            ends = (*block.starts[1:], block.end)
            for box, begins, stops in zip(block.boxes, block.starts, ends, strict=False):
                if begins < end and stops > start:
                    yield box


class DocumentReader(Protocol):
    """Reads documents that strangers made."""

    async def read(self, path: Path, name: str, folder: Path) -> ParsedDocument:
        """Read `path`, which its person calls `name`; the empty folder `folder` is for work on the way.

        Raises `FileRefusedError` (of `integrations.files.port`) with the reason why nothing can be read, and what to do.
        """
        ...


class Word(NamedTuple):
    """A word, and its place in points from the top left corner of its page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """A page as a PNG (empty where none was asked for) and its words in the order of the file."""

    picture: bytes
    words: tuple[Word, ...]


class PageDrawer(Protocol):
    """Draws pages of documents that strangers made."""

    async def draw(self, path: Path, page: int, width: int) -> DrawnPage:
        """Draw a page, from 1, so many pixels wide; width 0 asks for its words alone.

        Raises `FileRefusedError` where the file is none whose pages can be drawn, or has no such page.
        """
        ...
