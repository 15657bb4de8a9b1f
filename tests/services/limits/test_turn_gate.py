"""The gate lets one beginning of a person's answers at a time through, to its commit; a lock that lasts less counts too few."""

from __future__ import annotations

import threading
import time

from chat_app.services.access.policy import Limits
from chat_app.services.kernel.clock import utc_now
from chat_app.services.limits.turns import TurnGate
from tests.services.chat.conftest import make_user


def test_the_second_waits_for_the_firsts_commit(db):
    gate = TurnGate(make_user(db), Limits(concurrent_turns=5), utc_now())
    checked, order = threading.Event(), []

    def first(session) -> None:
        gate.check(session)
        checked.set()
        time.sleep(0.3)
        order.append("first ends")

    def second(session) -> None:
        gate.check(session)
        order.append("second is through")

    one = threading.Thread(target=db.write_now, args=(first,))
    one.start()
    assert checked.wait(20)
    db.write_now(second)
    one.join()

    assert order == ["first ends", "second is through"]
