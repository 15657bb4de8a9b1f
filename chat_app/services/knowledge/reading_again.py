"""Reading as people steer it: once more, or not any longer."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from chat_app.db import Database
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.knowledge import queries
from chat_app.services.knowledge.changing import DocumentChanges
from chat_app.services.knowledge.dto import Document
from chat_app.services.knowledge.errors import DocumentBusyError
from chat_app.services.knowledge.ingestion import queue_queries as queue
from chat_app.services.knowledge.ingestion.worker import IngestionWorker
from chat_app.services.knowledge.loading import load_records


class DocumentReading:
    """What a person does about the reading of documents."""

    def __init__(self, db: Database, worker: IngestionWorker, changes: DocumentChanges, clock: Clock = utc_now) -> None:
        self._db = db
        self._worker = worker
        self._changes = changes
        self._clock = clock

    async def retry(self, actor: Actor, document_id: str) -> Document:
        """Read a document again; raises `DocumentBusyError` while that is going on."""

        def save(session: Session) -> Document:
            now = self._clock()
            row = queries.get_document(session, actor, document_id, to_write=True)
            if row.state in {"waiting", "working"}:
                raise DocumentBusyError
            row.state, row.problem, row.problem_params = "waiting", "", "{}"
            queue.enqueue(session, row.id, now, "fetching" if row.source == "url" else "reading")
            queue.write_line(session, row.id, "document.log.again", now)
            return load_records(session, [row], now)[0]

        found = await self._db.write(save)
        self._worker.wake()
        await self._changes.tell([document_id])
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
        await self._changes.tell(stopped)
        return len(stopped)
