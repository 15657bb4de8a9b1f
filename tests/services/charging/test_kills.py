"""A process that dies at any moment of a call (M4): one charge for each answer, and nothing is held for ever.

`python -m bench failpoints` does the same fifty times at each place.
"""

from __future__ import annotations

from bench.failpoints.calls import POINTS
from bench.failpoints.part import kill_at
from chat_app.db import Database


def test_every_answer_that_is_left_is_charged_once(db: Database) -> None:
    killed, left = kill_at(db.url, POINTS)
    assert killed == len(POINTS)
    assert left.answers == left.charges >= 2
    assert (left.open_holds, left.violations) == (0, 0)
