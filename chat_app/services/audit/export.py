"""The audit log as a file, written in pieces: CSV for tables, JSON lines for programs."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterable
from dataclasses import asdict, fields
from typing import Literal

from chat_app.db import Database
from chat_app.services.access.matrix import require
from chat_app.services.audit import queries
from chat_app.services.audit.dto import AuditFilter, AuditRow
from chat_app.services.audit.log import AuditLog
from chat_app.services.audit.reading import row_of
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.csv_text import csv_line

Format = Literal["csv", "jsonl"]

PAGE = 1_000
COLUMNS = tuple(field.name for field in fields(AuditRow))


class AuditExport:
    """Streams the log, newest entries first."""

    def __init__(self, db: Database, audit: AuditLog) -> None:
        self._db = db
        self._audit = audit

    async def begin(self, actor: Actor, wanted: AuditFilter, form: Format) -> AsyncIterator[bytes]:
        """The file's pieces. Raises `NotFoundError` for whoever may not read the log, before anything is sent."""
        require(actor, "admin.audit")
        await self._audit.note(actor, "export.make", kind="audit", format=form)
        return self.pieces(wanted, form)

    async def pieces(self, wanted: AuditFilter, form: Format) -> AsyncIterator[bytes]:
        """The file without asking who wants it: the command line belongs to whoever owns the server."""
        if form == "csv":
            yield csv_line(COLUMNS).encode()
        before: int | None = None
        while rows := await self._rows(wanted, before):
            yield _lines(rows, form).encode()
            before = rows[-1].seq

    async def _rows(self, wanted: AuditFilter, before: int | None) -> list[AuditRow]:
        return await self._db.read(lambda session: [row_of(entry) for entry in queries.search(session, wanted, before, PAGE)])


def _lines(rows: Iterable[AuditRow], form: Format) -> str:
    return "".join(_csv(row) if form == "csv" else _json(row) for row in rows)


def _csv(row: AuditRow) -> str:
    details = json.dumps(dict(row.details), sort_keys=True, ensure_ascii=False) if row.details else ""
    return csv_line((row.seq, row.at.isoformat(), *(getattr(row, name) for name in COLUMNS[2:-1]), details))


def _json(row: AuditRow) -> str:
    return json.dumps({**asdict(row), "at": row.at.isoformat()}, ensure_ascii=False) + "\n"
