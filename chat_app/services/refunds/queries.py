"""SQL of refunds and of the orders that they belong to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, tuple_
from sqlmodel import Session, col, select

from chat_app import models
from chat_app.services.refunds.dto import RefundStatus
from chat_app.services.refunds.rules import Part

Dispute, Order, Refund = models.Dispute, models.TopUpOrder, models.Refund
UNDER_WAY = (RefundStatus.ASKED, RefundStatus.PENDING)


def find_refund(session: Session, provider_id: str, refund_id: str) -> models.Refund | None:
    """By the provider's name of it or by ours, whichever is known."""
    found = session.exec(select(Refund).where(Refund.provider_id == provider_id)).first()
    return found or (session.get(Refund, refund_id) if refund_id else None)


def sum_returned(session: Session, order_id: str) -> Part:
    """What went back of an order, or is about to: by refunds, and by disputes that were lost."""
    refunds = _sums(session, Refund, Refund.order_id == order_id, Refund.state != RefundStatus.FAILED)
    disputes = _sums(session, Dispute, Dispute.order_id == order_id)
    return Part(refunds.net + disputes.net, refunds.vat + disputes.vat)


def list_under_way(session: Session, before: datetime, limit: int) -> Sequence[models.Refund]:
    """Refunds whose end is not known, begun before a moment; the oldest first."""
    statement = select(Refund).where(col(Refund.state).in_(UNDER_WAY), Refund.created_at < before)
    return session.exec(statement.order_by(col(Refund.created_at)).limit(limit)).all()


def get_refund(session: Session, refund_id: str) -> tuple[models.Refund, str, str]:
    """With the currency and the buyer's name."""
    refund, currency, name = session.exec(_with_order().where(Refund.id == refund_id)).one()
    return refund, currency, name or ""


def list_refunds(session: Session, after: tuple[datetime, str] | None, limit: int) -> Sequence[tuple[models.Refund, str, str]]:
    """Refunds with the currency and the buyer's name, the newest first."""
    statement = _with_order()
    if after:
        statement = statement.where(tuple_(col(Refund.created_at), col(Refund.id)) < after)
    rows = session.exec(statement.order_by(col(Refund.created_at).desc(), col(Refund.id).desc()).limit(limit))
    return [(refund, currency, name or "") for refund, currency, name in rows]


def _with_order() -> Any:
    statement = select(Refund, Order.currency, models.User.name).join(Order)
    return statement.join(models.User, col(models.User.id) == Refund.owner_id, isouter=True)


def _sums(session: Session, table: Any, *conditions: Any) -> Part:
    net, vat = func.coalesce(func.sum(table.net_cents), 0), func.coalesce(func.sum(table.vat_cents), 0)
    found = session.exec(select(net, vat).where(*conditions)).one()
    return Part(int(found[0]), int(found[1]))
