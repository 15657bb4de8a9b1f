"""SQL of reconciliation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlmodel import Session, col, select

from chat_app import models
from chat_app.services.ledger.dto import AccountKind, JournalKind
from chat_app.services.reconciliation.rules import Entry, Names

Journal, Posting, Order, Refund, Row = models.Journal, models.Posting, models.TopUpOrder, models.Refund, models.Reconciliation
AT_ONCE = 500
"""Names in one statement: SQLite takes no more than some thousands."""


def names_of(session: Session, payment_ids: Iterable[str], refund_ids: Iterable[str]) -> Names:
    """Our names of payments and refunds of the provider."""
    orders: dict[str, str] = {}
    for some in _portions(payment_ids):
        orders.update(
            {
                payment or "": order
                for payment, order in session.exec(select(Order.payment_id, Order.id).where(col(Order.payment_id).in_(some)))
            }
        )
    refunds: dict[str, str] = {}
    for some in _portions(refund_ids):
        refunds.update(
            {
                theirs or "": ours
                for theirs, ours in session.exec(select(Refund.provider_id, Refund.id).where(col(Refund.provider_id).in_(some)))
            }
        )
    return Names(orders, refunds)


def entries_of(session: Session, keys: Iterable[str]) -> dict[str, Entry]:
    """What journals of these keys did to the provider's account."""
    found: dict[str, Entry] = {}
    for some in _portions(keys):
        for key, ref, amount in session.exec(_of_provider().where(col(Journal.key).in_(some))):
            found[key] = Entry(key, ref, -amount)
    return found


def entries_between(session: Session, since: datetime, until: datetime) -> list[Entry]:
    """Those that were written down in a period, but for fees and payouts: these come from the provider's movements themselves."""
    statement = _of_provider().where(Journal.created_at >= since, Journal.created_at < until, Journal.kind != JournalKind.SETTLEMENT)
    return [Entry(key, ref, -amount) for key, ref, amount in session.exec(statement.order_by(Journal.key))]


def find_day(session: Session, day: date) -> models.Reconciliation | None:
    return session.exec(select(Row).where(Row.day == day)).first()


def last_day(session: Session) -> date | None:
    newest = session.exec(select(Row).order_by(col(Row.day).desc()).limit(1)).first()
    return newest.day if newest else None


def list_open_days(session: Session, since: date) -> Sequence[date]:
    """Days with differences, the oldest first."""
    return [row.day for row in session.exec(select(Row).where(Row.open > 0, Row.day >= since).order_by(col(Row.day)))]


def list_days(session: Session, before: date | None, limit: int) -> Sequence[models.Reconciliation]:
    """The newest first."""
    statement = select(Row).where(Row.day < before) if before else select(Row)
    return session.exec(statement.order_by(col(Row.day).desc()).limit(limit)).all()


def _of_provider():  # noqa: ANN202  (a statement of three columns)
    statement = select(Journal.key, Journal.ref, Posting.amount).join(Posting, col(Posting.journal_id) == Journal.id)
    return statement.where(Posting.account_id == AccountKind.CLEARING)


def _portions(values: Iterable[str]) -> Iterable[list[str]]:
    every = sorted({value for value in values if value})
    return (every[start : start + AT_ONCE] for start in range(0, len(every), AT_ONCE))
