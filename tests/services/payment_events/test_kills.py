"""A process that dies at any moment between Stripe and the books (M4): one credit, one invoice, one refund.

`python -m bench failpoints` does the same fifty times at each place.
"""

from __future__ import annotations

from bench.failpoints.payments import POINTS, Left, kill_at
from chat_app.db import Database
from tests.fakes.stripe_server import stripe_server


def test_what_a_killed_process_left_is_done_once(db: Database) -> None:
    with stripe_server() as stripe:
        killed, left = kill_at(db.url, stripe, POINTS)
    every, refunded = len(POINTS), sum(point.startswith("refund") for point in POINTS)
    assert killed == every
    assert left == Left(every, every, refunded, refunded, open_holds=0, violations=0, differences=0)
