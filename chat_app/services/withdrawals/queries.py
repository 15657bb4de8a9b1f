"""SQL of withdrawals, and of the purchases that they may mean."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import tuple_
from sqlmodel import Session, col, select

from chat_app import models
from chat_app.services.refunds.dto import RefundStatus
from chat_app.services.topups.dto import OrderStatus
from chat_app.services.withdrawals.dto import WithdrawalState

Invoice, Order, Refund, Withdrawal = models.Invoice, models.TopUpOrder, models.Refund, models.Withdrawal
REASON = "withdrawal"


def find_order(session: Session, contract: str) -> models.TopUpOrder | None:
    """The paid order of this id, or that of the invoice of this number; how both are capitalised does not matter."""
    order_id = session.exec(select(Invoice.order_id).where(Invoice.number == contract.upper(), Invoice.kind == "invoice")).first()
    order = session.get(Order, order_id or contract.lower())
    return order if order and order.status == OrderStatus.PAID else None


def has_orders(session: Session) -> bool:
    """Whether credit was ever sold here."""
    return session.exec(select(Order.id).where(Order.status == OrderStatus.PAID).limit(1)).first() is not None


def email_of(session: Session, user_id: str) -> str:
    """The account's address; empty when it has none or is gone."""
    return session.exec(select(models.User.email).where(models.User.id == user_id)).first() or ""


def find_refund(session: Session, order_id: str) -> str | None:
    """The refund that a withdrawal from this order brought about."""
    return session.exec(
        select(Refund.id).where(Refund.order_id == order_id, Refund.reason == REASON, Refund.state != RefundStatus.FAILED)
    ).first()


def list_received(session: Session, before: datetime, limit: int) -> Sequence[models.Withdrawal]:
    """What nobody has looked at, the oldest first."""
    statement = select(Withdrawal).where(Withdrawal.state == WithdrawalState.RECEIVED, Withdrawal.declared_at < before)
    return session.exec(statement.order_by(col(Withdrawal.declared_at)).limit(limit)).all()


def list_bounced(session: Session, limit: int) -> Sequence[models.Withdrawal]:
    """Withdrawals whose refund seemed to have been made, and came back from the bank."""
    statement = select(Withdrawal).join(Refund, col(Refund.id) == Withdrawal.refund_id)
    return session.exec(
        statement.where(Withdrawal.state == WithdrawalState.REFUNDED, Refund.state == RefundStatus.FAILED).limit(limit)
    ).all()


def list_withdrawals(session: Session, after: tuple[datetime, str] | None, limit: int) -> Sequence[models.Withdrawal]:
    """All of them, the newest first."""
    statement = select(Withdrawal)
    if after:
        statement = statement.where(tuple_(col(Withdrawal.declared_at), col(Withdrawal.id)) < after)
    return session.exec(statement.order_by(col(Withdrawal.declared_at).desc(), col(Withdrawal.id).desc()).limit(limit)).all()


def lock_withdrawal(session: Session, withdrawal_id: str) -> models.Withdrawal | None:
    return session.get(Withdrawal, withdrawal_id, with_for_update=True, populate_existing=True)
