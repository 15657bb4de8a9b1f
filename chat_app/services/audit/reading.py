"""Shows the audit log: all of it to administrators, to everybody what concerns them."""

from __future__ import annotations

from typing import Literal, TypeVar

from chat_app import models
from chat_app.db import Database
from chat_app.errors import InvalidInputError
from chat_app.services.access.matrix import require
from chat_app.services.audit import queries
from chat_app.services.audit.details import read_details
from chat_app.services.audit.dto import AuditFilter, AuditRow, OwnAuditRow
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.pagination import Page, decode_cursor, encode_cursor

MOST = 200
T = TypeVar("T", AuditRow, OwnAuditRow)
MAX_SEQ = 2**63 - 1


class AuditTrail:
    """Pages of the log, newest entries first."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def search(self, actor: Actor, wanted: AuditFilter, cursor: str = "", limit: int = 50) -> Page[AuditRow]:
        """The entries that fit; raises `NotFoundError` for whoever may not read the log, `InvalidInputError` for a strange cursor."""
        require(actor, "admin.audit")
        before, limit = _before(cursor), max(1, min(limit, MOST))
        found = await self._db.read(lambda session: queries.search(session, wanted, before, limit + 1))
        return _page([row_of(entry) for entry in found], limit)

    async def own(self, actor: Actor, cursor: str = "", limit: int = 50) -> Page[OwnAuditRow]:
        """What the person did, and what was done to them."""
        before, limit = _before(cursor), max(1, min(limit, MOST))
        found = await self._db.read(lambda session: queries.search_own(session, actor, before, limit + 1))
        return _page([own_row_of(entry, actor.user_id) for entry in found], limit)


def row_of(entry: models.AuditEntry) -> AuditRow:
    """The entry as administrators see it."""
    return AuditRow(
        entry.seq,
        entry.at,
        entry.actor_id,
        entry.action,
        entry.outcome,
        entry.object_kind,
        entry.object_id,
        entry.subject_id,
        entry.network,
        read_details(entry.details),
    )


def own_row_of(entry: models.AuditEntry, user_id: str) -> OwnAuditRow:
    """The entry as the person `user_id` sees it."""
    by: Literal["me", "administration", "system"] = "administration" if entry.actor_id else "system"
    mine = entry.actor_id == user_id
    # What others did names no other person: neither who did it nor from where.
    return OwnAuditRow(
        entry.seq,
        entry.at,
        "me" if mine else by,
        entry.action,
        entry.outcome,
        entry.object_kind,
        entry.object_id if mine else "",
        entry.network if mine else "",
    )


def _before(cursor: str) -> int | None:
    if not cursor:
        return None
    (part,) = decode_cursor(cursor, 1)
    if not (part.isascii() and part.isdigit()) or int(part) > MAX_SEQ:
        raise InvalidInputError("error.invalid_cursor")
    return int(part)


def _page(rows: list[T], limit: int) -> Page[T]:
    return Page(rows[:limit], encode_cursor(str(rows[limit - 1].seq)) if len(rows) > limit else "")
