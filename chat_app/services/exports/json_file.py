"""A chat as JSON without loss: every field of every row of every branch, so that it can be read back one day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlmodel import SQLModel

from chat_app.services.exports.reading import ChatRows

FORMAT = "parley-chat"
VERSION = 1
_PRIVATE = {"owner_id", "idempotency_key", "request_hash", "lease_until"}
_PERSONAL = {"draft", "favourite", "seen_at", "read_message_id"}


def to_json(rows: ChatRows, beside: Mapping[str, Sequence[SQLModel]], *, own: bool = True) -> bytes:
    """The file. Attached files are named with their SHA-256; their bytes are not in it.

    `own`: whether its reader began the chat; others do not get what is its owner's alone, such as the draft.
    """
    found = document(rows, beside)
    if not own:
        found["conversation"] = {name: value for name, value in found["conversation"].items() if name not in _PERSONAL}
    return orjson.dumps(found, option=orjson.OPT_INDENT_2)


def document(rows: ChatRows, beside: Mapping[str, Sequence[SQLModel]]) -> dict[str, Any]:
    """The file as an object. `beside`: lists of further rows by their names."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "conversation": _fields(rows.conversation),
        "messages": [_fields(row) for row, _depth in rows.messages],
        "turns": [_fields(turn) for turns in rows.turns.values() for turn in turns],
        "attachments": [_fields(file) for files in rows.attachments.values() for file in files],
        "summaries": [_fields(summary) for summary in rows.summaries],
        "sources": [_fields(source) for sources in rows.sources.values() for source in sources],
        **{name: [_fields(row) for row in found] for name, found in beside.items()},
    }


def _fields(row: SQLModel) -> dict[str, Any]:
    return {name: value for name, value in row.model_dump().items() if name not in _PRIVATE}
