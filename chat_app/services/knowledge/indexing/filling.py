"""Makes the vectors that are still missing, and lets the index of a new model serve once it has all of them."""

from __future__ import annotations

import logging
from itertools import groupby

from sqlmodel import Session

from chat_app.db import Database
from chat_app.integrations.embeddings.port import EmbeddingRefusedError, EmbeddingUnavailableError
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
        count, refused = await self._fill(maker) if maker else (0, set[str]())
        await self._reconciler.work()
        await self._switch(refused)
        return count

    async def _fill(self, maker: Maker) -> tuple[int, set[str]]:
        """How many passages got a vector, and whose cannot get any now."""
        count, refused = 0, set[str]()
        while rows := await self._unembedded(maker.model, refused):
            try:
                for _, theirs in groupby(rows, key=lambda row: row[1].id):
                    count += await self._embed_or_refuse(maker, list(theirs), refused)
            except EmbeddingUnavailableError as error:
                logger.warning("no vectors now: %s", error.detail or error.key)
                break
            self._reconciler.wake()
        return count, refused

    async def _unembedded(self, model: str, refused: set[str]) -> list[tuple[Chunk, Document]]:
        return await self._db.read(lambda session: list(vector_queries.list_unembedded(session, model, PASSAGES_AT_ONCE, refused)))

    async def _embed_or_refuse(self, maker: Maker, rows: list[tuple[Chunk, Document]], refused: set[str]) -> int:
        """One who cannot be served now is noted, and keeps nobody else waiting."""
        owner_id = rows[0][1].owner_id
        if owner_id in refused:
            return 0
        try:
            return await self._embed(maker, rows)
        except EmbeddingRefusedError as error:
            logger.warning("no vectors for one person now: %s", error.detail or error.key)
            refused.add(owner_id)
            return 0

    async def _embed(self, maker: Maker, rows: list[tuple[Chunk, Document]]) -> int:
        document = rows[0][1]
        owner = await self._db.read(lambda session: owner_of(session, document.owner_id))
        texts = {chunk.text_hash: embedded_text(chunk.heading, chunk.text) for chunk, _ in rows}
        await make_vectors(self._db, maker, owner, texts, _nobody_asks)
        await self._db.write(lambda session: note_changes(session, [document.id], self._clock()))
        return len(rows)

    async def _switch(self, refused: set[str]) -> None:
        live = await self._generations.live()
        if len(live) < 2 or not await self._db.read(lambda session: self._is_complete(session, live[1].model, refused)):
            return
        await self._generations.switch(live[1])

    def _is_complete(self, session: Session, model: str, refused: set[str]) -> bool:
        """Whether nothing is missing that can be made now; what cannot is found by its words. A model that serves nobody takes over nothing."""
        if refused and not vector_queries.serves_others(session, model, refused):
            return False
        return not vector_queries.list_unembedded(session, model, 1, refused) and not queries.count_tasks(session)


async def _nobody_asks(_done: int, _total: int) -> None:
    """Nobody watches the progress of what happens by itself."""
