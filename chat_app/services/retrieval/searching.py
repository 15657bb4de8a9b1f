"""Asks the index that serves: by words and by meaning, for one wording or several."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from chat_app.integrations.embeddings.port import EmbeddingUnavailableError
from chat_app.integrations.vectors.port import Hit, IndexFilter, IndexUnavailableError, SparseVector, VectorIndex
from chat_app.services.kernel.actor import Actor
from chat_app.services.knowledge.embedders import Maker
from chat_app.services.knowledge.indexing.generations import Generation
from chat_app.services.retrieval.fusion import Fused, fuse

logger = logging.getLogger(__name__)

DEPTH = 100
"""Passages of each list that is fused."""
MOST_CHARS = 4_000
"""So much of a question is searched for."""
OTHER_WORDING = 0.9
"""What a passage's score counts that only another wording of the question found."""
INDEX_SECONDS = 15.0
EMBED_SECONDS = 10.0

T = TypeVar("T")
QueryEncoder = Callable[[str, str], SparseVector]
"""What the words of a question weigh, given its language (`services/lexical`)."""


class ServingIndex(Protocol):
    """Knows the index that serves, and what makes vectors of questions to it (`services/knowledge/indexing`)."""

    async def serving(self) -> tuple[Generation, Maker | None]: ...


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that was found, and by which of the wordings best."""

    hit: Fused
    query: int = 0


@dataclass(frozen=True, slots=True)
class Search:
    """One search in certain places. `passages` is how many are searched, `chat_id` the chat that asks."""

    actor: Actor
    where: IndexFilter
    index: VectorIndex
    model: str
    maker: Maker | None
    passages: int
    chat_id: str = ""

    async def by_words(self, query: SparseVector) -> list[Hit]:
        """Raises `IndexUnavailableError`."""
        return await _in_time(self.index.search_sparse(query, self.where, DEPTH))

    async def by_meaning(self, vector: Sequence[float]) -> list[Hit]:
        """Raises `IndexUnavailableError`."""
        return await _in_time(self.index.search_dense(vector, self.where, DEPTH))

    async def vectors(self, texts: Sequence[str]) -> list[list[float]]:
        """One for each text; none at all where nothing makes them now: then words alone count."""
        if self.maker is None or self.index.dimensions is None:
            return []
        try:
            async with asyncio.timeout(EMBED_SECONDS):
                found = await self.maker.embed(self.actor, [text[:MOST_CHARS] for text in texts], "query", self.chat_id)
        except (EmbeddingUnavailableError, TimeoutError) as problem:
            logger.info("passages are found by their words alone: %s", problem)
            return []
        return found if all(len(vector) == self.index.dimensions for vector in found) else []

    def fused(self, dense: Sequence[Hit], lexical: Sequence[Hit], query: SparseVector) -> list[Fused]:
        return fuse(dense, lexical, query, self.passages, self.model)


class Searcher:
    """Begins searches."""

    def __init__(self, generations: ServingIndex, encode: QueryEncoder, language_of: Callable[[str], str]) -> None:
        self._generations = generations
        self._encode = encode
        self._language_of = language_of

    async def begin(self, actor: Actor, where: IndexFilter, chat_id: str = "") -> Search:
        """Raises `IndexUnavailableError`."""
        generation, maker = await _in_time(self._generations.serving())
        passages = await _in_time(generation.index.count(where))
        return Search(actor, where, generation.index, generation.model, maker, passages, chat_id)

    def encoded(self, text: str) -> SparseVector:
        """The words of a question."""
        asked = text[:MOST_CHARS]
        return self._encode(asked, self._language_of(asked))


def best_of(lists: Sequence[Sequence[Fused]]) -> list[Found]:
    """All passages that any wording found, best first; the first wording is the question itself."""
    best: dict[str, Found] = {}
    for query, hits in enumerate(lists):
        share = OTHER_WORDING if query else 1.0
        for hit in hits:
            known = best.get(hit.id)
            if known is None or hit.score * share > known.hit.score:
                best[hit.id] = Found(hit._replace(score=hit.score * share), query)
    return sorted(best.values(), key=lambda one: (-one.hit.score, one.hit.id))


async def _in_time(asked: Awaitable[T]) -> T:
    try:
        async with asyncio.timeout(INDEX_SECONDS):
            return await asked
    except TimeoutError as problem:
        raise IndexUnavailableError("no answer in time") from problem
