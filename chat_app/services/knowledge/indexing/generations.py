"""Which generations of the index there are: the one that serves, and the one of another model that is filled beside it."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from dataclasses import dataclass

from sqlmodel import Session

from chat_app.db import Database
from chat_app.integrations.vectors.port import VectorIndex, VectorIndexes
from chat_app.services.kernel.clock import Clock
from chat_app.services.knowledge.embedders import Embedders, Maker
from chat_app.services.knowledge.indexing import queries
from chat_app.services.knowledge.ingestion import vector_queries
from chat_app.services.knowledge.outbox import note_changes

logger = logging.getLogger(__name__)

WORDS = "words"
"""The generation without vectors of meaning."""
NOTED_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Generation:
    """An open index with the model whose vectors it holds; "" for none."""

    index: VectorIndex
    model: str


def generation_of(model: str) -> str:
    """A name that every index takes, whatever the model is called."""
    return f"v{hashlib.sha256(model.encode()).hexdigest()[:24]}" if model else WORDS


class Generations:
    """Opens them, and says which of them is which. A model that is gone changes nothing: its vectors still serve."""

    def __init__(self, db: Database, indexes: VectorIndexes, embedders: Embedders, clock: Clock) -> None:
        self._db = db
        self._indexes = indexes
        self._embedders = embedders
        self._clock = clock
        self._opening = asyncio.Lock()
        self._models: dict[str, str] = {generation_of(""): ""}

    async def live(self) -> list[Generation]:
        """All that are to be kept in step, the one that serves first."""
        async with self._opening:
            serving, next_one = await self._serving(), await self._next()
            if serving is None:
                serving = next_one or await self._open("", None)
                await self._indexes.serve(serving.index.generation)
            found = [serving, *([next_one] if next_one and next_one.model != serving.model else [])]
            for generation in found:
                await self._begin(generation)
            return found

    async def serving(self) -> tuple[Generation, Maker | None]:
        """The generation that searches use, and what makes vectors of questions to it; None where only words count."""
        generation = (await self.live())[0]
        return generation, await self._embedders.of(generation.model) if generation.model else None

    async def begin(self) -> None:
        """At the start: see that the index is there and holds what it should. Without documents nothing is opened."""
        if await self._db.read(lambda session: queries.document_ids_after(session, "", 1)):
            await self.live()

    async def switch(self, to: Generation) -> None:
        """Let searches use a generation that is complete, and forget all others."""
        await to.index.flush()
        await self._indexes.serve(to.index.generation)
        await self._indexes.keep_only([to.index.generation])
        logger.info("passages are found with the vectors of %s from now on", to.model or "no model")

    async def _serving(self) -> Generation | None:
        name = await self._indexes.serving()
        if name is None:
            return None
        if name not in self._models:
            models = await self._db.read(vector_queries.list_models)
            self._models |= {generation_of(model): model for model in models}
        # Without a single vector nobody knows how long they are: it is made anew then, from nothing.
        return await self._open(self._models[name], await self._dimensions(self._models[name])) if name in self._models else None

    async def _next(self) -> Generation | None:
        """The generation of the model that is chosen now; None where there is none, or before its first vector."""
        maker = await self._embedders.current()
        dimensions = await self._dimensions(maker.model) or maker.dimensions if maker else None
        return await self._open(maker.model, dimensions) if maker and dimensions else None

    async def _dimensions(self, model: str) -> int | None:
        return await self._db.read(lambda session: vector_queries.dimensions_of(session, model)) if model else None

    async def _open(self, model: str, dimensions: int | None) -> Generation:
        self._models[generation_of(model)] = model
        return Generation(await self._indexes.open(generation_of(model), dimensions), model)

    async def _begin(self, generation: Generation) -> None:
        """Let an index that began empty be filled from the database."""
        if generation.index.to_fill:
            await note_all(self._db, self._clock)
            await generation.index.noted()


async def note_all(db: Database, clock: Clock) -> int:
    """Let the index look at all documents again; how many there are."""
    count, after = 0, ""
    while True:
        here = after

        def note(session: Session, here: str = here) -> list[str]:
            ids = list(queries.document_ids_after(session, here, NOTED_AT_ONCE))
            note_changes(session, ids, clock())
            return ids

        ids = await db.write(note)
        count += len(ids)
        if len(ids) < NOTED_AT_ONCE:
            return count
        after = ids[-1]
