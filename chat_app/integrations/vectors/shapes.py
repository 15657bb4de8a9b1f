"""How passages look in Qdrant, in the process and on a server: one dense and one sparse vector, and where they belong."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterable, Sequence
from typing import TypeVar

from chat_app.integrations.vectors.port import IndexFilter, Point, SparseVector, Vector

DENSE, WORDS = "dense", "words"
PLACE, DOCUMENT, REVISION = "place", "document", "revision"
"""`place` is the folder of the document, or its owner where it is in none: what a search is confined to is one field."""

Item = TypeVar("Item")

_NAME = re.compile(r"[^a-z0-9]+")


def payload(point: Point) -> dict[str, str]:
    return {PLACE: point.folder_id or point.owner_id, DOCUMENT: point.document_id, REVISION: point.revision}


def places(where: IndexFilter) -> list[str]:
    """The values of `place` that pass, in a fixed order."""
    # The type says so already; what searches everybody's documents must not rest on a type alone.
    if type(where) is not IndexFilter:
        raise TypeError("a search needs an IndexFilter")
    return sorted({*where.folders, *([where.owner] if where.owner else [])})


def documents(where: IndexFilter) -> list[str]:
    return sorted(where.documents)


def check_point(point: Point, dimensions: int | None) -> None:
    """Raise `ValueError` for what the index would take and never find again, or find everywhere."""
    if not (point.document_id and (point.folder_id or point.owner_id)):
        raise ValueError(f"point {point.id} belongs to nobody")
    if point.dense is not None and dimensions is not None:
        check_vector(point.dense, dimensions)
    check_sparse(point.sparse)


def check_vector(vector: Vector, dimensions: int) -> None:
    if len(vector) != dimensions:
        raise ValueError(f"a vector of {len(vector)} numbers where {dimensions} are kept")
    if not math.isfinite(sum(vector)):
        raise ValueError("a vector with a number that is none")


def check_sparse(vector: SparseVector) -> None:
    if len(vector.indices) != len(vector.values) or len(set(vector.indices)) != len(vector.indices):
        raise ValueError("a sparse vector has one value per word")
    if not math.isfinite(sum(vector.values)):
        raise ValueError("a sparse vector with a weight that is none")


def file_name(generation: str) -> str:
    """A name for folders and collections that no two generations share."""
    plain = _NAME.sub("-", generation.lower()).strip("-")[:60]
    return f"{plain}-{hashlib.sha256(generation.encode()).hexdigest()[:8]}"


def batches(items: Sequence[Item], size: int) -> Iterable[Sequence[Item]]:
    return (items[start : start + size] for start in range(0, len(items), size))
