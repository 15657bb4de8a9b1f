"""The index in a process beside the app, by Qdrant Edge: nothing to install, nothing to configure."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection, Sequence
from pathlib import Path

from chat_app.integrations.companions.companion import Companion, CompanionDiedError, RefusedError
from chat_app.integrations.companions.frames import Message
from chat_app.integrations.vectors import wire
from chat_app.integrations.vectors.port import Hit, IndexFilter, IndexUnavailableError, Point, SparseVector, Vector
from chat_app.integrations.vectors.shapes import batches, check_point, check_sparse, check_vector
from chat_app.integrations.vectors.shelf import Shelf

logger = logging.getLogger(__name__)

BATCH = 100
"""Points that are put at once: a search waits for one batch at most."""
SETTLE_AFTER = 5_000
"""Changes until the log is shortened: a start reads what is in it once more."""
OPTIMIZE_SECONDS = 900.0
DEATHS = 5
"""In a row, and the shard counts as broken: files that end whoever reads them."""
OPEN_SECONDS = 15.0
"""How long a process that still holds the shard may take to go."""
CLOSE_SECONDS = 5.0
"""How long the app waits for the log to be shortened when it ends. The next start reads what is in it."""
KEEPER = "chat_app.integrations.vectors.keeper"


class EdgeIndex:
    """A shard in a process of its own; see `VectorIndex`. The process is started, or started again, when it is needed."""

    def __init__(self, generation: str, dimensions: int | None, folder: Path) -> None:
        self.generation = generation
        self.dimensions = dimensions
        self.to_fill = False
        self.shelf = Shelf(folder)
        self._keeper = Companion(KEEPER, [str(folder.resolve()), str(dimensions or 0)])
        self._deaths = 0
        self._closed = False
        self._changes = 0
        self._settling: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int | None:
        """The process that holds the shard now."""
        return self._keeper.pid

    async def open(self, patience: float = OPEN_SECONDS) -> None:
        """Open the shard. One whose files kill their process is moved aside like any that is broken."""
        try:
            await self._ask(Message({"do": "open", "aside": False, "patience": patience}))
        except IndexUnavailableError as problem:
            if not isinstance(problem.__cause__, CompanionDiedError):
                raise
            await self._begin_anew()

    async def noted(self) -> None:
        await asyncio.to_thread(self.shelf.noted)
        self.to_fill = False

    async def put(self, points: Sequence[Point]) -> None:
        for point in points:
            check_point(point, self.dimensions)
        for batch in batches(points, BATCH):
            await self._change(wire.put(batch, self.dimensions), len(batch))

    async def drop(self, ids: Collection[str]) -> None:
        for batch in batches(list(ids), BATCH):
            await self._change(Message({"do": "drop", "ids": list(batch)}), len(batch))

    async def drop_documents(self, document_ids: Collection[str]) -> None:
        for batch in batches(list(document_ids), BATCH):
            await self._change(Message({"do": "drop_documents", "documents": list(batch)}), len(batch))

    async def flush(self) -> None:
        """Only the log is waited for, and by a thread of ours: searches go on meanwhile."""
        await asyncio.to_thread(self.shelf.sync_log)

    async def ids_of(self, document_id: str) -> dict[str, str]:
        return (await self._ask(Message({"do": "ids", "document": document_id}))).head["ids"]

    async def search_dense(self, vector: Vector, where: IndexFilter, limit: int) -> list[Hit]:
        question = wire.search_dense(vector, where, limit)
        if self.dimensions is None:
            return []
        check_vector(vector, self.dimensions)
        return wire.hits(await self._ask(question, urgent=True))

    async def search_sparse(self, vector: SparseVector, where: IndexFilter, limit: int) -> list[Hit]:
        question = wire.search_sparse(vector, where, limit)
        check_sparse(vector)
        return wire.hits(await self._ask(question, urgent=True)) if vector.indices else []

    async def count(self, where: IndexFilter) -> int:
        return (await self._ask(wire.count(where), urgent=True)).head["count"]

    async def all_documents(self) -> dict[str, int]:
        return (await self._ask(Message({"do": "all"}))).head["documents"]

    async def optimize(self) -> bool:
        """Searches wait for it, some seconds for 100,000 points: something for the night."""
        await self.settle()
        return (await self._ask(Message({"do": "optimize"}), seconds=OPTIMIZE_SECONDS)).head["done"]

    async def settle(self) -> None:
        """Write everything to its place and shorten the log. What takes long is done by a thread of ours."""
        self._changes = 0
        await asyncio.to_thread(self.shelf.sync_all)
        await self._ask(Message({"do": "flush"}))

    async def close(self) -> None:
        self._closed = True
        if self._settling:
            await asyncio.wait({self._settling}, timeout=CLOSE_SECONDS)
        await self._keeper.close()

    async def _change(self, question: Message, amount: int) -> None:
        await self._ask(question)
        self._changes += amount
        if self._changes >= SETTLE_AFTER and (self._settling is None or self._settling.done()):
            self._settling = asyncio.create_task(self._settle_quietly())

    async def _settle_quietly(self) -> None:
        try:
            await self.settle()
        except (IndexUnavailableError, OSError) as problem:
            logger.warning("the log of the index %s stays long: %s", self.generation, problem)

    async def _ask(self, question: Message, *, urgent: bool = False, seconds: float = 120.0) -> Message:
        """Ask once more when the process died: every question may be asked twice."""
        try:
            try:
                answer = await self._keeper.ask(question, urgent=urgent, seconds=seconds)
            except CompanionDiedError:
                if self._closed:
                    raise
                answer = await self._keeper.ask(question, urgent=urgent, seconds=seconds)
        except CompanionDiedError as problem:
            await self._died()
            raise IndexUnavailableError(str(problem)) from problem
        except (RefusedError, OSError) as problem:
            raise IndexUnavailableError(str(problem)) from problem
        self._deaths = 0
        self._notice(answer)
        return answer

    def _notice(self, answer: Message) -> None:
        if answer.head.get("to_fill") and not self.to_fill:
            logger.warning("the index %s begins empty and is filled from the database", self.generation)
            self.to_fill = True

    async def _died(self) -> None:
        self._deaths += 1
        if self._deaths >= DEATHS and not self._closed:
            self._deaths = 0
            await self._begin_anew()

    async def _begin_anew(self) -> None:
        try:
            self._notice(await self._keeper.ask(Message({"do": "open", "aside": True, "patience": 0.0})))
        except (CompanionDiedError, RefusedError, OSError) as problem:
            raise IndexUnavailableError(str(problem)) from problem
