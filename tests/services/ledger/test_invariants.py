"""Books that somebody spoilt beside the ledger are found out, rule by rule."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session

from chat_app.db import Database
from chat_app.services.ledger.holds import Charge, capture
from chat_app.services.ledger.invariants import violations
from tests.services.ledger.books import ANNA, NOW, SOON, give, take

SPOILT = {
    "I1": "UPDATE ledger_postings SET amount = amount + 1 WHERE account_id = 'revenue'",
    "I2": f"UPDATE ledger_accounts SET balance = balance + 1 WHERE id = '{ANNA}'",
    "I4": f"UPDATE ledger_accounts SET held = held + 1 WHERE id = '{ANNA}'",
    "I5": "UPDATE ledger_lots SET remaining = remaining - 1",
    "I6": "UPDATE ledger_holds SET captured = captured + 1 WHERE state = 'captured'",
}


def spoil(books: Database, statement: str) -> None:
    """Change what the ledger would never change, with the triggers out of the way."""

    def change(session: Session) -> None:
        connection = session.connection()
        if books.is_sqlite:
            for name in (
                connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'ledger_%'")).scalars().all()
            ):
                connection.execute(text(f"DROP TRIGGER {name}"))
        else:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text(statement))

    books.write_now(change)


@pytest.fixture
def used(open_books: Database) -> Database:
    give(open_books, 100)
    take(open_books, "done", 40)
    open_books.write_now(lambda session: capture(session, "done", Charge(25), NOW))
    take(open_books, "open", 10)
    return open_books


@pytest.mark.parametrize("rule", SPOILT)
def test_a_spoilt_figure_is_named_by_its_rule(rule: str, used: Database) -> None:
    spoil(used, SPOILT[rule])
    assert rule in {violation.rule for violation in used.read_now(lambda session: violations(session, NOW))}


def test_a_hold_that_nobody_ended_is_named_after_five_minutes(used: Database) -> None:
    late = SOON + timedelta(minutes=5, seconds=1)
    assert used.read_now(lambda session: violations(session, late - timedelta(seconds=2))) == []
    assert [(found.rule, found.where) for found in used.read_now(lambda session: violations(session, late))] == [("I8", "open")]
