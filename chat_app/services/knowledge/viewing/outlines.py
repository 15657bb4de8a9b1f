"""The structure of documents that were looked at last, so that scrolling need not unpack it again and again."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass

from chat_app.db import Database
from chat_app.integrations.reading.layout import from_bytes
from chat_app.services.knowledge.errors import DocumentNotFoundError
from chat_app.services.knowledge.viewing.content_queries import layout_of
from chat_app.services.knowledge.viewing.dto import PageFrame, TextBlock

KEPT = 8
DRAWN = frozenset({"pdf", "image"})
"""Kinds of documents whose pages we can draw."""


@dataclass(frozen=True, slots=True)
class Outline:
    """What was read out of a file but for its text. It never changes: another reading has another id."""

    content_id: str
    sha256: str
    is_drawn: bool
    unit: str
    length: int
    pages: tuple[PageFrame, ...]
    blocks: tuple[TextBlock, ...]


class Outlines:
    """A few of them in memory. Whoever asks has checked the rights."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._kept: OrderedDict[str, Outline] = OrderedDict()

    async def get(self, content_id: str) -> Outline:
        """Raises `DocumentNotFoundError` for what was deleted meanwhile."""
        if content_id not in self._kept:
            found = await self._db.read(lambda session: layout_of(session, content_id))
            if found is None:
                raise DocumentNotFoundError
            self._kept[content_id] = await asyncio.to_thread(_outline, content_id, *found)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(content_id)
        return self._kept[content_id]


def _outline(content_id: str, sha256: str, layout: bytes, length: int) -> Outline:
    parsed = from_bytes("", layout)
    return Outline(
        content_id,
        sha256,
        parsed.kind in DRAWN and parsed.unit == "page" and any(page.width for page in parsed.pages),
        parsed.unit,
        length,
        tuple(PageFrame(page.width, page.height, page.start, page.end, page.label) for page in parsed.pages),
        tuple(TextBlock(block.kind, block.level, block.start, block.end, block.page) for block in parsed.blocks),
    )
