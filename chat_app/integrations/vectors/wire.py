"""Points and searches as the process of the index is told them."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import chain
from typing import Any

from chat_app.integrations.companions.frames import Message
from chat_app.integrations.vectors.port import Hit, IndexFilter, Point, SparseVector, Vector
from chat_app.integrations.vectors.shapes import DOCUMENT, PLACE, documents, payload, places

REAL, WHOLE = "f", "I"
"""Arrays of 32 bits in this machine's order: both ends are on it."""


def put(points: Sequence[Point], dimensions: int | None) -> Message:
    """Dense vectors one after the other, then the words of all, then their weights."""
    with_dense = [point.dense for point in points if dimensions is not None and point.dense is not None]
    rows = [[point.id, payload(point), dimensions is not None and point.dense is not None, len(point.sparse.indices)] for point in points]
    body = (
        array(REAL, chain.from_iterable(with_dense)).tobytes()
        + array(WHOLE, chain.from_iterable(point.sparse.indices for point in points)).tobytes()
        + array(REAL, chain.from_iterable(point.sparse.values for point in points)).tobytes()
    )
    return Message({"do": "put", "points": rows}, body)


def put_points(message: Message, dimensions: int | None) -> list[tuple[str, dict[str, str], list[float] | None, list[int], list[float]]]:
    """What `put` was given: id, payload, dense vector, words and weights of each point."""
    rows: list[list[Any]] = message.head["points"]
    size, words = dimensions or 0, sum(row[3] for row in rows)
    dense, indices, values = array(REAL), array(WHOLE), array(REAL)
    ends = (4 * size * sum(row[2] for row in rows), 4 * words)
    dense.frombytes(message.body[: ends[0]])
    indices.frombytes(message.body[ends[0] : sum(ends)])
    values.frombytes(message.body[sum(ends) :])
    found, vector, word = [], 0, 0
    for name, fields, has_dense, count in rows:
        own = dense[vector : vector + size].tolist() if has_dense else None
        found.append((name, fields, own, indices[word : word + count].tolist(), values[word : word + count].tolist()))
        vector, word = vector + size * has_dense, word + count
    return found


def search_dense(vector: Vector, where: IndexFilter, limit: int) -> Message:
    return Message({"do": "dense", "limit": limit, **_confined(where)}, array(REAL, vector).tobytes())


def search_sparse(vector: SparseVector, where: IndexFilter, limit: int) -> Message:
    head = {"do": "words", "limit": limit, "words": list(vector.indices), "weights": list(vector.values), **_confined(where)}
    return Message(head)


def count(where: IndexFilter) -> Message:
    return Message({"do": "count", **_confined(where)})


def dense_of(message: Message) -> list[float]:
    return array(REAL, message.body).tolist()


def hits(message: Message) -> list[Hit]:
    return [Hit(name, score, document) for name, score, document in message.head["hits"]]


def _confined(where: IndexFilter) -> dict[str, list[str]]:
    return {PLACE: places(where), DOCUMENT: documents(where)}
