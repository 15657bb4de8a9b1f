"""JSON from strangers: read what is valid, never raise for what is not."""

from __future__ import annotations

import math
from typing import Any, cast

import orjson

MOST_TOKENS = 100_000_000
"""Ten times what the largest models read; a count beyond all sense must not keep an answer from being stored."""


def object_of(data: bytes) -> dict[str, Any] | None:
    """Return the JSON object in `data`, or None where there is none.

    Broken UTF-8 inside a string costs that character, not the chunk.
    """
    try:
        value = orjson.loads(data)
    except orjson.JSONDecodeError:
        value = _loads_repaired(data)
    return cast("dict[str, Any]", value) if isinstance(value, dict) else None


def value_of(data: bytes) -> Any:
    """Return any JSON value in `data`, None where there is none."""
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        return None


def _loads_repaired(data: bytes) -> Any:
    text = data.decode("utf-8", "replace")
    if "\ufffd" not in text:
        return None
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return None


def mapping(value: object) -> dict[str, Any]:
    """Return `value` where it is an object, else an empty one."""
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def items(value: object) -> list[Any]:
    """Return `value` where it is a list, else an empty one."""
    return cast("list[Any]", value) if isinstance(value, list) else []


def text(value: object) -> str:
    """Return `value` where it is text, else nothing."""
    return value if isinstance(value, str) else ""


def count(value: object) -> int:
    """Return a number of tokens, at most `MOST_TOKENS`; anything that is none counts as 0."""
    if not isinstance(value, int | float) or (isinstance(value, float) and not math.isfinite(value)):
        return 0
    return int(min(max(0, value), MOST_TOKENS))


def positive(value: object) -> int | None:
    """Return a limit in tokens, None where the provider says nothing (or 0, which means the same)."""
    return count(value) or None
