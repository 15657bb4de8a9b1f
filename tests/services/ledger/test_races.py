"""Real processes on one wallet: nothing is spent twice and nothing is lost."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from bench.ledger.race import Race
from bench.ledger.racer import AMOUNT
from chat_app import models
from chat_app.db import Database
from chat_app.services.ledger import holds
from tests.services.ledger.books import ANNA, figures, give, take
from tests.waiting import PATIENCE, eventually

PROCESSES, DEBITS = 5, 20


def test_as_many_debits_pass_as_the_wallet_has_credit_for(books: Database) -> None:
    enough_for = PROCESSES * DEBITS // 2
    give(books, enough_for * AMOUNT + AMOUNT - 1)
    with Race(books.url, ANNA, PROCESSES, DEBITS) as race:
        passed, _ = race.run()
    assert passed == enough_for
    assert figures(books) == (AMOUNT - 1, 0, 0)


def test_who_wants_a_hold_locks_its_wallet_first(books: Database) -> None:
    """As everybody does: in another order two of them would wait for each other."""
    if books.is_sqlite:
        pytest.skip("SQLite has one writer")
    give(books, 100)
    take(books, "call", 40)

    def while_the_hold_is_taken(session: Session) -> Future[bool]:
        session.execute(text("SELECT 1 FROM ledger_holds FOR UPDATE"))
        void = others.submit(books.write_now, lambda inner: holds.void(inner, "call"))
        asyncio.run(eventually(lambda: books.read_now(_is_wallet_locked)))
        return void

    with ThreadPoolExecutor(1) as others:
        assert books.write_now(while_the_hold_is_taken).result(PATIENCE)
    assert figures(books) == (100, 0, 0)


def _is_wallet_locked(session: Session) -> bool:
    free = select(models.LedgerAccount.id).where(models.LedgerAccount.id == ANNA).with_for_update(skip_locked=True)
    return session.exec(free).first() is None
