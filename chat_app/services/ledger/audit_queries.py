"""SQL that looks for what must not be: rows of (where, expected, found).

The statements are built once: building them takes longer than small books take to read.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, literal, select
from sqlmodel import Session, col

from chat_app import models
from chat_app.services.ledger.dto import AccountKind

Account, Hold, Lot, Posting = models.LedgerAccount, models.Hold, models.Lot, models.Posting
Rows = list[tuple[str, int, int]]


def _differing(stored: Any, table: Any, amount: Any, *conditions: Any) -> Select[str, int, int]:
    """Wallets whose `stored` figure is not the sum of `amount` over their rows of `table`."""
    sums = select(table.account_id, func.sum(amount).label("total")).where(*conditions).group_by(table.account_id).subquery()
    total = func.coalesce(sums.c.total, 0)
    statement = select(col(Account.id), total, stored).join(sums, sums.c.account_id == col(Account.id), isouter=True)
    return statement.where(col(Account.kind) == AccountKind.WALLET, total != stored)


def _wrong_captures() -> Select[str, int, int]:
    posted = and_(col(Posting.journal_id) == col(Hold.journal_id), col(Posting.account_id) == col(Hold.account_id))
    taken = func.coalesce(-col(Posting.amount), 0)
    statement = select(col(Hold.request_id), col(Hold.captured), taken).join(Posting, posted, isouter=True)
    return statement.where(col(Hold.state) == "captured", (taken != col(Hold.captured)) | col(Hold.journal_id).is_(None))


_TOTAL = func.sum(col(Posting.amount))
_UNBALANCED = select(col(Posting.journal_id), literal(0), _TOTAL).group_by(col(Posting.journal_id)).having(_TOTAL != 0)
_WRONG_BALANCES = _differing(col(Account.balance), Posting, col(Posting.amount))
_WRONG_HELD = _differing(col(Account.held), Hold, col(Hold.amount), col(Hold.state) == "open")
_WRONG_LOTS = _differing(col(Account.balance), Lot, col(Lot.remaining))
_UNCOVERED = select(col(Account.id), col(Account.held), col(Account.balance)).where(
    (col(Account.balance) < col(Account.held)) | (col(Account.held) < 0)
)
_WRONG_CAPTURES = _wrong_captures()
_FORGOTTEN = select(col(Hold.request_id)).where(col(Hold.state) == "open", col(Hold.expires_at) < bindparam("moment"))


def list_unbalanced(session: Session) -> Rows:
    """Journals whose postings do not add up to nothing."""
    return _found(session, _UNBALANCED)


def list_wrong_balances(session: Session) -> Rows:
    """Wallets whose balance is not the sum of their postings."""
    return _found(session, _WRONG_BALANCES)


def list_wrong_held(session: Session) -> Rows:
    """Wallets that hold something else than their open holds."""
    return _found(session, _WRONG_HELD)


def list_wrong_lots(session: Session) -> Rows:
    """Wallets whose balance is not what their lots have left."""
    return _found(session, _WRONG_LOTS)


def list_uncovered(session: Session) -> Rows:
    """Wallets that have less than is held, or hold less than nothing."""
    return _found(session, _UNCOVERED)


def list_wrong_captures(session: Session) -> Rows:
    """Captured holds whose journal did not take from the wallet what they say."""
    return _found(session, _WRONG_CAPTURES)


def list_forgotten(session: Session, moment: datetime) -> Sequence[str]:
    """Requests whose holds are open although their time was up before `moment`."""
    session.flush()
    return session.connection().execute(_FORGOTTEN, {"moment": moment}).scalars().all()


def _found(session: Session, statement: Select[str, int, int]) -> Rows:
    session.flush()
    return [(where, int(expected), int(found)) for where, expected, found in session.connection().execute(statement)]
