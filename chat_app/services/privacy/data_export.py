"""Export of own data: asked for, written by a job, fetched within a day by whoever it belongs to."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.errors import NotFoundError
from chat_app.models import DataExport
from chat_app.services.audit.log import AuditLog
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock
from chat_app.services.kernel.ids import is_id, new_id
from chat_app.services.privacy import export_queries as queries
from chat_app.services.privacy.export_archive import ExportArchive
from chat_app.services.privacy.export_files import ExportFolder

logger = logging.getLogger(__name__)

KEEP = timedelta(hours=24)
LOST_AFTER = timedelta(hours=2)
"""A running export that is older has lost its process."""


@dataclass(frozen=True, slots=True)
class DataExportRecord:
    """An export as its person sees it."""

    id: str
    status: str
    """`waiting`, `running`, `ready` or `failed`."""
    size: int
    created_at: datetime
    ready_at: datetime | None
    expires_at: datetime | None


class DataExportService:
    """The verbs of a person, and `work` for the scheduled job."""

    def __init__(
        self, db: Database, audit: AuditLog, archive: ExportArchive, folder: ExportFolder, prove: Callable[[Actor], None], clock: Clock
    ) -> None:
        """`prove` refuses whoever has not proved lately who they are."""
        self._db = db
        self._audit = audit
        self._archive = archive
        self._folder = folder
        self._prove = prove
        self._clock = clock
        self._working = asyncio.Lock()
        self._tasks: set[asyncio.Task[int]] = set()

    async def request(self, actor: Actor) -> DataExportRecord:
        """Ask for an export, or find the one that is being written; raises `ProofNeededError`."""
        self._prove(actor)

        def ask(session: Session) -> DataExportRecord:
            if row := queries.find_open(session, actor):
                return _record(row)
            row = DataExport(id=new_id(), user_id=actor.user_id, created_at=self._clock())
            session.add(row)
            self._audit.record(session, actor, "export.make", kind="account", object_id=row.id)
            return _record(row)

        record = await self._db.write(ask)
        task = asyncio.create_task(self.work())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return record

    async def list(self, actor: Actor) -> list[DataExportRecord]:
        """The person's exports, newest first."""
        return [_record(row) for row in await self._db.read(lambda session: queries.list_exports(session, actor))]

    async def get(self, actor: Actor, export_id: str) -> DataExportRecord:
        """One of them; raises `NotFoundError`."""
        row = await self._db.read(lambda session: queries.find_export(session, actor, export_id)) if is_id(export_id) else None
        if row is None:
            raise NotFoundError("data_export.error.not_found")
        return _record(row)

    async def open(self, actor: Actor, export_id: str) -> Path:
        """The file of an export that is ready, for its owner before a page; raises `NotFoundError`."""
        record = await self.get(actor, export_id)
        path = self._folder.path(record.id)
        is_over = record.expires_at is None or record.expires_at <= self._clock()
        if actor.api_key_id or record.status != "ready" or is_over or not await asyncio.to_thread(path.is_file):
            raise NotFoundError("data_export.error.not_found")
        await self._audit.note(actor, "export.fetch", kind="account", object_id=record.id)
        return path

    async def work(self) -> int:
        """Write what waits, one after the other; how many. What an earlier process left is begun anew."""
        async with self._working:
            lost = self._clock() - LOST_AFTER
            await self._db.write(lambda session: queries.wait_again(session, lost))
            waiting = await self._db.read(lambda session: list(queries.list_waiting(session)))
            return len([row for row in waiting if await self._make(row)])

    async def resume(self) -> None:
        """At the start of the only process: no export can be running, so those that say so begin anew with the next job."""
        now = self._clock()
        if self._db.is_sqlite:
            await self._db.write(lambda session: queries.wait_again(session, now))

    async def purge(self) -> int:
        """Delete what was not fetched within a day; how many."""
        now = self._clock()

        def purge(session: Session) -> tuple[int, set[str]]:
            ended = queries.list_ended(session, now)
            for row in ended:
                session.delete(row)
            session.flush()
            return len(ended), queries.list_export_ids(session)

        count, living = await self._db.write(purge)
        await asyncio.to_thread(self._folder.keep_only, living)
        return count

    async def close(self) -> None:
        """Leave what is being written to the next process."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _make(self, row: DataExport) -> bool:
        if not await self._db.write(lambda session: queries.take(session, row.id)):
            return False
        try:
            path = await asyncio.to_thread(self._folder.begin, row.id)
            await self._archive.write(path, await self._owner(row.user_id), self._clock())
            size = await asyncio.to_thread(self._folder.finish, row.id)
        except Exception:
            logger.exception("Export %s failed", row.id)
            await self._end(row.id, "failed", 0)
            return False
        await self._end(row.id, "ready", size)
        return True

    async def _owner(self, user_id: str) -> Actor:
        user = await self._db.read(lambda session: session.get_one(models.User, user_id))
        return Actor(user.id, user.name, user.language or "en")

    async def _end(self, export_id: str, status: str, size: int) -> None:
        now = self._clock()

        def end(session: Session) -> None:
            if row := session.get(DataExport, export_id):
                row.status, row.size, row.ready_at, row.expires_at = status, size, now, now + KEEP

        await self._db.write(end)


def _record(row: DataExport) -> DataExportRecord:
    return DataExportRecord(row.id, row.status, row.size, row.created_at, row.ready_at, row.expires_at)
