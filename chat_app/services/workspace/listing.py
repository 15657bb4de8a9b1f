"""The lists of chats, page by page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from sqlmodel import Session

from chat_app.db import Database
from chat_app.errors import InvalidInputError
from chat_app.services.chat.dto import ConversationSummary
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.ids import is_id
from chat_app.services.kernel.pagination import Page, decode_cursor, encode_cursor
from chat_app.services.workspace import queries
from chat_app.services.workspace.dto import Listing
from chat_app.services.workspace.records import summary

MAX_PAGE = 100
MAX_IDS = 4_000
EVERYTHING = Listing()


class ListingService:
    """Reads lists; changes nothing."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def page(self, actor: Actor, listing: Listing = EVERYTHING, cursor: str = "", limit: int = 50) -> Page[ConversationSummary]:
        """A page of a list, latest activity first; raises `InvalidInputError` for a foreign cursor."""
        after, size = _decode(cursor), max(1, min(limit, MAX_PAGE))
        return await self._db.read(lambda session: _page(session, actor, listing, after, size))

    async def pages(self, actor: Actor, sizes: Mapping[Listing, int]) -> dict[Listing, Page[ConversationSummary]]:
        """The first pages of several lists, each of its own size, as they are at one moment."""

        def load(session: Session) -> dict[Listing, Page[ConversationSummary]]:
            return {listing: _page(session, actor, listing, None, max(1, min(size, MAX_PAGE))) for listing, size in sizes.items()}

        return await self._db.read(load)

    async def ids(self, actor: Actor, listings: Iterable[Listing]) -> list[str]:
        """The ids of all chats in these lists, at most `MAX_IDS`."""

        def load(session: Session) -> list[str]:
            found = (id_ for listing in listings for id_ in queries.list_chat_ids(session, actor, listing, MAX_IDS))
            return list(dict.fromkeys(found))[:MAX_IDS]

        return await self._db.read(load)


def _page(session: Session, actor: Actor, listing: Listing, after: tuple[datetime, str] | None, size: int) -> Page[ConversationSummary]:
    rows = queries.list_chats(session, actor, listing, after, size + 1)
    tags = queries.tags_of_chats(session, [row.id for row, _, _ in rows[:size]])
    items = [summary(row, running=running, unread=unread, tag_ids=tags.get(row.id, ())) for row, running, unread in rows[:size]]
    return Page(items, encode_cursor(items[-1].updated_at.isoformat(), items[-1].id) if len(rows) > size else "")


def _decode(cursor: str) -> tuple[datetime, str] | None:
    if not cursor:
        return None
    moment, conversation_id = decode_cursor(cursor, 2)
    try:
        after = datetime.fromisoformat(moment).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise InvalidInputError("error.invalid_cursor") from error
    if not is_id(conversation_id):
        raise InvalidInputError("error.invalid_cursor")
    return after, conversation_id
