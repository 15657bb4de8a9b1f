"""SQL of disputes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, tuple_
from sqlmodel import Session, col, select

from chat_app import models

Dispute, Hold, Order = models.Dispute, models.Hold, models.TopUpOrder

# Built once: it is part of every call's first transaction.
OWED = select(Dispute.id).where(Dispute.owner_id == bindparam("owner"), Dispute.lost_nano > 0, col(Dispute.released_at).is_(None)).limit(1)


def find_dispute(session: Session, dispute_id: str) -> models.Dispute | None:
    """For nobody else until the transaction ends."""
    return session.get(Dispute, dispute_id, with_for_update=True, populate_existing=True)


def list_of_order(session: Session, order_id: str, kind: str) -> Sequence[models.Dispute]:
    return session.exec(select(Dispute).where(Dispute.order_id == order_id, Dispute.kind == kind).order_by(col(Dispute.id))).all()


def owes(session: Session, owner_id: str) -> bool:
    """Whether money for what somebody spent was taken back, and nobody has let it go."""
    return session.connection().execute(OWED, {"owner": owner_id}).first() is not None


def list_disputes(session: Session, after: tuple[datetime, str] | None, limit: int) -> Sequence[tuple[models.Dispute, str, str, int]]:
    """Disputes with currency, the buyer's name and what is frozen; the newest first."""
    frozen = (col(Hold.request_id) == "dispute:" + col(Dispute.id)) & (col(Hold.state) == "open")
    statement = select(Dispute, Order.currency, models.User.name, Hold.amount).join(Order).join(Hold, frozen, isouter=True)
    statement = statement.join(models.User, col(models.User.id) == Dispute.owner_id, isouter=True)
    if after:
        statement = statement.where(tuple_(col(Dispute.created_at), col(Dispute.id)) < after)
    rows = session.exec(statement.order_by(col(Dispute.created_at).desc(), col(Dispute.id).desc()).limit(limit))
    return [(dispute, currency, name or "", amount or 0) for dispute, currency, name, amount in rows]
