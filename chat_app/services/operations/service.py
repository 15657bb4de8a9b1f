"""What administrators see of the house itself."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import Awaitable, Callable

from sqlmodel import Session

from chat_app import __version__
from chat_app.db import Database
from chat_app.integrations.files.port import BlobStore
from chat_app.services.access.matrix import require
from chat_app.services.audit.log import AuditLog
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.operations import checks, queries
from chat_app.services.operations.dto import Check, Job, Overview, Storage
from chat_app.services.operations.job_book import JobBook
from chat_app.settings import Settings

SLOW_DATABASE_MS = 500


class OperationsService:
    """Figures, health and jobs; `NotFoundError` for whoever does not administer Parley."""

    def __init__(self, db: Database, audit: AuditLog, settings: Settings, blobs: BlobStore, book: JobBook, clock: Clock = utc_now) -> None:
        """Further checks of health are added to `further` by whoever knows how their part is."""
        self._db = db
        self._audit = audit
        self._settings = settings
        self._blobs = blobs
        self._clock = clock
        self._started_at = clock()
        self.book = book
        self.further: list[Callable[[], Awaitable[Check]]] = []

    async def overview(self, actor: Actor) -> Overview:
        """The state of the house now."""
        require(actor, "admin.overview")
        now = self._clock()
        today = now.replace(hour=0, minute=0, second=0, microsecond=0)
        figures, storage = await self._db.read(lambda session: (queries.read_figures(session, today), self._in_database(session)))
        return Overview(
            version=__version__,
            mode=self._settings.mode,
            started_at=self._started_at,
            now=now,
            figures=figures,
            storage=await self._with_disk(storage),
            failed_jobs=sum(job.outcome == "failed" for job in self.book.jobs()),
        )

    async def health(self, actor: Actor) -> list[Check]:
        """Ask everything that Parley depends on, all at once."""
        require(actor, "admin.health")
        total, _used, free = await asyncio.to_thread(shutil.disk_usage, self._settings.ensure_data_dir())
        return [
            await self._check_database(),
            checks.check_disk(free, total, actor.language),
            *await asyncio.gather(
                checks.check_files(self._settings, self._blobs), checks.check_redis(self._settings), checks.check_mail(self._settings)
            ),
            checks.check_jobs(self.book.jobs()),
            *[await check() for check in self.further],
        ]

    async def storage(self, actor: Actor) -> Storage:
        """What is where, and how much room is left."""
        require(actor, "admin.health")
        return await self._with_disk(await self._db.read(self._in_database))

    async def jobs(self, actor: Actor) -> list[Job]:
        """All scheduled work of this process with how it went."""
        require(actor, "admin.jobs")
        return self.book.jobs()

    async def run_job(self, actor: Actor, name: str) -> Job:
        """Let a harmless job run now and wait for its end; raises `JobNotFoundError` or `JobRunningError`."""
        require(actor, "admin.jobs")
        job = await self.book.run_by_hand(name)
        await self._audit.note(actor, "job.run", kind="job", object_id=name, outcome="done" if job.outcome == "done" else "failed")
        return job

    async def _check_database(self) -> Check:
        begun = time.perf_counter()
        version = await self._db.read(lambda session: queries.database_version(session, sqlite=self._db.is_sqlite))
        took = round((time.perf_counter() - begun) * 1000)
        slow = took > SLOW_DATABASE_MS
        key = "operations.check.database_slow" if slow else "operations.check.database_good"
        return Check("database", "warning" if slow else "good", key, {"version": version, "ms": took}, took)

    def _in_database(self, session: Session) -> Storage:
        return Storage(
            database=queries.database_version(session, sqlite=self._db.is_sqlite),
            database_bytes=queries.database_size(session, sqlite=self._db.is_sqlite),
            blobs="s3" if self._settings.s3_bucket else "disk",
            blobs_bytes=queries.blobs_bytes(session),
            disk_free_bytes=0,
            disk_total_bytes=0,
        )

    async def _with_disk(self, storage: Storage) -> Storage:
        total, _used, free = await asyncio.to_thread(shutil.disk_usage, self._settings.ensure_data_dir())
        return Storage(storage.database, storage.database_bytes, storage.blobs, storage.blobs_bytes, free, total)
