"""Nothing is bought by itself for people who are not there to use it."""

from __future__ import annotations

import pytest

from chat_app import models
from chat_app.services.kernel.actor import Actor
from tests.services.topups.counter import NOW, Counter


@pytest.mark.parametrize("field", ["suspended_at", "deleted_at"])
async def test_nothing_is_bought_for_who_is_suspended_or_about_to_be_erased(counter: Counter, ada: Actor, field: str) -> None:
    await counter.lets_buy(ada)
    counter.spend(ada, 900)
    counter.db.write_now(lambda session: setattr(session.get_one(models.User, ada.user_id), field, NOW))
    await counter.automatic.run()
    await counter.automatic.consider(ada.user_id)
    assert [order.automatic for order in counter.orders_of(ada)] == [False]


async def test_a_cap_that_administrators_lower_holds_for_rules_of_before(counter: Counter, ada: Actor) -> None:
    await counter.lets_buy(ada, monthly_cap_cents=3_000)
    counter.offer(most_per_month_cents=1_000)
    counter.spend(ada, 900)
    await counter.automatic.consider(ada.user_id)
    assert [order.automatic for order in counter.orders_of(ada)] == [False]
