"""Documents go: into the trash, out of it again, and for good."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlmodel import Session

from chat_app.db import Database
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.knowledge import queries
from chat_app.services.knowledge.changing import DocumentChanges, noted
from chat_app.services.knowledge.ingestion import queue_queries as queue
from chat_app.services.knowledge.ingestion.worker import IngestionWorker
from chat_app.services.knowledge.removal import remove_documents

PURGED_AT_ONCE = 10


class DocumentTrash:
    """What is in it is found by nobody. All of it asks `rights`."""

    def __init__(self, db: Database, worker: IngestionWorker, changes: DocumentChanges, clock: Clock = utc_now) -> None:
        self._db = db
        self._worker = worker
        self._changes = changes
        self._clock = clock

    async def delete(self, actor: Actor, document_ids: Sequence[str], *, for_good: bool = False) -> int:
        """Put documents into the trash, from where they find no answers any more, or delete them at once; how many."""
        now = self._clock()

        def save(session: Session) -> list[str]:
            rows = queries.list_writable(session, actor, document_ids)
            if for_good:
                rows += queries.list_writable(session, actor, document_ids, in_trash=True)
            ids = noted(session, rows, now)
            queue.stop(session, ids, now)
            for row in rows:
                row.deleted_at = row.deleted_at or now
            return ids

        gone = await self._changes.write(save)
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
            return noted(session, rows, self._clock())

        back = await self._changes.write(save)
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
        self._changes.wake_index()
