"""What a person looks at of a document. Rights are asked each time, also for what is kept in memory."""

from __future__ import annotations

import asyncio
import json

from sqlmodel import Session

from chat_app.db import Database
from chat_app.errors import InvalidInputError, NotFoundError
from chat_app.integrations.files.port import FileRefusedError
from chat_app.integrations.reading.port import DrawnPage, PageDrawer
from chat_app.models import Document
from chat_app.services.files.incoming import work_folder
from chat_app.services.kernel.actor import Actor
from chat_app.services.knowledge import queries
from chat_app.services.knowledge.errors import DocumentNotFoundError
from chat_app.services.knowledge.originals import Originals
from chat_app.services.knowledge.viewing import content_queries
from chat_app.services.knowledge.viewing.dto import DocumentView, PageDetails, PageFrame, TextWindow
from chat_app.services.knowledge.viewing.outlines import Outline, Outlines
from chat_app.services.knowledge.viewing.pictures import DrawnPages
from chat_app.services.knowledge.viewing.windows import window_of

WIDTHS = (480, 800, 1_200, 1_600, 2_400)
"""Pixels: few of them, so that readers with other screens share pictures."""

AT_ONCE = 2
"""Files that are taken out to be drawn: as many as are drawn at the same time."""


class ViewingService:
    """Pages, their pictures, and text of documents that somebody may read."""

    def __init__(self, db: Database, originals: Originals, drawer: PageDrawer) -> None:
        self._db = db
        self._originals = originals
        self._drawer = drawer
        self._outlines = Outlines(db)
        self._drawn = DrawnPages()
        self._places = asyncio.Semaphore(AT_ONCE)

    async def view(self, actor: Actor, document_id: str) -> DocumentView:
        """What there is to look at; raises `DocumentNotFoundError`."""

        def read(session: Session) -> tuple[Document, bool]:
            row = queries.get_document(session, actor, document_id)
            return row, content_queries.may_write(session, actor, document_id)

        row, may_write = await self._db.read(read)
        params = json.loads(row.problem_params)
        if not row.content_id:
            return DocumentView(False, "", (), 0, may_write, row.problem, params)
        outline = await self._outlines.get(row.content_id)
        return DocumentView(outline.is_drawn, outline.unit, outline.pages, outline.length, may_write, row.problem, params)

    async def page(self, actor: Actor, document_id: str, number: int, *, words: bool = False) -> PageDetails:
        """One page; raises `DocumentNotFoundError`, `NotFoundError` for a number that there is not, and as `picture` with `words`."""
        outline = await self._outline(actor, document_id)
        frame = _frame(outline, number)
        found = (await self._draw(outline, number, 0)).words if words and outline.is_drawn else None
        return PageDetails(number, len(outline.pages), frame.width, frame.height, frame.label, found)

    async def picture_tag(self, actor: Actor, document_id: str, number: int, width: int) -> str:
        """What changes when the picture does; raises as `picture` does, but draws nothing."""
        outline = await self._outline(actor, document_id)
        _drawn_frame(outline, number)
        return f"{outline.sha256}-{number}-{step_of(width)}"

    async def picture(self, actor: Actor, document_id: str, number: int, width: int) -> bytes:
        """A page as a PNG at least `width` pixels wide, as far as we draw so large.

        Raises `DocumentNotFoundError`, `NotFoundError` for a page that there is not or that cannot be drawn, and
        `InvalidInputError` with the reason why drawing failed.
        """
        outline = await self._outline(actor, document_id)
        _drawn_frame(outline, number)
        return (await self._draw(outline, number, step_of(width))).picture

    async def text(self, actor: Actor, document_id: str, start: int, end: int) -> TextWindow:
        """The text from `start` to `end`, wide enough for whole blocks where they are not too long; raises `DocumentNotFoundError`."""
        outline = await self._outline(actor, document_id)
        begin, stop, blocks = window_of(outline.blocks, outline.length, start, end)
        text = await self._db.read(lambda session: content_queries.part_of(session, outline.content_id, begin, stop))
        if text is None:
            raise DocumentNotFoundError
        return TextWindow(begin, stop, outline.length, text, blocks)

    async def close(self) -> None:
        """Stop drawing."""
        await self._drawn.close()

    async def _outline(self, actor: Actor, document_id: str) -> Outline:
        row = await self._db.read(lambda session: queries.get_document(session, actor, document_id))
        if not row.content_id:
            raise NotFoundError("document.not_read")
        return await self._outlines.get(row.content_id)

    async def _draw(self, outline: Outline, number: int, width: int) -> DrawnPage:
        async def draw() -> DrawnPage:
            async with self._places, work_folder(self._originals.folder) as folder:
                path = await self._originals.take_out(outline.sha256, folder / "original")
                return await self._drawer.draw(path, number, width)

        try:
            return await self._drawn.get((outline.sha256, number, width), draw)
        except FileRefusedError as refusal:
            raise InvalidInputError(refusal.key, **refusal.params) from refusal
        except FileNotFoundError as error:
            raise DocumentNotFoundError("document.file_missing") from error


def step_of(width: int) -> int:
    """The least of `WIDTHS` that is as wide."""
    return next((step for step in WIDTHS if step >= width), WIDTHS[-1])


def _frame(outline: Outline, number: int) -> PageFrame:
    if not 1 <= number <= len(outline.pages):
        raise NotFoundError("reading.no_such_page", page=number)
    return outline.pages[number - 1]


def _drawn_frame(outline: Outline, number: int) -> PageFrame:
    if not outline.is_drawn:
        raise NotFoundError("document.not_drawn")
    return _frame(outline, number)
