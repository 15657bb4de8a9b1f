"""SQL over all wallets and the accounts of the house. Callers have checked that the actor administers money."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import Session, col

from chat_app import models
from chat_app.services.accounting.dto import Period, WalletSum
from chat_app.services.ledger.dto import HOUSE, AccountKind, JournalKind

Account, Hold, Journal, Lot, LotUse, Posting = (
    models.LedgerAccount,
    models.Hold,
    models.Journal,
    models.Lot,
    models.LotUse,
    models.Posting,
)
Moved = dict[tuple[str, str], int]
"""What was posted, by kind of the journal and account of the house."""


def read_moved(session: Session, period: Period) -> Moved:
    statement = (
        columns(col(Journal.kind), col(Posting.account_id), func.sum(col(Posting.amount)))
        .join(Posting, col(Posting.journal_id) == col(Journal.id))
        .where(col(Posting.account_id).in_(HOUSE), *_within(period))
        .group_by(col(Journal.kind), col(Posting.account_id))
    )
    return {(kind, account): int(amount) for kind, account, amount in session.execute(statement)}


def sum_given_spent(session: Session, period: Period) -> int:
    """What calls took from lots that were given."""
    statement = (
        columns(func.coalesce(func.sum(col(LotUse.amount)), 0))
        .join(Journal, col(Journal.id) == col(LotUse.journal_id))
        .join(Lot, col(Lot.id) == col(LotUse.lot_id))
        .where(col(Journal.kind) == JournalKind.CHARGE, col(Lot.paid).is_(False), *_within(period))
    )
    return int(session.execute(statement).scalar_one())


def count_charges(session: Session, period: Period) -> int:
    statement = columns(func.count()).select_from(Journal).where(col(Journal.kind) == JournalKind.CHARGE, *_within(period))
    return session.execute(statement).scalar_one()


def read_days(session: Session, period: Period) -> dict[date, dict[str, int]]:
    """What was posted on each day by account: turnover and its costs."""
    wanted = (AccountKind.REVENUE, AccountKind.WRITE_OFF, AccountKind.PROVIDER_COST)
    day = _day(session)
    statement = (
        columns(day, col(Posting.account_id), func.sum(col(Posting.amount)))
        .join(Posting, col(Posting.journal_id) == col(Journal.id))
        .where(col(Posting.account_id).in_(wanted), *_within(period))
        .group_by(day, col(Posting.account_id))
    )
    found: defaultdict[date, dict[str, int]] = defaultdict(dict)
    for text, account, amount in session.execute(statement):
        found[date.fromisoformat(str(text)[:10])][account] = int(amount)
    return found


def read_balances(session: Session) -> dict[str, int]:
    """The house's accounts, from all that was ever posted."""
    statement = columns(col(Posting.account_id), func.sum(col(Posting.amount))).where(col(Posting.account_id).in_(HOUSE))
    return {account: int(amount) for account, amount in session.execute(statement.group_by(col(Posting.account_id)))}


def sum_wallets(session: Session) -> WalletSum:
    sums = (func.count(), func.coalesce(func.sum(col(Account.balance)), 0), func.coalesce(func.sum(col(Account.held)), 0))
    count, balance, held = session.execute(columns(*sums).where(col(Account.kind) == AccountKind.WALLET)).one()
    paid = columns(func.coalesce(func.sum(col(Lot.remaining)), 0)).where(col(Lot.paid), col(Lot.remaining) > 0)
    return WalletSum(count, int(balance), int(held), int(session.execute(paid).scalar_one()))


def count_where(session: Session, table: Any, *conditions: Any) -> int:
    return session.execute(columns(func.count()).select_from(table).where(*conditions)).scalar_one()


def sum_differences(session: Session) -> int:
    """Differences of the last comparison of each day with the payment provider."""
    run = models.Reconciliation
    last = columns(col(run.day), func.max(col(run.ran_at)).label("ran_at")).group_by(col(run.day)).subquery()
    statement = columns(func.coalesce(func.sum(col(run.open)), 0)).join(last, (last.c.day == run.day) & (last.c.ran_at == run.ran_at))
    return int(session.execute(statement).scalar_one())


def list_left_in_clearing(session: Session, before: datetime) -> Sequence[tuple[str, int]]:
    """Clearing accounts with what was posted before `before` and nothing has cleared since."""
    found: list[tuple[str, int]] = []
    for account in (AccountKind.CLEARING, AccountKind.REFUNDS):
        old, later = _posted(session, account, before)
        sign = -1 if old < 0 else 1
        cleared = later if (later < 0) != (old < 0) else 0
        left = max(0, abs(old) - abs(cleared)) * sign
        found += [(account.value, left)] if left else []
    return found


def _posted(session: Session, account: AccountKind, before: datetime) -> tuple[int, int]:
    """What was posted before a moment, and what since in the other direction."""
    base = columns(func.coalesce(func.sum(col(Posting.amount)), 0)).join(Journal, col(Journal.id) == col(Posting.journal_id))
    base = base.where(col(Posting.account_id) == account)
    old = int(session.execute(base.where(col(Journal.created_at) < before)).scalar_one())
    opposite = col(Posting.amount) > 0 if old < 0 else col(Posting.amount) < 0
    return old, int(session.execute(base.where(col(Journal.created_at) >= before, opposite)).scalar_one())


def _within(period: Period) -> tuple[Any, Any]:
    begin, end = datetime.combine(period.first, time(), UTC), datetime.combine(period.last, time.max, UTC)
    return col(Journal.created_at) >= begin, col(Journal.created_at) <= end


def _day(session: Session) -> Any:
    """The day in UTC of a journal; texts begin with it on SQLite."""
    if session.get_bind().dialect.name == "sqlite":
        return func.date(col(Journal.created_at))
    return func.date(func.timezone("UTC", col(Journal.created_at)))
