"""Asks all questions of a project as a search of it would be asked, and notes at which rank the expected passages came."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from typing import Any, Protocol

from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.kernel.ids import new_id
from chat_app.services.projects.rights import FolderRole
from chat_app.services.projects.rights_queries import require_folder
from chat_app.services.retrieval.dto import Mode, SearchHit, SearchStage, SearchWish
from chat_app.services.retrieval_bench import queries
from chat_app.services.retrieval_bench.dto import BenchProgress, BenchRun, Place
from chat_app.services.retrieval_bench.errors import NoQuestionsError
from chat_app.services.retrieval_bench.records import Names, expected_of, names_of, read_places, run_record

DEPTH = 10
"""A passage counts as found among so many first hits."""
KEPT_HITS = 5
KEPT_RUNS = 100


class Searching(Protocol):
    """Finds passages (`services/retrieval`)."""

    def search(self, actor: Actor, wish: SearchWish) -> AsyncIterator[SearchStage]: ...


class BenchRuns:
    """Runs the questions of projects, and keeps what came of it."""

    def __init__(self, db: Database, searching: Searching, clock: Clock = utc_now) -> None:
        self._db = db
        self._searching = searching
        self._clock = clock

    async def list(self, actor: Actor, folder_id: str) -> list[BenchRun]:
        """The latest runs of a project, the newest first, without outcomes; raises `FolderNotFoundError`."""

        def load(session: Session) -> list[BenchRun]:
            require_folder(session, actor, folder_id)
            return [run_record(row, runner) for row, runner in queries.list_runs(session, folder_id, KEPT_RUNS)]

        return await self._db.read(load)

    async def get(self, actor: Actor, run_id: str) -> BenchRun:
        """One run with its outcomes; raises `RunNotFoundError`."""
        return await self._db.read(lambda session: self._record(session, actor, queries.get_run(session, actor, run_id)))

    async def run(self, actor: Actor, folder_id: str, mode: Mode = "hybrid") -> AsyncIterator[BenchProgress]:
        """Ask all questions with the rights of the one who runs them; the last progress has the run, which is kept then.

        Raises `FolderNotFoundError`, `NotAllowedError` for viewers, `NoQuestionsError`.
        """
        asked = await self._db.read(lambda session: self._questions(session, actor, folder_id))
        results = list[dict[str, Any]]()
        yield BenchProgress(0, len(asked))
        for question_id, text, expected in asked:
            results.append({"question": question_id, **await self._ask(actor, folder_id, text, expected, mode)})
            if len(results) < len(asked):
                yield BenchProgress(len(results), len(asked))
        run = await self._db.write(lambda session: self._keep(session, actor, folder_id, mode, results))
        yield BenchProgress(len(asked), len(asked), run)

    def _questions(self, session: Session, actor: Actor, folder_id: str) -> list[tuple[str, str, tuple[Place, ...]]]:
        require_folder(session, actor, folder_id, FolderRole.EDITOR)
        rows = queries.list_questions(session, folder_id)
        if not rows:
            raise NoQuestionsError
        return [(row.id, row.text, expected_of(row)) for row, _ in rows]

    async def _ask(self, actor: Actor, folder_id: str, text: str, expected: Sequence[Place], mode: Mode) -> dict[str, Any]:
        last: SearchStage | None = None
        wish = SearchWish(text, "project", folder_id, mode=mode, limit=DEPTH)
        async with aclosing(self._searching.search(actor, wish)) as stages:  # type: ignore[type-var]
            async for stage in stages:
                last = stage
        hits = last.hits[:DEPTH] if last else ()
        kept = [[hit.document_id, hit.chunk_id] for hit in hits[:KEPT_HITS]]
        return {"rank": rank_of(hits, expected), "ms": last.ms if last else 0, "hits": kept}

    def _keep(self, session: Session, actor: Actor, folder_id: str, mode: Mode, results: list[dict[str, Any]]) -> BenchRun:
        # It took a while: who was put out in between leaves nothing behind.
        require_folder(session, actor, folder_id, FolderRole.EDITOR)
        row = models.RetrievalRun(
            id=new_id(),
            folder_id=folder_id,
            runner_id=actor.user_id,
            mode=mode,
            asked=len(results),
            found=sum(1 for result in results if result["rank"]),
            results=json.dumps(results, separators=(",", ":")),
            created_at=self._clock(),
        )
        session.add(row)
        session.flush()
        queries.forget_old_runs(session, folder_id, KEPT_RUNS)
        return self._record(session, actor, row)

    def _record(self, session: Session, actor: Actor, row: models.RetrievalRun) -> BenchRun:
        runner = session.get(models.User, row.runner_id) if row.runner_id else None
        return run_record(row, runner.name if runner else "", self._names(session, actor, row))

    def _names(self, session: Session, actor: Actor, row: models.RetrievalRun) -> Names:
        return names_of(session, actor, (place for result in json.loads(row.results) for place in read_places(result["hits"])))


def rank_of(hits: Sequence[SearchHit], expected: Sequence[Place]) -> int:
    """The place of the first hit that is expected, from 1; 0 for none."""
    passages = {place.chunk_id for place in expected if place.chunk_id}
    documents = {place.document_id for place in expected if not place.chunk_id}
    ranks = (rank for rank, hit in enumerate(hits, 1) if hit.chunk_id in passages or hit.document_id in documents)
    return next(ranks, 0)
