"""Short words for what tests do with the books: one person, one moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlmodel import Session, select

from chat_app import models
from chat_app.db import Database
from chat_app.services.ledger.credits import NewCredit, add_credit, balance_of
from chat_app.services.ledger.dto import AccountKind
from chat_app.services.ledger.holds import hold

NOW = datetime(2026, 5, 1, tzinfo=UTC)
SOON = NOW + timedelta(minutes=15)
ANNA = "01990000-0000-7000-8000-00000000000a"


def give(books: Database, amount: int, key: str = "gift", *, paid: bool = False, vat: int = 0, expires: datetime | None = None) -> None:
    credit = NewCredit(ANNA, amount, key, paid=paid, vat=vat, expires_at=expires)
    books.write_now(lambda session: add_credit(session, credit, "EUR", NOW))


def take(books: Database, request: str, amount: int, now: datetime = NOW) -> models.Hold:
    return books.write_now(lambda session: hold(session, ANNA, request, amount, now, SOON))


def figures(books: Database) -> tuple[int, int, int]:
    """Balance, held, and what of the balance was bought."""
    found = books.read_now(lambda session: balance_of(session, ANNA, "EUR"))
    return found.balance, found.held, found.paid


def posted(books: Database, kind: AccountKind) -> int:
    """The balance of an account of the house."""

    def total(session: Session) -> int:
        return sum(session.exec(select(models.Posting.amount).where(models.Posting.account_id == kind)).all())

    return books.read_now(total)
