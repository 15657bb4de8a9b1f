"""Paging by cursor: stable while rows come and go, as fast on page 1,000 as on page 1."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar

from chat_app.errors import InvalidInputError
from chat_app.services.kernel.ids import is_id
from chat_app.services.kernel.texts import is_storable

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """`items`, and the cursor of what follows them (empty at the end)."""

    items: list[T]
    next_cursor: str = ""


def encode_cursor(*parts: str) -> str:
    """Make an opaque cursor of the sort key of the last row shown."""
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def decode_cursor(cursor: str, length: int) -> list[str]:
    """Return the parts of a cursor; raises `InvalidInputError` for one that is not ours."""
    try:
        parts = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error, RecursionError) as error:
        raise InvalidInputError("error.invalid_cursor") from error
    if not isinstance(parts, list) or len(parts) != length or not all(isinstance(part, str) for part in parts) or not is_storable(parts):
        raise InvalidInputError("error.invalid_cursor")
    return parts


def decode_moment(cursor: str, *, foreign_ids: bool = False) -> tuple[datetime, str] | None:
    """The moment and the id after which a page begins; None for the first. Raises `InvalidInputError` for a cursor that is not ours.

    `foreign_ids`: the rows have the ids that somebody else gave them.
    """
    if not cursor:
        return None
    moment, row_id = decode_cursor(cursor, 2)
    try:
        found = datetime.fromisoformat(moment)
        if found.tzinfo is None or not (foreign_ids or is_id(row_id)):
            raise InvalidInputError("error.invalid_cursor")
        return found.astimezone(UTC), row_id
    except (ValueError, OverflowError) as error:
        raise InvalidInputError("error.invalid_cursor") from error
