"""Brings the index in step with the rows, document by document. Doing it twice does nothing more: it may die anywhere."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress

from chat_app.db import Database
from chat_app.integrations.embeddings.packing import unpacked
from chat_app.integrations.vectors.port import IndexUnavailableError, Point, SparseVector
from chat_app.models import Chunk
from chat_app.services.kernel.failpoints import reached
from chat_app.services.knowledge.indexing import queries
from chat_app.services.knowledge.indexing.generations import Generation, Generations
from chat_app.services.knowledge.indexing.queries import Wanted
from chat_app.services.knowledge.ingestion import vector_queries
from chat_app.services.lexical.encoding import ENCODING

logger = logging.getLogger(__name__)

Encoder = Callable[[str, str, str], SparseVector]
"""What the words of a text weigh, given its language and the headings above it (`services/lexical`)."""


TASKS_AT_ONCE = 200
POINTS_AT_ONCE = 128
IDLE_SECONDS = 5.0
PATIENCE_SECONDS = 30.0
"""After the index could not be reached."""


class Reconciler:
    """Takes what is due from the outbox in order. One at a time: two of them would only do the same work."""

    def __init__(self, db: Database, generations: Generations, encode: Encoder) -> None:
        self._db = db
        self._generations = generations
        self._encode = encode
        self._turn = asyncio.Lock()
        self._news = asyncio.Event()
        self._main: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin in a task of its own."""
        self._main = asyncio.create_task(self._run(), name="index")

    def wake(self) -> None:
        """There is something to do."""
        self._news.set()

    async def close(self) -> None:
        """Stop; what is not done stays written down."""
        if self._main:
            self._main.cancel()
            await asyncio.gather(self._main, return_exceptions=True)

    async def reconcile(self, document_id: str) -> None:
        """Bring one document in step now, before all others; raises `IndexUnavailableError`."""
        async with self._turn:
            seqs = await self._db.read(lambda session: queries.tasks_of(session, document_id))
            await self._settle({document_id: seqs})

    async def work(self) -> int:
        """Do all that is due; how many documents. Raises `IndexUnavailableError`."""
        count = 0
        while True:
            async with self._turn:
                tasks = await self._db.read(lambda session: queries.next_tasks(session, TASKS_AT_ONCE))
                await self._settle(tasks)
            count += len(tasks)
            if not tasks:
                return count

    async def _run(self) -> None:
        has_begun = False
        while True:
            self._news.clear()
            seconds = IDLE_SECONDS
            try:
                if not has_begun:
                    await self._generations.begin()
                    has_begun = True
                await self.work()
            except IndexUnavailableError as error:
                logger.warning("the index of passages cannot be reached: %s", error)
                seconds = PATIENCE_SECONDS
            except Exception:
                logger.exception("the index of passages could not be brought in step")
                seconds = PATIENCE_SECONDS
            with suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), seconds)

    async def _settle(self, tasks: dict[str, list[int]]) -> None:
        if not tasks:
            return
        live = await self._generations.live()
        for document_id in tasks:
            for generation in live:
                await self._bring_in_step(generation, document_id)
        reached("index.before_flush")
        for generation in live:
            await generation.index.flush()
        reached("index.before_forget")
        seqs = [seq for numbers in tasks.values() for seq in numbers]
        await self._db.write(lambda session: queries.forget_tasks(session, seqs))
        reached("index.forgot")

    async def _bring_in_step(self, generation: Generation, document_id: str) -> None:
        wanted = await self._db.read(lambda session: queries.wanted_chunks(session, document_id, generation.model))
        revisions = {row.id: revision_of(row) for row in wanted}
        there = await generation.index.ids_of(document_id)
        if surplus := [id_ for id_ in there if id_ not in revisions]:
            await generation.index.drop(surplus)
            reached("index.dropped")
        due = {row.id: row for row in wanted if there.get(row.id) != revisions[row.id]}
        ids = list(due)
        for start in range(0, len(ids), POINTS_AT_ONCE):
            points = await self._points(generation, document_id, due, ids[start : start + POINTS_AT_ONCE])
            await generation.index.put(points)
            reached("index.put")

    async def _points(self, generation: Generation, document_id: str, due: dict[str, Wanted], ids: Sequence[str]) -> list[Point]:
        chunks = await self._db.read(lambda session: list(queries.chunks_by_id(session, ids)))
        hashes = [due[chunk.id].text_hash for chunk in chunks if due[chunk.id].has_vector]
        vectors = await self._db.read(lambda session: vector_queries.vectors_of(session, generation.model, hashes))
        return await asyncio.to_thread(self._made, document_id, chunks, due, vectors)

    def _made(self, document_id: str, chunks: Sequence[Chunk], due: dict[str, Wanted], vectors: dict[str, bytes]) -> list[Point]:
        points: list[Point] = []
        for chunk in chunks:
            row = due[chunk.id]
            vector = vectors.get(row.text_hash)
            points.append(
                Point(
                    id=chunk.id,
                    document_id=document_id,
                    owner_id=row.owner_id,
                    folder_id=row.folder_id,
                    revision=revision_of(row),
                    sparse=self._encode(chunk.text, chunk.language, chunk.heading),
                    dense=unpacked(vector) if vector else None,
                )
            )
        return points


def revision_of(row: Wanted) -> str:
    """Changes with anything that a point is made of."""
    parts = (ENCODING, row.text_hash, row.owner_id, row.folder_id or "", str(int(row.has_vector)))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
