"""Passages to put into an index."""

from __future__ import annotations

import uuid
from typing import Any

from chat_app.integrations.vectors.port import Point, SparseVector

DIMENSIONS = 4


def point(number: int, document: str = "d1", **changes: Any) -> Point:
    """A passage with the id `name(number)`; its words are 1 and 100 + number."""
    fields: dict[str, Any] = {
        "id": name(number),
        "document_id": document,
        "owner_id": "ann",
        "folder_id": None,
        "revision": "1",
        "sparse": SparseVector([1, 100 + number], [1.0, 1.0]),
        "dense": [1.0, number / 100, 0.0, 0.0],
    }
    return Point(**{**fields, **changes})


def name(number: int) -> str:
    return str(uuid.UUID(int=number))
