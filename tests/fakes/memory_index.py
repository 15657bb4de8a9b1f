"""An index of passages in memory that outlives whoever uses it, as files do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from chat_app.integrations.vectors.port import Hit, IndexFilter, IndexUnavailableError, Point, SparseVector, Vector


class MemoryIndex:
    def __init__(self, generation: str, dimensions: int | None) -> None:
        self.generation, self.dimensions = generation, dimensions
        self.points: dict[str, Point] = {}
        self.to_fill = True
        self.is_away = False
        self.puts = 0

    async def noted(self) -> None:
        self.to_fill = False

    async def put(self, points: Sequence[Point]) -> None:
        self._check()
        self.puts += len(points)
        self.points |= {point.id: point for point in points}

    async def drop(self, ids: Collection[str]) -> None:
        self._check()
        for id_ in ids:
            self.points.pop(id_, None)

    async def drop_documents(self, document_ids: Collection[str]) -> None:
        self.points = {id_: point for id_, point in self.points.items() if point.document_id not in document_ids}

    async def flush(self) -> None:
        self._check()

    async def ids_of(self, document_id: str) -> dict[str, str]:
        self._check()
        return {point.id: point.revision for point in self.points.values() if point.document_id == document_id}

    async def search_dense(self, vector: Vector, where: IndexFilter, limit: int) -> list[Hit]:
        return []

    async def search_sparse(self, vector: SparseVector, where: IndexFilter, limit: int) -> list[Hit]:
        asked = set(vector.indices)
        hits = [(len(asked & set(point.sparse.indices)), point) for point in self.points.values() if _passes(point, where)]
        best = sorted((hit for hit in hits if hit[0]), key=lambda hit: -hit[0])[:limit]
        return [Hit(point.id, float(score), point.document_id) for score, point in best]

    async def count(self, where: IndexFilter) -> int:
        return sum(_passes(point, where) for point in self.points.values())

    async def all_documents(self) -> dict[str, int]:
        return dict(Counter(point.document_id for point in self.points.values()))

    async def optimize(self) -> bool:
        return False

    def _check(self) -> None:
        if self.is_away:
            raise IndexUnavailableError("away")


class MemoryIndexes:
    def __init__(self) -> None:
        self.made: dict[str, MemoryIndex] = {}
        self.name: str | None = None

    async def open(self, generation: str, dimensions: int | None) -> MemoryIndex:
        return self.made.setdefault(generation, MemoryIndex(generation, dimensions))

    async def serving(self) -> str | None:
        return self.name

    async def serve(self, generation: str) -> None:
        self.name = generation

    async def keep_only(self, generations: Collection[str]) -> None:
        self.made = {name: index for name, index in self.made.items() if name in generations}

    async def close(self) -> None:
        """Nothing is held."""


def _passes(point: Point, where: IndexFilter) -> bool:
    own = point.owner_id == where.owner and point.folder_id is None
    return own or point.folder_id in where.folders or point.document_id in where.documents
