"""All SQL of buying credit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BigInteger, and_, func, literal, tuple_
from sqlmodel import Session, col, select

from chat_app import models
from chat_app.services.kernel.money import NANO_PER_CENT
from chat_app.services.topups.dto import UNDER_WAY, OrderStatus

Order, Account = models.TopUpOrder, models.PaymentAccount


def lock_person(session: Session, owner_id: str) -> models.User | None:
    """The person, for nobody else until the transaction ends: what they buy is ordered one after the other."""
    return session.get(models.User, owner_id, with_for_update=True, populate_existing=True)


def lock_order(session: Session, order_id: str) -> models.TopUpOrder | None:
    """An order, for nobody else until the transaction ends; orders are locked before wallets."""
    return session.get(Order, order_id, with_for_update=True, populate_existing=True)


def find_own(session: Session, owner_id: str, order_id: str) -> models.TopUpOrder | None:
    return session.exec(select(Order).where(Order.id == order_id, Order.owner_id == owner_id)).first()


def find_order(session: Session, order_id: str) -> models.TopUpOrder | None:
    return session.get(Order, order_id)


def find_by_key(session: Session, key: str) -> models.TopUpOrder | None:
    return session.exec(select(Order).where(Order.idempotency_key == key)).first()


def find_by_payment(session: Session, payment_id: str) -> models.TopUpOrder | None:
    return session.exec(select(Order).where(Order.payment_id == payment_id)).first()


def find_by_checkout(session: Session, checkout_id: str) -> models.TopUpOrder | None:
    return session.exec(select(Order).where(Order.checkout_id == checkout_id)).first()


def list_own(
    session: Session, owner_id: str, before: tuple[datetime, str] | None, limit: int
) -> Sequence[tuple[models.TopUpOrder, str | None]]:
    """A person's orders with the ids of their invoices, the newest first, from after `before` on."""
    invoice = models.Invoice
    is_of_order = and_(col(invoice.order_id) == Order.id, col(invoice.kind) == "invoice")
    statement = select(Order, invoice.id).join(invoice, is_of_order, isouter=True).where(Order.owner_id == owner_id)
    if before:
        statement = statement.where(tuple_(col(Order.created_at), col(Order.id)) < tuple_(*before))
    return session.exec(statement.order_by(col(Order.created_at).desc(), col(Order.id).desc()).limit(limit)).all()


def invoice_id_of(session: Session, order_id: str) -> str:
    invoice = models.Invoice
    return session.exec(select(invoice.id).where(invoice.order_id == order_id, invoice.kind == "invoice")).first() or ""


def list_under_way(session: Session, made_before: datetime, limit: int) -> Sequence[str]:
    """Orders that may still be paid, the oldest first."""
    statement = select(Order.id).where(col(Order.status).in_(UNDER_WAY), Order.created_at <= made_before)
    return session.exec(statement.order_by(col(Order.created_at)).limit(limit)).all()


def has_automatic_under_way(session: Session, owner_id: str) -> bool:
    statement = select(Order.id).where(Order.owner_id == owner_id, col(Order.automatic), col(Order.status).in_(UNDER_WAY))
    return session.exec(statement.limit(1)).first() is not None


def automatic_cents(session: Session, owner_id: str, since: datetime) -> int:
    """What automatic orders cost since then, with VAT: those that are paid and those that may be."""
    counted = {OrderStatus.PAID, *UNDER_WAY}
    statement = select(func.coalesce(func.sum(Order.total_cents), 0)).where(
        Order.owner_id == owner_id, col(Order.automatic), col(Order.status).in_(counted), Order.created_at >= since
    )
    return int(session.exec(statement).one())


def find_account(session: Session, owner_id: str) -> models.PaymentAccount | None:
    return session.get(Account, owner_id)


def lock_account(session: Session, owner_id: str) -> models.PaymentAccount | None:
    """A person at the payment provider, for nobody else until the transaction ends."""
    return session.get(Account, owner_id, with_for_update=True, populate_existing=True)


def list_low_accounts(session: Session, limit: int, owner_id: str = "") -> Sequence[str]:
    """People (or one) who are there, whose credit is bought by itself, and who have less than their threshold."""
    wallet, person = models.LedgerAccount, models.User
    available = func.coalesce(wallet.balance - wallet.held, 0)
    statement = select(Account.owner_id).join(wallet, col(wallet.id) == Account.owner_id, isouter=True)
    statement = statement.join(person, col(person.id) == Account.owner_id)
    low = available < col(Account.threshold_cents) * literal(NANO_PER_CENT, BigInteger)
    there = (col(person.suspended_at).is_(None), col(person.deleted_at).is_(None))
    statement = statement.where(col(Account.automatic), Account.problem_key == "", low, *there)
    return session.exec((statement.where(Account.owner_id == owner_id) if owner_id else statement).limit(limit)).all()


def find_automatic_open(session: Session, owner_id: str) -> models.TopUpOrder | None:
    """An automatic order of which it is not known whether it was paid."""
    statement = select(Order).where(Order.owner_id == owner_id, col(Order.automatic), Order.status == OrderStatus.OPEN)
    return session.exec(statement.where(col(Order.payment_id).is_(None)).limit(1)).first()
