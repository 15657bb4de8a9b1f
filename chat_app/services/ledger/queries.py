"""All SQL of the ledger that changes or locks something. Rows of journals, postings and uses of lots are only ever added."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Update, func
from sqlmodel import Session, col, select

from chat_app import models
from chat_app.services.ledger import statement_queries as statements
from chat_app.services.ledger.dto import JournalKind, LockedHold, LotView, Wallet

Account = models.LedgerAccount


def find_account(session: Session, account_id: str) -> models.LedgerAccount | None:
    return session.get(Account, account_id)


def lock_wallet(session: Session, wallet_id: str) -> Wallet | None:
    """A wallet, for nobody else until the transaction ends (on SQLite there is one writer anyway)."""
    found = session.connection().execute(statements.LOCK_WALLET, {"wallet": wallet_id}).first()
    return Wallet(*found) if found else None


def lock_hold(session: Session, request_id: str) -> LockedHold | None:
    """The hold of a request, and its wallet before it, for nobody else until the transaction ends."""
    found = session.connection().execute(statements.LOCK_HOLD, {"request": request_id}).first()
    return LockedHold(*found) if found else None


def add_to_balance(session: Session, wallet_id: str, amount: int, freed: int = 0) -> bool:
    """Change a wallet's balance and release `freed` of what is held; False when it would have less than is held then."""
    return _changed(session, statements.ADD_TO_BALANCE, wallet=wallet_id, change=amount, freed=freed)


def add_to_held(session: Session, wallet_id: str, amount: int) -> bool:
    """Keep `amount` of a wallet back, or release it when negative; False when that much is not available."""
    return _changed(session, statements.ADD_TO_HELD, wallet=wallet_id, change=amount)


def add_journal(session: Session, journal: models.Journal, amounts: Mapping[str, int]) -> None:
    """Write down an event with what it did to accounts."""
    connection = session.connection()
    connection.execute(statements.ADD_JOURNAL, journal.model_dump())
    rows = [{"journal_id": journal.id, "account_id": account_id, "amount": amount} for account_id, amount in amounts.items()]
    if rows:
        connection.execute(statements.ADD_POSTINGS, rows)


def add_uses(session: Session, journal_id: str, uses: Iterable[tuple[str, int]]) -> None:
    """Write down what a journal took from which lots."""
    rows = [{"journal_id": journal_id, "lot_id": lot_id, "amount": amount} for lot_id, amount in uses]
    if rows:
        session.connection().execute(statements.ADD_LOT_USES, rows)


def add_hold(session: Session, hold: models.Hold) -> None:
    session.connection().execute(statements.ADD_HOLD, hold.model_dump())


def grow_hold(session: Session, hold: LockedHold, amount: int, expires_at: datetime) -> None:
    """Write down that so much more is held, until then."""
    session.connection().execute(statements.GROW_HOLD, {"hold": hold.id, "change": amount, "until": expires_at})


def end_hold(session: Session, hold: LockedHold, state: str, taken: int = 0, journal_id: str | None = None) -> None:
    """Write down how a hold ended."""
    session.connection().execute(statements.END_HOLD, {"hold": hold.id, "as_what": state, "taken": taken, "by": journal_id})


def find_journal(session: Session, key: str) -> models.Journal | None:
    return session.scalars(statements.FIND_JOURNAL, {"key": key}).first()


def knows_journal(session: Session, key: str) -> bool:
    """Whether an event was written down."""
    return session.connection().execute(statements.KNOWS_JOURNAL, {"key": key}).first() is not None


def list_postings(session: Session, journal_id: str) -> Sequence[models.Posting]:
    return session.exec(select(models.Posting).where(models.Posting.journal_id == journal_id)).all()


def sum_of(session: Session, account_id: str, prefix: str) -> int:
    """What journals whose keys begin so did to an account."""
    total = func.coalesce(func.sum(models.Posting.amount), 0)
    statement = select(total).join(models.Journal, col(models.Journal.id) == models.Posting.journal_id)
    of_them = (models.Posting.account_id == account_id, col(models.Journal.key).startswith(prefix, autoescape=True))
    return int(session.exec(statement.where(*of_them)).one())


