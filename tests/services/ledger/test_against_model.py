"""Random operations on the books and on a plain model of them (M20).

`python -m bench operations` makes 100,000, half of them on each database.
"""

from __future__ import annotations

from chat_app.db import Database
from tests.databases import try_at_random
from tests.services.ledger.random_books import Books

EXAMPLES, STEPS = 4, 40


def test_the_books_say_what_the_model_says(db: Database) -> None:
    try_at_random(db.url, Books, EXAMPLES, STEPS)
