"""Passages as people see them: list, correct, switch off, take back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.errors import InvalidInputError
from chat_app.integrations.reading.layout import from_bytes
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.kernel.pagination import Page, decode_cursor, encode_cursor
from chat_app.services.kernel.tokens import estimate_tokens
from chat_app.services.knowledge import chunk_queries, queries
from chat_app.services.knowledge.announcing import Announcer
from chat_app.services.knowledge.cutting import Cutter
from chat_app.services.knowledge.dto import Passage
from chat_app.services.knowledge.errors import DocumentBusyError, PassageLengthError
from chat_app.services.knowledge.ingestion.texts import text_hash
from chat_app.services.knowledge.outbox import note_changes
from chat_app.services.knowledge.records import passage_record
from chat_app.services.knowledge.removal_queries import delete_embeddings

MOST = 200
LONGEST = 20_000
"""Characters of a passage that a person writes."""


class PassageService:
    """What a person does with the passages of a document."""

    def __init__(self, db: Database, announcer: Announcer, wake_index: Callable[[], None], cut: Cutter, clock: Clock = utc_now) -> None:
        self._db = db
        self._announcer = announcer
        self._wake_index = wake_index
        self._cut = cut
        self._clock = clock

    async def list(self, actor: Actor, document_id: str, cursor: str = "", limit: int = 50) -> Page[Passage]:
        """A page of a document's passages in their order; raises `DocumentNotFoundError`."""
        after, size = _number(cursor), max(1, min(limit, MOST))

        def read(session: Session) -> list[Passage]:
            queries.get_document(session, actor, document_id)
            return [passage_record(row) for row in chunk_queries.list_chunks(session, document_id, after, size + 1)]

        items = await self._db.read(read)
        return Page(items[:size], encode_cursor(str(items[size - 1].number)) if len(items) > size else "")

    async def get(self, actor: Actor, chunk_id: str) -> Passage:
        """One passage; raises `PassageNotFoundError`."""
        return await self._db.read(lambda session: passage_record(chunk_queries.get_chunk(session, actor, chunk_id)[0]))

    async def edit(self, actor: Actor, chunk_id: str, text: str) -> Passage:
        """Write a passage anew; it keeps the place that it came from. Raises `PassageLengthError`."""
        text = text.strip()
        if not 0 < len(text) <= LONGEST:
            raise PassageLengthError(max=LONGEST)

        def change(chunk: models.Chunk, _document: models.Document) -> None:
            chunk.text, chunk.edited = text, True

        return await self._change(actor, chunk_id, change)

    async def enable(self, actor: Actor, chunk_id: str, *, enabled: bool) -> Passage:
        """Let answers be found in a passage, or not any more."""

        def change(chunk: models.Chunk, _document: models.Document) -> None:
            chunk.enabled = enabled

        return await self._change(actor, chunk_id, change)

    async def reset(self, actor: Actor, chunk_id: str) -> Passage:
        """Take back what a person wrote: the passage says again what stands in the document."""
        content = await self._db.read(lambda session: chunk_queries.content_of(session, actor, chunk_id))
        parsed = await asyncio.to_thread(from_bytes, content.text, content.layout)
        drafts = await asyncio.to_thread(self._cut, parsed, content.language)

        def change(chunk: models.Chunk, document: models.Document) -> None:
            if document.content_id != content.id:
                raise DocumentBusyError
            # A passage of a table begins with its header: it is cut anew, not only read out of the text.
            here = (draft.text for draft in drafts if (draft.start, draft.end) == (chunk.start, chunk.end))
            chunk.text, chunk.edited = next(here, content.text[chunk.start : chunk.end]), False

        return await self._change(actor, chunk_id, change)

    async def _change(self, actor: Actor, chunk_id: str, change: Callable[[models.Chunk, models.Document], None]) -> Passage:
        def save(session: Session) -> tuple[Passage, set[str]]:
            chunk, document = chunk_queries.get_chunk(session, actor, chunk_id, to_write=True)
            before = chunk.text_hash
            change(chunk, document)
            chunk.text_hash, chunk.tokens = text_hash(chunk.heading, chunk.text), estimate_tokens(chunk.text)
            note_changes(session, [document.id], self._clock())
            session.flush()
            if chunk.text_hash != before:
                delete_embeddings(session, [before])
            return passage_record(chunk), queries.viewers(session, [document.id])

        found, people = await self._db.write(save)
        self._wake_index()
        self._announcer.tell(people)
        return found


def _number(cursor: str) -> int:
    if not cursor:
        return -1
    try:
        return int(decode_cursor(cursor, 1)[0])
    except ValueError as error:
        raise InvalidInputError("error.invalid_cursor") from error
