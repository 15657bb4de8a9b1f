"""Says what the files of an export hold: one JSON Schema (2020-12) per file of lines."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from sqlalchemy import Boolean, Column, Integer
from sqlmodel import SQLModel

from chat_app.services.audit.dto import OwnAuditRow
from chat_app.services.privacy.export_tables import EXCLUDED, exported_columns, exported_tables
from chat_app.services.privacy.ownership_queries import USERS


def schema() -> dict[str, Any]:
    """The whole of it, as it is written into `schema.json`."""
    files = {f"data/{'account' if name == USERS else name}.jsonl": _of_table(name) for name in (USERS, *exported_tables())}
    files["data/audit.jsonl"] = _object({field.name: {} for field in fields(OwnAuditRow)})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Parley: export of own data",
        "description": "Each line of a file is one JSON object as described here. Times are in UTC.",
        "files": files,
        "left_out": EXCLUDED,
    }


def _of_table(name: str) -> dict[str, Any]:
    table = SQLModel.metadata.tables[name]
    return _object({column: _of_column(table.c[column]) for column in exported_columns(name)})


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _of_column(column: Column[Any]) -> dict[str, Any]:
    if isinstance(column.type, Boolean):
        kind = "boolean"
    elif isinstance(column.type, Integer):
        kind = "integer"
    else:
        kind = "string"
    found: dict[str, Any] = {"type": [kind, "null"] if column.nullable else kind}
    if "datetime" in type(column.type).__name__.lower():
        found["format"] = "date-time"
    return found
