"""The lists of chats, page by page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from chat_app.db import Database
from chat_app.services.chat.dto import ConversationSummary
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.pagination import Page, decode_moment, encode_cursor
from chat_app.services.workspace import queries
from chat_app.services.workspace.dto import Listing, Overview
from chat_app.services.workspace.folders import all_folders
from chat_app.services.workspace.records import summary, tag_record

MAX_PAGE = 100
MAX_IDS = 4_000
Marks = Mapping[str, tuple[bool, bool]]
EVERYTHING = Listing()


class ListingService:
    """Reads lists; changes nothing."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def page(self, actor: Actor, listing: Listing = EVERYTHING, cursor: str = "", limit: int = 50) -> Page[ConversationSummary]:
        """A page of a list, latest activity first; raises `InvalidInputError` for a foreign cursor."""
        after, size = decode_moment(cursor), max(1, limit)

        def load(session: Session) -> Page[ConversationSummary]:
            rows = _rows(session, actor, listing, after, size)
            marks = _marks(session, actor, rows)
            return _page(rows, size, queries.tags_of_chats(session, [row.id for row in rows]), marks)

        return await self._db.read(load)

    async def overview(self, actor: Actor, sizes: Mapping[Listing, int]) -> Overview:
        """Folders, counts, tags and the first pages of several lists, each of its own size: one trip to the database."""

        def load(session: Session) -> Overview:
            found = {listing: _rows(session, actor, listing, None, size) for listing, size in sizes.items()}
            tags = queries.list_tags(session, actor)
            marks = _marks(session, actor, [row for rows in found.values() for row in rows])
            carried = queries.tags_of_chats(session, [row.id for rows in found.values() for row in rows]) if tags else {}
            return Overview(
                folders=all_folders(session, actor),
                counts=queries.count_by_folder(session, actor),
                tags=[tag_record(row) for row in tags],
                pages={listing: _page(rows, sizes[listing], carried, marks) for listing, rows in found.items()},
            )

        return await self._db.read(load)

    async def ids(self, actor: Actor, listings: Iterable[Listing]) -> list[str]:
        """The ids of all chats in these lists, at most `MAX_IDS`."""

        def load(session: Session) -> list[str]:
            found = (id_ for listing in listings for id_ in queries.list_chat_ids(session, actor, listing, MAX_IDS))
            return list(dict.fromkeys(found))[:MAX_IDS]

        return await self._db.read(load)


def _rows(session: Session, actor: Actor, listing: Listing, after: tuple[datetime, str] | None, size: int) -> Sequence[Row[Any]]:
    """One row more than asked for tells whether there are any."""
    return queries.list_chats(session, actor, listing, after, min(size, MAX_PAGE) + 1)


def _marks(session: Session, actor: Actor, rows: Sequence[Row[Any]]) -> Marks:
    """What is the reader's own of others' chats; who has left nothing there has neither mark."""
    others = [row.id for row in rows if row.owner_id != actor.user_id]
    return dict.fromkeys(others, (False, False)) | (queries.marks_of(session, actor, others) if others else {})


def _page(rows: Sequence[Row[Any]], size: int, tags: Mapping[str, tuple[str, ...]], marks: Marks) -> Page[ConversationSummary]:
    shown = rows[: min(size, MAX_PAGE)]
    items = [summary(row, tags.get(row.id, ()), marks.get(row.id)) for row in shown]
    return Page(items, encode_cursor(items[-1].updated_at.isoformat(), items[-1].id) if len(rows) > len(shown) else "")