def list_uses(session: Session, journal_id: str) -> Sequence[models.LotUse]:
    """What a journal took from lots."""
    return session.exec(select(models.LotUse).where(models.LotUse.journal_id == journal_id)).all()


def find_lot(session: Session, key: str) -> models.Lot | None:
    """The lot that the journal of a key brought, as it is now."""
    statement = select(models.Lot).join(models.Journal, col(models.Journal.id) == models.Lot.journal_id).where(models.Journal.key == key)
    return session.exec(statement.execution_options(populate_existing=True)).first()


def find_hold(session: Session, request_id: str) -> models.Hold | None:
    """The hold of a request, for nobody else until the transaction ends."""
    return session.scalars(statements.FIND_HOLD, {"request": request_id}).first()


def list_overdue(session: Session, now: datetime, limit: int) -> Sequence[str]:
    """Requests with open holds whose time is up, the oldest first; holds of a lot are not among them."""
    hold = models.Hold
    statement = select(hold.request_id).where(hold.state == "open", hold.expires_at <= now, col(hold.lot_id).is_(None))
    return session.exec(statement.order_by(col(hold.expires_at)).limit(limit)).all()


def list_lots(session: Session, wallet_id: str) -> list[LotView]:
    """The lots of a wallet in which something is left."""
    return [LotView(*row) for row in session.connection().execute(statements.LIST_LOTS, {"wallet": wallet_id})]


def take_from_lot(session: Session, lot_id: str, amount: int, reserved: int = 0) -> bool:
    """Lessen what remains of a lot by `amount`, of which `reserved` was reserved; False when it does not have that much."""
    return _changed(session, statements.TAKE_FROM_LOT, lot=lot_id, change=amount, freed=reserved)


def reserve_in_lot(session: Session, lot_id: str, amount: int) -> bool:
    """Keep `amount` of a lot from being spent, or release it when negative; False when it does not have that much."""
    return _changed(session, statements.RESERVE_IN_LOT, lot=lot_id, change=amount)


def list_due_wallets(session: Session, now: datetime, limit: int) -> Sequence[str]:
    """Wallets with lots whose time is up."""
    due = (col(models.Lot.remaining) > 0, col(models.Lot.expires_at) <= now)
    return session.exec(select(models.Lot.account_id).where(*due).distinct().limit(limit)).all()


def sums_of_request(session: Session, request_id: str) -> dict[str, int]:
    """What charging a request did to each account, corrections with it."""
    about = (models.Journal.ref == request_id, col(models.Journal.kind).in_([JournalKind.CHARGE, JournalKind.CORRECTION]))
    statement = select(models.Posting.account_id, func.sum(models.Posting.amount)).join(models.Journal).where(*about)
    return {account_id: int(amount) for account_id, amount in session.exec(statement.group_by(col(models.Posting.account_id)))}


def list_uses_of_request(session: Session, request_id: str) -> list[tuple[LotView, int]]:
    """The lots that paid a request, with what each still pays after corrections."""
    used = func.sum(models.LotUse.amount)
    statement = select(models.Lot, used).join(models.LotUse).join(models.Journal, col(models.Journal.id) == col(models.LotUse.journal_id))
    found = session.exec(statement.where(models.Journal.ref == request_id).group_by(col(models.Lot.id)))
    return [(LotView(lot.id, lot.paid, lot.remaining - lot.reserved, lot.expires_at, lot.created_at), int(amount)) for lot, amount in found]


def sum_paid(session: Session, account_id: str) -> int:
    """What remains of the bought lots of a wallet."""
    statement = select(func.coalesce(func.sum(models.Lot.remaining), 0)).where(models.Lot.account_id == account_id, col(models.Lot.paid))
    return int(session.exec(statement).one())


def _changed(session: Session, statement: Update, **values: object) -> bool:
    return session.connection().execute(statement, values).rowcount == 1
