"""The index on a Qdrant server or cluster, for more than one machine can hold."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Collection, Sequence
from contextlib import asynccontextmanager
from typing import Any

import httpx
from qdrant_client import AsyncQdrantClient, models
from qdrant_client.http.exceptions import ApiException

from chat_app.integrations.vectors.port import Hit, IndexFilter, IndexUnavailableError, Point, SparseVector, Vector
from chat_app.integrations.vectors.shapes import (
    DENSE,
    DOCUMENT,
    PLACE,
    REVISION,
    WORDS,
    batches,
    check_point,
    check_sparse,
    check_vector,
    documents,
    payload,
    places,
)

BATCH = 200
PAGE = 1_000
NOTED = "noted"


@asynccontextmanager
async def answering() -> AsyncGenerator[None]:
    """Say in one way that the server does not answer, or not as it should."""
    try:
        yield
    except (ApiException, httpx.HTTPError, OSError) as problem:
        raise IndexUnavailableError(f"{type(problem).__name__}: {str(problem)[:300]}") from problem


class ServerIndex:
    """A collection; see `VectorIndex`. The server keeps its own log: what it has confirmed is in it."""

    def __init__(self, client: AsyncQdrantClient, collection: str, generation: str, dimensions: int | None, *, to_fill: bool) -> None:
        self._client = client
        self._collection = collection
        self.generation = generation
        self.dimensions = dimensions
        self.to_fill = to_fill

    async def noted(self) -> None:
        async with answering():
            await self._client.update_collection(self._collection, metadata={NOTED: True})
        self.to_fill = False

    async def put(self, points: Sequence[Point]) -> None:
        for point in points:
            check_point(point, self.dimensions)
        async with answering():
            for batch in batches(points, BATCH):
                await self._client.upsert(self._collection, [self._struct(point) for point in batch], wait=True)

    async def drop(self, ids: Collection[str]) -> None:
        async with answering():
            for batch in batches(list(ids), PAGE):
                await self._client.delete(self._collection, models.PointIdsList(points=list(batch)), wait=True)

    async def drop_documents(self, document_ids: Collection[str]) -> None:
        async with answering():
            for batch in batches(list(document_ids), PAGE):
                await self._client.delete(self._collection, models.Filter(must=[_any(DOCUMENT, list(batch))]), wait=True)

    async def flush(self) -> None:
        """Nothing to do: a change is confirmed once it is in the server's log."""

    async def ids_of(self, document_id: str) -> dict[str, str]:
        found: dict[str, str] = {}
        where, after = models.Filter(must=[_any(DOCUMENT, [document_id])]), None
        async with answering():
            while True:
                records, after = await self._client.scroll(self._collection, where, PAGE, offset=after, with_payload=[REVISION])
                found |= {str(record.id): (record.payload or {})[REVISION] for record in records}
                if after is None:
                    return found

    async def search_dense(self, vector: Vector, where: IndexFilter, limit: int) -> list[Hit]:
        confined = _confined(where)
        if self.dimensions is None:
            return []
        check_vector(vector, self.dimensions)
        return await self._search(list(vector), DENSE, confined, limit)

    async def search_sparse(self, vector: SparseVector, where: IndexFilter, limit: int) -> list[Hit]:
        confined = _confined(where)
        check_sparse(vector)
        if not vector.indices:
            return []
        # Rarity is counted among what may be read: nobody's scores tell what stands in the documents of others.
        params = models.SearchParams(idf=models.IdfCorpusParams(corpus=confined))
        words = models.SparseVector(indices=list(vector.indices), values=list(vector.values))
        return await self._search(words, WORDS, confined, limit, params)

    async def count(self, where: IndexFilter) -> int:
        async with answering():
            return (await self._client.count(self._collection, _confined(where), exact=True)).count

    async def all_documents(self) -> dict[str, int]:
        async with answering():
            total = (await self._client.count(self._collection, exact=True)).count
            facet = await self._client.facet(self._collection, DOCUMENT, limit=max(1, total), exact=True)
            return {str(hit.value): hit.count for hit in facet.hits if hit.count}

    async def optimize(self) -> bool:
        """The server does so by itself."""
        return False

    async def close(self) -> None:
        """The connection is shared and closed with all generations."""

    async def _search(
        self, query: Any, using: str, where: models.Filter, limit: int, params: models.SearchParams | None = None
    ) -> list[Hit]:
        async with answering():
            found = await self._client.query_points(
                self._collection,
                query=query,
                using=using,
                query_filter=where,
                search_params=params,
                limit=limit,
                with_payload=[DOCUMENT],
            )
        return [Hit(str(hit.id), hit.score, (hit.payload or {})[DOCUMENT]) for hit in found.points]

    def _struct(self, point: Point) -> models.PointStruct:
        vectors: dict[str, Any] = {
            WORDS: models.SparseVector(indices=list(point.sparse.indices), values=list(point.sparse.values)),
        }
        if self.dimensions is not None and point.dense is not None:
            vectors[DENSE] = list(point.dense)
        return models.PointStruct(id=point.id, vector=vectors, payload=payload(point))


def _confined(where: IndexFilter) -> models.Filter:
    chosen = [_any(key, values) for key, values in ((PLACE, places(where)), (DOCUMENT, documents(where))) if values]
    if not chosen:
        raise ValueError("a search without a place")
    return models.Filter(should=list(chosen))


def _any(key: str, values: list[str]) -> models.FieldCondition:
    return models.FieldCondition(key=key, match=models.MatchAny(any=values))
