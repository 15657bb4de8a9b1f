"""Documents as things: list, look at, rename, move, switch on and off, try again, delete."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from datetime import timedelta

from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.integrations.files.port import BlobStore
from chat_app.services.files.names import clean_name
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.kernel.pagination import Page, decode_moment, encode_cursor
from chat_app.services.knowledge import queries
from chat_app.services.knowledge.announcing import Announcer
from chat_app.services.knowledge.dto import Document, DocumentFilter, LogLine, Standing
from chat_app.services.knowledge.errors import DocumentBusyError, DocumentNotFoundError
from chat_app.services.knowledge.ingestion import queue_queries as queue
from chat_app.services.knowledge.ingestion.progress import seconds_for
from chat_app.services.knowledge.ingestion.worker import AT_ONCE, IngestionWorker
from chat_app.services.knowledge.outbox import note_changes
from chat_app.services.knowledge.records import document_record, line_record
from chat_app.services.knowledge.removal import remove_documents

MOST = 100
LOG_LINES = 200
PURGED_AT_ONCE = 10


class DocumentService:
    """What a person does with documents that are there. All of it asks `rights`."""

    def __init__(
        self,
        db: Database,
        blobs: BlobStore,
        worker: IngestionWorker,
        announcer: Announcer,
        wake_index: Callable[[], None],
        clock: Clock = utc_now,
    ) -> None:
        self._db = db
        self._blobs = blobs
        self._worker = worker
        self._announcer = announcer
        self._wake_index = wake_index
        self._clock = clock

    async def list(self, actor: Actor, wanted: DocumentFilter | None = None, cursor: str = "", limit: int = 50) -> Page[Document]:
        """A page of documents, newest first; raises `InvalidInputError` for a foreign cursor."""
        after, size = decode_moment(cursor), max(1, min(limit, MOST))

        def read(session: Session) -> tuple[list[Document], bool]:
            rows = queries.list_documents(session, actor, wanted or DocumentFilter(), after, size + 1)
            return self._records(session, rows[:size]), len(rows) > size

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
        return await self._db.read(lambda session: self._records(session, [queries.get_document(session, actor, document_id)])[0])

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

        def save(session: Session) -> list[str]:
            queries.check_folder(session, actor, folder_id)
            rows = queries.list_writable(session, actor, document_ids)
            for row in rows:
                row.folder_id, row.updated_at = folder_id or None, self._clock()
            return self._noted(session, rows)

        return len(await self._told(save))

    async def retry(self, actor: Actor, document_id: str) -> Document:
        """Read a document again; raises `DocumentBusyError` while that is going on."""

        def save(session: Session) -> Document:
            row = queries.get_document(session, actor, document_id, to_write=True)
            if row.state in {"waiting", "working"}:
                raise DocumentBusyError
            row.state, row.problem, row.problem_params = "waiting", "", "{}"
            queue.enqueue(session, row.id, self._clock(), "fetching" if row.source == "url" else "reading")
            queue.write_line(session, row.id, "document.log.again", self._clock())
            return self._records(session, [row])[0]

        found = await self._db.write(save)
        self._worker.wake()
        await self._tell([document_id])
        return found

    async def cancel(self, actor: Actor, document_ids: Sequence[str]) -> int:
        """Stop reading documents, wherever that is; how many. Versions that were complete before stay as they are."""
        now = self._clock()

        def save(session: Session) -> list[str]:
            rows = queries.list_writable(session, actor, document_ids)
            stopped = queue.stop(session, [row.id for row in rows], now)
            for row in (each for each in rows if each.id in stopped):
                row.state = "ready" if row.content_id else "cancelled"
                queue.write_line(session, row.id, "document.log.cancelled", now)
            return stopped

        stopped = await self._db.write(save)
        await self._worker.drop(stopped)
        await self._tell(stopped)
        return len(stopped)

    async def delete(self, actor: Actor, document_ids: Sequence[str], *, for_good: bool = False) -> int:
        """Put documents into the trash, from where they find no answers any more, or delete them at once; how many."""
        now = self._clock()

        def save(session: Session) -> list[str]:
            rows = queries.list_writable(session, actor, document_ids)
            if for_good:
                rows += queries.list_writable(session, actor, document_ids, in_trash=True)
            ids = self._noted(session, rows)
            queue.stop(session, ids, now)
            for row in rows:
                row.deleted_at = row.deleted_at or now
            return ids

        gone = await self._told(save)
        await self._worker.drop(gone)
        if for_good:
            await self._remove(gone)
        return len(gone)

    async def restore(self, actor: Actor, document_ids: Sequence[str]) -> int:
        """Take documents out of the trash; what had not been read is read now. How many."""

        def save(session: Session) -> list[str]:
            rows = queries.list_writable(session, actor, document_ids, in_trash=True)
            for row in rows:
                row.deleted_at = None
                if row.state in {"waiting", "working"}:
                    row.state = "waiting"
                    queue.enqueue(session, row.id, self._clock(), "fetching" if not row.sha256 else "reading")
            return self._noted(session, rows)

        back = await self._told(save)
        self._worker.wake()
        return len(back)

    async def purge(self, older_than: timedelta) -> int:
        """Delete for good what everyone's trash has had for longer; how many. For the scheduled job."""
        before, count = self._clock() - older_than, 0
        while ids := await self._db.read(lambda session: list(queries.list_old_trash(session, before, PURGED_AT_ONCE))):
            await self._remove(ids)
            count += len(ids)
        return count

    async def _remove(self, document_ids: Sequence[str]) -> None:
        for start in range(0, len(document_ids), PURGED_AT_ONCE):
            part = document_ids[start : start + PURGED_AT_ONCE]
            await self._db.write(lambda session, part=part: remove_documents(session, part, self._clock()))
        self._wake_index()

    async def _change(
        self, actor: Actor, document_id: str, change: Callable[[models.Document], None], *, to_index: bool = True
    ) -> Document:
        def save(session: Session) -> Document:
            row = queries.get_document(session, actor, document_id, to_write=True)
            change(row)
            row.updated_at = self._clock()
            if to_index:
                note_changes(session, [row.id], self._clock())
            return self._records(session, [row])[0]

        found = await self._db.write(save)
        self._wake_index()
        await self._tell([document_id])
        return found

    def _noted(self, session: Session, rows: Sequence[models.Document]) -> list[str]:
        ids = [row.id for row in rows]
        note_changes(session, ids, self._clock())
        return ids

    async def _told(self, save: Callable[[Session], list[str]]) -> list[str]:
        """Write, and tell the index and the pages what changed."""
        ids = await self._db.write(save)
        self._wake_index()
        await self._tell(ids)
        return ids

    async def _tell(self, document_ids: Sequence[str]) -> None:
        self._announcer.tell(await self._db.read(lambda session: queries.viewers(session, document_ids)))

    def _records(self, session: Session, rows: Sequence[models.Document]) -> list[Document]:
        ids, now = [row.id for row in rows], self._clock()
        jobs, passages = queries.jobs_of(session, ids), queries.count_passages(session, ids)
        facts = queries.facts_of(session, {row.content_id for row in rows if row.content_id})
        return [
            document_record(row, jobs.get(row.id), facts.get(row.content_id or "", (0, "")), passages.get(row.id, 0), now=now)
            for row in rows
        ]


async def _again(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for piece in rest:
        yield piece
