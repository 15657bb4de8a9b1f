"""A set in the real index, asked all its questions."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from bench.retrieval.sets import Passage
from bench.retrieval.vectors import vectors_of
from chat_app.integrations.vectors.edge_indexes import EdgeIndexes
from chat_app.integrations.vectors.port import Hit, IndexFilter, Point, SparseVector, VectorIndex
from chat_app.services.lexical.encoding import sparse, sparse_query
from chat_app.services.lexical.languages import language_of

DEPTH = 100
"""Passages of each list that is fused."""
_PLACE = "bench"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the index answered to a question."""

    query: SparseVector
    dense: list[Hit]
    lexical: list[Hit]


async def ask_all(passages: Sequence[Passage], questions: Sequence[str], scopes: Sequence[Collection[int]] = ()) -> list[Asked]:
    """Put passages into an index of their own and search it, the way the product does both; each question in its scope, where given."""
    vectors = await vectors_of(questions, "query")
    with tempfile.TemporaryDirectory(prefix="parley-retrieval-") as folder:
        indexes = EdgeIndexes(Path(folder))
        try:
            index = await indexes.open("bench", len(vectors[0]))
            await index.noted()
            await index.put(await points(passages))
            places = [_place(scope) for scope in scopes] or [_place(()) for _ in questions]
            return [await _ask(index, *asked) for asked in zip(questions, vectors, places, strict=True)]
        finally:
            await indexes.close()


def _place(scope: Collection[int]) -> IndexFilter:
    """The passages of these numbers, or all."""
    return IndexFilter(documents=frozenset(map(_document, scope))) if scope else IndexFilter(folders=frozenset({_PLACE}))


def _document(number: int) -> str:
    return f"document {number}"


async def points(passages: Sequence[Passage]) -> list[Point]:
    """Points whose ids tell the numbers of the passages."""
    vectors = await vectors_of([f"{passage.heading}\n{passage.text}".strip() for passage in passages], "passage")
    return [
        Point(
            str(UUID(int=number)),
            _document(number),
            "",
            _PLACE,
            "1",
            sparse(passage.text, language_of(f"{passage.heading} {passage.text}"), passage.heading),
            vector,
        )
        for number, (passage, vector) in enumerate(zip(passages, vectors, strict=True))
    ]


def number_of(passage: str) -> int:
    return UUID(passage).int


async def _ask(index: VectorIndex, question: str, vector: Sequence[float], where: IndexFilter) -> Asked:
    query = sparse_query(question, language_of(question))
    return Asked(query, await index.search_dense(vector, where, DEPTH), await index.search_sparse(query, where, DEPTH))
