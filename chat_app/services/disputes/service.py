"""Disputes for administrators: seeing them, and letting go of what they left behind."""

from __future__ import annotations

from collections.abc import Callable

from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.services.access.matrix import require
from chat_app.services.audit.log import AuditLog
from chat_app.services.disputes import booking, queries
from chat_app.services.disputes.dto import DisputeRecord
from chat_app.services.disputes.errors import DisputeNotFoundError, DisputeOpenError
from chat_app.services.disputes.freezing import thaw
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock
from chat_app.services.kernel.pagination import Page, decode_moment, encode_cursor

PERMISSION = "admin.billing"
MAX_PAGE = 200


class DisputeService:
    """For others a dispute does not exist."""

    def __init__(self, db: Database, audit: AuditLog, clock: Clock, proof: Callable[[Actor], None]) -> None:
        """`proof` raises for an administrator who has not shown lately who they are."""
        self._db = db
        self._audit = audit
        self._clock = clock
        self._proof = proof

    async def list(self, actor: Actor, cursor: str = "", limit: int = 50) -> Page[DisputeRecord]:
        """All disputes and warnings, the newest first."""
        require(actor, PERMISSION)
        size, after = max(1, min(limit, MAX_PAGE)), decode_moment(cursor, foreign_ids=True)
        rows = await self._db.read(lambda session: queries.list_disputes(session, after, size + 1))
        items = [_record(*row) for row in rows[:size]]
        return Page(items, encode_cursor(items[-1].created_at.isoformat(), items[-1].id) if len(rows) > size else "")

    async def release(self, actor: Actor, dispute_id: str) -> None:
        """Let go: a warning's credit is free again; what a lost dispute left owed is written off, and its person may go on.

        Raises `DisputeNotFoundError`, and `DisputeOpenError` while the bank has not decided.
        """
        require(actor, PERMISSION)
        self._proof(actor)
        await self._db.write(lambda session: self._release(session, actor, dispute_id))

    def _release(self, session: Session, actor: Actor, dispute_id: str) -> None:
        dispute = queries.find_dispute(session, dispute_id)
        if dispute is None:
            raise DisputeNotFoundError
        if dispute.kind == "dispute" and dispute.ended_at is None:
            raise DisputeOpenError
        if dispute.released_at:
            return
        thaw(session, dispute)
        booking.forgive(session, dispute, self._clock())
        dispute.released_at = self._clock()
        self._audit.record(session, actor, "dispute.release", kind="dispute", object_id=dispute.id, subject_id=dispute.owner_id)


def _record(dispute: models.Dispute, currency: str, owner_name: str, frozen: int) -> DisputeRecord:
    return DisputeRecord(
        id=dispute.id,
        kind=dispute.kind,
        order_id=dispute.order_id,
        owner_id=dispute.owner_id,
        owner_name=owner_name,
        currency=currency,
        amount_cents=dispute.amount_cents,
        state=dispute.state,
        reason=dispute.reason,
        frozen_nano=str(frozen),
        owed_nano=str(dispute.lost_nano),
        blocks=dispute.lost_nano > 0 and dispute.released_at is None,
        created_at=dispute.created_at,
        ended_at=dispute.ended_at,
        released_at=dispute.released_at,
    )
