"""Makes the vectors that are still missing, and lets the index of a new model serve once it has all of them."""

from __future__ import annotations

import logging
from itertools import groupby

from sqlmodel import Session

from chat_app.db import Database
from chat_app.integrations.embeddings.port import EmbeddingUnavailableError
from chat_app.models import Chunk, Document
from chat_app.services.kernel.clock import Clock
from chat_app.services.knowledge.embedders import Embedders, Maker
from chat_app.services.knowledge.indexing import queries
from chat_app.services.knowledge.indexing.generations import Generations
from chat_app.services.knowledge.indexing.reconciler import Reconciler
from chat_app.services.knowledge.ingestion import vector_queries
from chat_app.services.knowledge.ingestion.persons import owner_of
from chat_app.services.knowledge.ingestion.texts import embedded_text
from chat_app.services.knowledge.ingestion.vectors import make_vectors
from chat_app.services.knowledge.outbox import note_changes

logger = logging.getLogger(__name__)

PASSAGES_AT_ONCE = 64


class VectorFiller:
    """For the scheduled job, and for the command line."""

    def __init__(self, db: Database, embedders: Embedders, generations: Generations, reconciler: Reconciler, clock: Clock) -> None:
        self._db = db
        self._embedders = embedders
        self._generations = generations
        self._reconciler = reconciler
        self._clock = clock

    async def run(self) -> int:
        """Make what is missing and switch when nothing is; how many passages got a vector."""
        if not await self._db.read(lambda session: queries.document_ids_after(session, "", 1)):
            return 0
        await self._embedders.fetch_missing()
        maker = await self._embedders.current()
        count = await self._fill(maker) if maker else 0
        await self._reconciler.work()
        await self._switch()
        return count

    async def _fill(self, maker: Maker) -> int:
        count = 0
        while rows := await self._db.read(lambda session: list(vector_queries.list_unembedded(session, maker.model, PASSAGES_AT_ONCE))):
            try:
                for _, theirs in groupby(rows, key=lambda row: row[1].id):
                    count += await self._embed(maker, list(theirs))
            except EmbeddingUnavailableError as error:
                logger.warning("no vectors now: %s", error.detail or error.key)
                break
            self._reconciler.wake()
        return count

    async def _embed(self, maker: Maker, rows: list[tuple[Chunk, Document]]) -> int:
        document = rows[0][1]
        owner = await self._db.read(lambda session: owner_of(session, document.owner_id))
        texts = {chunk.text_hash: embedded_text(chunk.heading, chunk.text) for chunk, _ in rows}
        await make_vectors(self._db, maker, owner, texts, _nobody_asks)
        await self._db.write(lambda session: note_changes(session, [document.id], self._clock()))
        return len(rows)

    async def _switch(self) -> None:
        live = await self._generations.live()
        if len(live) < 2 or not await self._db.read(lambda session: self._is_complete(session, live[1].model)):
            return
        await self._generations.switch(live[1])

    def _is_complete(self, session: Session, model: str) -> bool:
        return not vector_queries.list_unembedded(session, model, 1) and not queries.count_tasks(session)


async def _nobody_asks(_done: int, _total: int) -> None:
    """Nobody watches the progress of what happens by itself."""
