"""What a reader is shown of a document."""

from __future__ import annotations

from dataclasses import dataclass, field

from chat_app.integrations.reading.port import Word
from chat_app.services.knowledge.dto import Params


@dataclass(frozen=True, slots=True)
class PageFrame:
    """A page, slide, sheet or chapter: its size in points (0 where it has none) and the characters of the text that stand on it."""

    width: float
    height: float
    start: int
    end: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class DocumentView:
    """What there is to look at. Without `is_drawn` there is only text, by `unit` where it has "page", "slide", "sheet" or "chapter"."""

    is_drawn: bool
    unit: str
    pages: tuple[PageFrame, ...]
    length: int
    """Characters of the text; 0 as long as nothing was read."""
    writable: bool
    """Whether the one who asks may correct its passages."""
    problem: str = ""
    problem_params: Params = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PageDetails:
    """One page of `pages`; its words only where they were asked for."""

    page: int
    pages: int
    width: float
    height: float
    label: str
    words: tuple[Word, ...] | None = None


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A part of the text from `start` to `end`; `level` is the rank of a heading, or how many lines of a table are its header."""

    kind: str
    level: int
    start: int
    end: int
    page: int


@dataclass(frozen=True, slots=True)
class TextWindow:
    """A part of a text of `length` characters. Blocks are in order, and cut where the window is."""

    start: int
    end: int
    length: int
    text: str
    blocks: tuple[TextBlock, ...]
