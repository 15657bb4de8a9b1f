"""The nightly check: rows, blobs and points are compared both ways, what is wrong is mended, and the report says so."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import timedelta

from sqlmodel import Session

from chat_app.db import Database
from chat_app.integrations.files.port import BlobStore
from chat_app.services.files.sweeping import FileSweeper
from chat_app.services.kernel.clock import Clock
from chat_app.services.knowledge import orphan_queries as queries
from chat_app.services.knowledge.indexing import queries as index_queries
from chat_app.services.knowledge.indexing.generations import Generation, Generations
from chat_app.services.knowledge.indexing.reconciler import Reconciler, revision_of
from chat_app.services.knowledge.ingestion import queue_queries as queue
from chat_app.services.knowledge.outbox import note_changes

logger = logging.getLogger(__name__)

YOUNG = timedelta(hours=1)
DOCUMENTS_AT_ONCE = 200
PAUSE_SECONDS = 0.02
"""Between two looks: answers that are being written come first."""


@dataclass(slots=True)
class Report:
    """What was found and mended; all zeros say that everything belongs together. What could not be mended is in `missing_blobs`."""

    documents: int = 0
    """That were looked at."""
    points: int = 0
    """That were compared, in all generations."""
    surplus_points: int = 0
    missing_points: int = 0
    stale_points: int = 0
    contents: int = 0
    embeddings: int = 0
    blobs: int = 0
    stuck: int = 0
    """Documents that waited for nobody."""
    missing_blobs: list[str] = field(default_factory=list)
    """Ids of documents whose file is gone."""

    @property
    def is_clean(self) -> bool:
        return not any(value for name, value in asdict(self).items() if name not in {"documents", "points"})


class OrphanCheck:
    """For the scheduled job, and for whoever wants to know that nothing is left of somebody."""

    def __init__(
        self, db: Database, blobs: BlobStore, sweeper: FileSweeper, generations: Generations, reconciler: Reconciler, clock: Clock
    ) -> None:
        self._db = db
        self._blobs = blobs
        self._sweeper = sweeper
        self._generations = generations
        self._reconciler = reconciler
        self._clock = clock

    async def run(self) -> Report:
        """Compare and mend."""
        await self._reconciler.work()
        report = Report()
        live = await self._generations.live()
        await self._check_rows(report, [generation.model for generation in live])
        await self._check_documents(report, live)
        await self._check_strangers(report, live)
        await self._reconciler.work()
        report.blobs = await self._sweeper.sweep()
        if not report.is_clean:
            logger.warning("documents, files and index did not belong together and were mended: %s", asdict(report))
        return report

    async def _check_rows(self, report: Report, models: Sequence[str]) -> None:
        before = self._clock() - YOUNG
        while count := await self._db.write(lambda session: queries.delete_loose_contents(session, before)):
            report.contents += count
        while count := await self._db.write(lambda session: queries.delete_loose_embeddings(session, models)):
            report.embeddings += count
        report.stuck = await self._db.write(self._requeue)

    def _requeue(self, session: Session) -> int:
        rows = queries.list_without_job(session)
        for row in rows:
            row.state = "waiting"
            queue.enqueue(session, row.id, self._clock(), "reading" if row.sha256 else "fetching")
        return len(rows)

    async def _check_documents(self, report: Report, live: list[Generation]) -> None:
        """Each document: does the index have its passages, and the store its file?"""
        there, after = {blob.sha256 async for blob in self._blobs.list()}, ""
        while rows := await self._db.read(lambda session, after=after: list(queries.list_documents(session, after, DOCUMENTS_AT_ONCE))):
            report.documents += len(rows)
            report.missing_blobs += [id_ for id_, sha256 in rows if sha256 and sha256 not in there]
            wrong = [id_ for id_, _ in rows if any([await self._differs(report, generation, id_) for generation in live])]
            await self._db.write(lambda session, wrong=wrong: note_changes(session, wrong, self._clock()))
            after = rows[-1][0]
            await asyncio.sleep(PAUSE_SECONDS)

    async def _differs(self, report: Report, generation: Generation, document_id: str) -> bool:
        wanted = await self._db.read(lambda session: index_queries.wanted_chunks(session, document_id, generation.model))
        revisions = {row.id: revision_of(row) for row in wanted}
        there = await generation.index.ids_of(document_id)
        report.points += len(there)
        surplus, missing = there.keys() - revisions.keys(), revisions.keys() - there.keys()
        stale = [id_ for id_ in there.keys() & revisions.keys() if there[id_] != revisions[id_]]
        report.surplus_points += len(surplus)
        report.missing_points += len(missing)
        report.stale_points += len(stale)
        return bool(surplus or missing or stale)

    async def _check_strangers(self, report: Report, live: list[Generation]) -> None:
        """Points of documents that are no more."""
        for generation in live:
            points = await generation.index.all_documents()
            ids = sorted(points)
            for start in range(0, len(ids), DOCUMENTS_AT_ONCE):
                part = ids[start : start + DOCUMENTS_AT_ONCE]
                living = await self._db.read(lambda session, part=part: queries.living_documents(session, part))
                if gone := [id_ for id_ in part if id_ not in living]:
                    report.surplus_points += sum(points[id_] for id_ in gone)
                    await generation.index.drop_documents(gone)
