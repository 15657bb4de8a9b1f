"""Open books on both databases, which must be right when a test ends."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chat_app.db import Database
from chat_app.services.ledger import book
from chat_app.services.ledger.invariants import violations
from tests.services.ledger.books import NOW


@pytest.fixture
def open_books(db: Database) -> Database:
    """Books that a test may spoil."""
    db.write_now(lambda session: book.open_books(session, "EUR", NOW))
    return db


@pytest.fixture
def books(open_books: Database) -> Iterator[Database]:
    """Books that are right at the end."""
    yield open_books
    assert open_books.read_now(lambda session: violations(session, NOW)) == []
