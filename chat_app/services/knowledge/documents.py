"""Documents as things: list, look at, rename, move, switch on and off."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence

from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.integrations.files.port import BlobStore
from chat_app.services.files.names import clean_name
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.kernel.pagination import Page, decode_moment, encode_cursor
from chat_app.services.knowledge import queries
from chat_app.services.knowledge.changing import DocumentChanges, noted
from chat_app.services.knowledge.dto import Document, DocumentFilter, LogLine, Standing
from chat_app.services.knowledge.errors import DocumentNotFoundError
from chat_app.services.knowledge.ingestion import queue_queries as queue
from chat_app.services.knowledge.ingestion.progress import seconds_for
from chat_app.services.knowledge.ingestion.worker import AT_ONCE
from chat_app.services.knowledge.loading import load_records
from chat_app.services.knowledge.outbox import note_changes
from chat_app.services.knowledge.records import line_record

MOST = 100
LOG_LINES = 200


class DocumentService:
    """What a person does with documents that are there. All of it asks `rights`."""

    def __init__(self, db: Database, blobs: BlobStore, changes: DocumentChanges, clock: Clock = utc_now) -> None:
        self._db = db
        self._blobs = blobs
        self._changes = changes
        self._clock = clock

    async def list(self, actor: Actor, wanted: DocumentFilter | None = None, cursor: str = "", limit: int = 50) -> Page[Document]:
        """A page of documents, newest first; raises `InvalidInputError` for a foreign cursor."""
        after, size = decode_moment(cursor), max(1, min(limit, MOST))

        def read(session: Session) -> tuple[list[Document], bool]:
            rows = queries.list_documents(session, actor, wanted or DocumentFilter(), after, size + 1)
            return load_records(session, rows[:size], self._clock()), len(rows) > size

        items, more = await self._db.read(read)
        return Page(items, encode_cursor(items[-1].created_at.isoformat(), items[-1].id) if more else "")

    async def standing(self, actor: Actor, wanted: DocumentFilter | None = None) -> Standing:
        """How many documents of a list are in which state, and when all will be done."""

        def read(session: Session) -> Standing:
            counts = queries.count_states(session, actor, wanted or DocumentFilter())
            is_open = counts.get("waiting", 0) + counts.get("working", 0)
            return Standing(counts, seconds_for(queue.count_open(session) if is_open else 0, queue.recent_seconds(session), AT_ONCE))

        return await self._db.read(read)

    async def get(self, actor: Actor, document_id: str) -> Document:
        """One document; raises `DocumentNotFoundError`."""
        return await self._db.read(
            lambda session: load_records(session, [queries.get_document(session, actor, document_id)], self._clock())[0]
        )

    async def log(self, actor: Actor, document_id: str) -> list[LogLine]:
        """What happened to a document, oldest first; raises `DocumentNotFoundError`."""

        def read(session: Session) -> list[LogLine]:
            queries.get_document(session, actor, document_id)
            return [line_record(row) for row in queries.list_lines(session, document_id, LOG_LINES)]

        return await self._db.read(read)

    async def content(self, actor: Actor, document_id: str) -> tuple[Document, AsyncIterator[bytes]]:
        """A document with the bytes of its file; raises `DocumentNotFoundError`, also when it has none yet."""
        document = await self.get(actor, document_id)
        pieces = self._blobs.stream(document.sha256)
        try:
            # The first piece is fetched here, so that a missing blob is a 404 and not an answer that breaks off.
            first = await anext(pieces, b"")
        except FileNotFoundError as error:
            raise DocumentNotFoundError from error
        return document, _again(first, pieces)

    async def rename(self, actor: Actor, document_id: str, name: str) -> Document:
        """Call a document otherwise."""
        return await self._change(actor, document_id, lambda row: setattr(row, "name", clean_name(name)), to_index=False)

    async def enable(self, actor: Actor, document_id: str, *, enabled: bool) -> Document:
        """Let answers be found in a document, or not any more."""
        return await self._change(actor, document_id, lambda row: setattr(row, "enabled", enabled))

    async def move(self, actor: Actor, document_ids: Sequence[str], folder_id: str) -> int:
        """Put documents into a project ("" for the own library); how many. Raises `NotFoundError` for a foreign folder."""
        saw: set[str] = set()

        def save(session: Session) -> list[str]:
            queries.check_folder(session, actor, folder_id)
            rows = queries.list_writable(session, actor, document_ids)
            saw.update(queries.viewers(session, [row.id for row in rows]))
            for row in rows:
                row.folder_id, row.updated_at = folder_id or None, self._clock()
            return noted(session, rows, self._clock())

        return len(await self._changes.write(save, saw))

    async def _change(
        self, actor: Actor, document_id: str, change: Callable[[models.Document], None], *, to_index: bool = True
    ) -> Document:
        def save(session: Session) -> Document:
            row = queries.get_document(session, actor, document_id, to_write=True)
            change(row)
            row.updated_at = self._clock()
            if to_index:
                note_changes(session, [row.id], self._clock())
            return load_records(session, [row], self._clock())[0]

        found = await self._db.write(save)
        self._changes.wake_index()
        await self._changes.tell([document_id])
        return found


async def _again(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for piece in rest:
        yield piece
