"""What was written down once cannot go or change without being noticed."""

from __future__ import annotations

import pytest
from sqlmodel import Session, select

from chat_app import models
from chat_app.db import Database
from chat_app.services.ledger import sealing
from chat_app.services.ledger.dto import Violation
from tests.services.ledger.books import give
from tests.services.ledger.test_invariants import spoil


@pytest.fixture
def sealed(open_books: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """Seven journals, read and sealed three at a time."""
    monkeypatch.setattr(sealing, "AT_ONCE", 3)
    for number in range(7):
        give(open_books, 10 + number, f"gift {number}")
    assert [open_books.write_now(lambda session: sealing.seal(session, 3)) for _ in range(4)] == [3, 3, 1, 0]
    return open_books


def verdict(books: Database) -> Violation | None:
    return books.read_now(sealing.broken)


def nth_journal(books: Database, seq: int) -> str:
    def find(session: Session) -> str:
        return session.exec(select(models.LedgerSeal.journal_id).where(models.LedgerSeal.seq == seq)).one()

    return books.read_now(find)


def test_a_whole_chain_is_whole(sealed: Database) -> None:
    assert verdict(sealed) is None


def test_new_journals_continue_the_chain(sealed: Database) -> None:
    give(sealed, 5, "later")
    assert verdict(sealed) is None
    assert sealed.write_now(sealing.seal) == 1
    assert verdict(sealed) is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_postings SET amount = amount * 2 WHERE journal_id = '{0}'",
        "UPDATE ledger_journals SET ref = 'other' WHERE id = '{0}'",
        "DELETE FROM ledger_postings WHERE journal_id = '{0}' AND amount < 0",
        "UPDATE ledger_seals SET hash = 'x' WHERE journal_id = '{0}'",
    ],
)
def test_the_place_of_a_change_is_named(statement: str, sealed: Database) -> None:
    changed = nth_journal(sealed, 5)
    spoil(sealed, statement.format(changed))
    found = verdict(sealed)
    assert found
    assert (found.rule, found.where, found.expected) == ("I10", changed, 5)


def test_a_link_that_is_gone_is_noticed_at_the_next(sealed: Database) -> None:
    following = nth_journal(sealed, 6)
    spoil(sealed, "DELETE FROM ledger_seals WHERE seq = 5")
    assert verdict(sealed) == Violation("I10", following, 5, 6)
