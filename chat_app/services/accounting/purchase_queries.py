"""SQL that looks for purchases that do not agree with the books or with invoices: rows of (where, expected, found)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, literal
from sqlmodel import Session, col, select

from chat_app import models
from chat_app.services.ledger.dto import JournalKind
from chat_app.services.topups.dto import OrderStatus

Invoice, Journal, Order, Refund = models.Invoice, models.Journal, models.TopUpOrder, models.Refund
Rows = list[tuple[str, int, int]]


def list_paid_without_credit(session: Session) -> Rows:
    """Paid orders that no journal credited (I6). A key stands for one journal, so that there are never two."""
    key = literal("order:") + col(Order.id)
    statement = select(Order.id).join(Journal, col(Journal.key) == key, isouter=True)
    found = session.exec(statement.where(Order.status == OrderStatus.PAID, col(Journal.id).is_(None)))
    return [(order_id, 1, 0) for order_id in found]


def list_credit_without_payment(session: Session) -> Rows:
    """Credit that came as bought, for which no order was paid (I6)."""
    key = literal("order:") + col(Order.id)
    statement = select(Journal.id).join(Order, (col(Journal.key) == key) & (col(Order.status) == OrderStatus.PAID), isouter=True)
    found = session.exec(statement.where(Journal.kind == JournalKind.TOP_UP, col(Order.id).is_(None)))
    return [(journal_id, 0, 1) for journal_id in found]


def list_wrong_invoices(session: Session) -> Rows:
    """Paid orders whose invoice says another total (I9), in cents."""
    billed = _totals(Invoice.order_id, Invoice.kind == "invoice")
    total = func.coalesce(billed.c.total, 0)
    statement = select(Order.id, Order.total_cents, total).join(billed, billed.c.about == Order.id, isouter=True)
    found = session.exec(statement.where(Order.status == OrderStatus.PAID, total != Order.total_cents))
    return [(order_id, expected, int(amount)) for order_id, expected, amount in found]


def list_wrong_corrections(session: Session) -> Rows:
    """Refunds that were made and whose correction says another total (I9), in cents."""
    corrected = _totals(Invoice.refund_id, Invoice.kind != "invoice")
    total = func.coalesce(-corrected.c.total, 0)
    statement = select(Refund.id, Refund.total_cents, total).join(corrected, corrected.c.about == Refund.id, isouter=True)
    found = session.exec(statement.where(Refund.state == "done", total != Refund.total_cents))
    return [(refund_id, expected, int(amount)) for refund_id, expected, amount in found]


def _totals(about: Any, condition: Any) -> Any:
    """The totals of invoices by what they are about."""
    return select(about.label("about"), func.sum(Invoice.total_cents).label("total")).where(condition).group_by(about).subquery()
