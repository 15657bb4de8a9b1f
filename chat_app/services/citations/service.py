"""Where an answer has it from, for whoever may read the answer: each passage only for those who may read its document now."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from chat_app.db import Database
from chat_app.errors import NotFoundError
from chat_app.models import Document, MessageSource
from chat_app.services.chat import queries as chat_queries
from chat_app.services.citations import queries
from chat_app.services.citations.checking import Quote, check
from chat_app.services.citations.dto import ShownQuote, ShownSource, Why
from chat_app.services.citations.rows import boxes_of
from chat_app.services.citations.why import why_of
from chat_app.services.kernel.actor import Actor
from chat_app.services.projects.rights import FolderRole


class CitationService:
    """Reads sources, and the way to them."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def sources(self, actor: Actor, message_id: str) -> list[ShownSource]:
        """What the answer was given, by number, with its quotes; raises `NotFoundError`."""

        def load(session: Session) -> Seen:
            message, _chat = chat_queries.get_message(session, actor, message_id, least=FolderRole.VIEWER)
            return seen_by(session, actor, queries.list_sources(session, message_id), message.text)

        # A long answer is held against its sources beside the database's few threads.
        return await asyncio.to_thread(shown_sources, await self._db.read(load))

    async def why(self, actor: Actor, message_id: str) -> Why:
        """The way from the question to the sources; raises `NotFoundError`, also where nothing was looked for."""

        def load(session: Session) -> Why:
            chat_queries.get_message(session, actor, message_id, least=FolderRole.VIEWER)
            kept = queries.find_retrieval(session, message_id)
            if kept is None:
                raise NotFoundError("citation.no_way")
            return why_of(session, actor, kept)

        return await self._db.read(load)


@dataclass(frozen=True, slots=True)
class Seen:
    """An answer with its sources, and what of their documents somebody may read or is at least there."""

    answer: str
    rows: Sequence[MessageSource]
    open_to: Mapping[str, Document]
    there: Mapping[str, int]


def seen_by(session: Session, actor: Actor, rows: Sequence[MessageSource], answer: str) -> Seen:
    """All that `shown_sources` needs of the database."""
    document_ids = {row.document_id for row in rows}
    open_to = queries.list_readable(session, actor, document_ids)
    return Seen(answer, rows, open_to, queries.versions_of(session, document_ids - open_to.keys()))


def shown_sources(seen: Seen) -> list[ShownSource]:
    """The sources as they may be seen."""
    quotes = check(seen.answer, {row.number: row.text for row in seen.rows}).quotes if seen.rows else ()
    return [_shown(row, seen.open_to.get(row.document_id), quotes, is_there=row.document_id in seen.there) for row in seen.rows]


def _shown(row: MessageSource, document: Document | None, quotes: Sequence[Quote], *, is_there: bool) -> ShownSource:
    if document is None:
        return ShownSource(row.number, cited=row.cited, hidden=is_there, deleted=not is_there)
    return ShownSource(
        number=row.number,
        chunk_id=row.chunk_id,
        document_id=row.document_id,
        version=row.version,
        title=row.title,
        heading=row.heading,
        text=row.text,
        page=row.page,
        start=row.start,
        end=row.end,
        boxes=boxes_of(row.boxes),
        cited=row.cited,
        pinned=row.pinned,
        outdated=row.version != document.version,
        quotes=tuple(ShownQuote(quote.text, quote.literal) for quote in quotes if quote.number == row.number),
    )
