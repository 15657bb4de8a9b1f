"""SQL over the wallets of people, their holds and their purchases. Callers have checked that the actor administers money."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, tuple_
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from chat_app import models
from chat_app.services.kernel.texts import needle
from chat_app.services.ledger.dto import AccountKind

Account, Hold, Journal, Lot, Posting, User = (
    models.LedgerAccount,
    models.Hold,
    models.Journal,
    models.Lot,
    models.Posting,
    models.User,
)
Order, Invoice = models.TopUpOrder, models.Invoice


def list_wallets(session: Session, search: str, after: tuple[int, str] | None, limit: int) -> Sequence[Any]:
    """People with their wallets, the fullest first: who has none yet, and wallets whose people are gone, too."""
    wallet = aliased(Account, columns(Account).where(col(Account.kind) == AccountKind.WALLET).subquery())
    balance, owner = func.coalesce(col(wallet.balance), 0), func.coalesce(col(User.id), col(wallet.id))
    statement = columns(User, wallet, _paid_of(col(wallet.id), wallet)).select_from(User)
    statement = statement.join(wallet, col(wallet.id) == col(User.id), full=True)
    statement = statement.where(or_(col(wallet.id).is_not(None), col(User.deleted_at).is_(None)))
    statement = statement.where(_has_name(needle(search))) if search else statement
    statement = statement.where(tuple_(balance, owner) < after) if after else statement
    return session.execute(statement.order_by(balance.desc(), owner.desc()).limit(limit)).all()


def find_wallet(session: Session, person_id: str) -> Any | None:
    """A person and their wallet; what of both there is, None for neither."""
    user = session.get(User, person_id)
    account = session.get(Account, person_id)
    if account is not None and account.kind != AccountKind.WALLET:
        return None
    paid = session.execute(columns(_paid_of(person_id))).scalar_one()
    return (user, account, int(paid)) if user or account else None


def list_lots(session: Session, person_id: str) -> Sequence[models.Lot]:
    """Lots in which something is left, in the order of their making."""
    statement = select(Lot).where(Lot.account_id == person_id, Lot.remaining > 0)
    return session.exec(statement.order_by(col(Lot.created_at), col(Lot.id))).all()


def list_entries(session: Session, person_id: str, limit: int) -> Sequence[Any]:
    """The newest journals that touched a wallet, with what each did to it."""
    statement = columns(Journal, col(Posting.amount)).join(Posting, col(Posting.journal_id) == col(Journal.id))
    statement = statement.where(col(Posting.account_id) == person_id)
    return session.execute(statement.order_by(col(Posting.journal_id).desc()).limit(limit)).all()


def list_holds(session: Session, person_id: str, after: str, limit: int) -> Sequence[Any]:
    """Open holds with whose they are, the newest first."""
    statement = columns(Hold, col(User.name)).join(User, col(User.id) == col(Hold.account_id), isouter=True)
    statement = statement.where(col(Hold.state) == "open")
    statement = statement.where(col(Hold.account_id) == person_id) if person_id else statement
    statement = statement.where(col(Hold.id) < after) if after else statement
    return session.execute(statement.order_by(col(Hold.id).desc()).limit(limit)).all()


def list_orders(session: Session, status: str, search: str, after: str, limit: int) -> Sequence[Any]:
    """Purchases with whose they are and the number of their invoice, the newest first."""
    invoice = columns(col(Invoice.number)).where(col(Invoice.order_id) == col(Order.id), col(Invoice.kind) == "invoice").limit(1)
    number = invoice.correlate(Order).scalar_subquery()
    statement = columns(Order, col(User.name), number.label("number")).join(User, col(User.id) == col(Order.owner_id), isouter=True)
    statement = statement.where(col(Order.status) == status) if status else statement
    statement = statement.where(_is_named(needle(search), number)) if search else statement
    statement = statement.where(col(Order.id) < after) if after else statement
    return session.execute(statement.order_by(col(Order.id).desc()).limit(limit)).all()


def find_entry(session: Session, key: str, person_id: str) -> Any | None:
    """What the journal of an event did to a wallet, with the end of the credit that it brought."""
    statement = columns(Journal, col(Posting.amount), col(Lot.expires_at)).join(Posting, col(Posting.journal_id) == col(Journal.id))
    statement = statement.join(Lot, col(Lot.journal_id) == col(Journal.id), isouter=True)
    return session.execute(statement.where(col(Journal.key) == key, col(Posting.account_id) == person_id)).first()


def find_person(session: Session, person_id: str) -> models.User | None:
    """Somebody who is not deleted."""
    return session.exec(select(User).where(User.id == person_id, col(User.deleted_at).is_(None))).first()


def list_administrators(session: Session) -> list[tuple[str, str]]:
    """Addresses of administrators who can sign in, with the language that each chose."""
    living = (col(User.deleted_at).is_(None), col(User.suspended_at).is_(None))
    found = session.exec(select(User.email, User.language).where(User.role == "admin", *living)).all()
    return [(email, language) for email, language in found if email]


def count_overdue(session: Session, now: datetime) -> int:
    statement = columns(func.count()).select_from(Hold).where(col(Hold.state) == "open", col(Hold.expires_at) < now)
    return session.execute(statement).scalar_one()


def _paid_of(account_id: Any, outside: Any = None) -> Any:
    """What is left of bought lots; `outside` is the table that `account_id` is a column of."""
    total = columns(func.coalesce(func.sum(col(Lot.remaining)), 0))
    total = total.where(col(Lot.account_id) == account_id, col(Lot.paid), col(Lot.remaining) > 0)
    return (total if outside is None else total.correlate(outside)).scalar_subquery()


def _has_name(search: str) -> Any:
    return or_(_contains(col(User.name), search), _contains(col(User.email), search))


def _is_named(search: str, number: Any) -> Any:
    texts = (col(User.name), col(User.email), col(Order.id), number, col(Order.payment_id))
    return or_(*(_contains(text, search) for text in texts))


def _contains(text: Any, search: str) -> Any:
    """Whether a text has another in it, of which nothing is a wildcard."""
    wanted = search.replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return func.lower(text).like(f"%{wanted}%", escape="!")
