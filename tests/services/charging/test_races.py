"""A call, its sweep and its late end in any order (M8): charged at most once, and never silently free.

`python -m bench operations` tries a thousand orders on each database.
"""

from __future__ import annotations

from chat_app.db import Database
from tests.databases import try_at_random
from tests.services.charging.random_calls import Calls

EXAMPLES, STEPS = 5, 30


def test_a_call_is_charged_once_whatever_comes_first(db: Database) -> None:
    try_at_random(db.url, Calls, EXAMPLES, STEPS)
