"""Buying by itself: when it is time, at most the cap, never twice, and what happens when a bank says no."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from chat_app.errors import NotAllowedError
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.money import nano_of_cents
from chat_app.services.tax import profiles
from chat_app.services.tax.dto import Profile
from chat_app.services.topups.dto import AutomaticWish, OrderStatus
from chat_app.services.topups.errors import (
    AmountNotAllowedError,
    AutomaticRefusedError,
    BeginNotAgreedError,
    MethodNotFoundError,
    ProfileIncompleteError,
)
from tests.fakes.stripe_server import payments
from tests.services.topups.counter import NOW, Counter
from tests.waiting import eventually


async def test_credit_is_bought_below_the_threshold_once_however_many_notice(counter: Counter, ada: Actor) -> None:
    await counter.lets_buy(ada)
    await counter.automatic.consider(ada.user_id)
    assert counter.balance(ada).balance == nano_of_cents(1_000)
    counter.spend(ada, 501)
    await asyncio.gather(*(counter.automatic.consider(ada.user_id) for _ in range(8)))
    assert counter.balance(ada).balance == nano_of_cents(1_499)
    [order] = [each for each in counter.orders_of(ada) if each.automatic]
    assert (order.status, order.total_cents, order.waived_at) == ("paid", 1_190, NOW)
    assert len(counter.invoices(order.id)) == 1


async def test_a_charge_is_what_makes_it_look_and_the_clock_looks_at_the_rest(counter: Counter, ada: Actor) -> None:
    await counter.lets_buy(ada)
    counter.spend(ada, 900)
    counter.automatic.after_charge(ada.user_id)
    counter.automatic.after_charge(ada.user_id)
    await eventually(lambda: counter.balance(ada).balance == nano_of_cents(1_100))
    assert await counter.automatic.run() == 0
    counter.wait(seconds=1)
    counter.spend(ada, 1_000)
    assert await counter.automatic.run() == 1
    assert counter.balance(ada).balance == nano_of_cents(1_100)
    await counter.automatic.close()


async def test_no_more_is_bought_than_the_cap_of_a_month_with_vat(counter: Counter, ada: Actor) -> None:
    await counter.lets_buy(ada, monthly_cap_cents=2_400)
    for _ in range(4):
        counter.wait(seconds=1)
        counter.spend(ada, min(900, counter.balance(ada).available // nano_of_cents(1)))
        await counter.automatic.consider(ada.user_id)
    rules = await counter.rules.load(ada)
    assert (rules.bought_cents, rules.problem) == (2_380, "topups.problem.cap")
    counter.wait(days=11)
    await counter.automatic.consider(ada.user_id)
    assert (await counter.rules.load(ada)).bought_cents == 1_190


@pytest.mark.parametrize(("how", "problem"), [("declined", "topups.problem.declined"), ("authentication", "topups.problem.confirm")])
async def test_a_bank_that_says_no_is_told_once_and_nothing_is_tried_until_somebody_looked(
    counter: Counter, ada: Actor, how: str, problem: str
) -> None:
    await counter.lets_buy(ada, how)
    counter.spend(ada, 900)
    for _ in range(3):
        await counter.automatic.consider(ada.user_id)
    await counter.parts.outbox.drain()
    assert (await counter.rules.load(ada)).problem == problem
    assert [each.status for each in counter.orders_of(ada) if each.automatic] == [OrderStatus.FAILED]
    [letter] = counter.letters
    assert "11,90 €" in letter.text
    good = counter.stripe.save_method(counter.account(ada).customer_id)
    await counter.rules.save(ada, AutomaticWish(True, 500, 1_000, 3_000, good, begin_at_once=True))
    await counter.automatic.consider(ada.user_id)
    assert counter.balance(ada).balance == nano_of_cents(1_100)


async def test_a_lost_answer_is_asked_for_again_and_pays_once(counter: Counter, ada: Actor) -> None:
    await counter.lets_buy(ada)
    counter.spend(ada, 900)
    counter.stripe.fail_next("POST", "/v1/payment_intents", status=0, kind="lose", times=3)
    await counter.automatic.consider(ada.user_id)
    [order] = [each for each in counter.orders_of(ada) if each.automatic]
    assert order.status == OrderStatus.OPEN
    counter.wait(minutes=5)
    await counter.automatic.run()
    assert counter.balance(ada).balance == nano_of_cents(1_100)
    paid = [each for each in counter.stripe.store.every("payment_intent") if each["metadata"].get("order_id") == order.id]
    assert [each["status"] for each in paid] == ["succeeded"]


async def test_after_a_day_a_request_that_was_perhaps_done_is_not_made_again(counter: Counter, ada: Actor) -> None:
    await counter.lets_buy(ada)
    counter.spend(ada, 900)
    counter.stripe.fail_next("POST", "/v1/payment_intents", status=0, times=3)
    await counter.automatic.consider(ada.user_id)
    counter.wait(hours=24)
    await counter.automatic.run()
    [order] = [each for each in counter.orders_of(ada) if each.automatic]
    assert (order.status, counter.account(ada).problem_key) == ("failed", "topups.problem.failed")


async def test_a_debit_that_comes_back_days_later_is_told(counter: Counter, ada: Actor) -> None:
    await counter.lets_buy(ada, "sepa_failing")
    counter.spend(ada, 900)
    await counter.automatic.consider(ada.user_id)
    [order] = [each for each in counter.orders_of(ada) if each.automatic]
    assert order.status == OrderStatus.PENDING
    store = counter.stripe.store
    with store.lock:
        payments.fail(store, store.get("payment_intent", order.payment_id), "payment_intent_payment_attempt_failed", "The payment failed.")
    await counter.follower.follow(order.id)
    await counter.parts.outbox.drain()
    assert (counter.order(order.id).status, len(counter.letters)) == ("failed", 1)
    assert counter.account(ada).problem_key


async def test_rules_that_could_not_work_are_refused(counter: Counter, ada: Actor) -> None:
    await counter.lets_buy(ada)
    good = AutomaticWish(True, 500, 1_000, 3_000, counter.account(ada).method_id, begin_at_once=True)
    refused = {
        AmountNotAllowedError: replace(good, amount_cents=1),
        AutomaticRefusedError: replace(good, monthly_cap_cents=999),
        MethodNotFoundError: replace(good, method_id="pm_of_somebody_else"),
        BeginNotAgreedError: replace(good, begin_at_once=False),
    }
    for error, wish in refused.items():
        with pytest.raises(error):
            await counter.rules.save(ada, wish)
    with pytest.raises(NotAllowedError):
        await counter.rules.save(replace(ada, api_key_id="key"), good)
    counter.offer(automatic=False)
    with pytest.raises(AutomaticRefusedError):
        await counter.rules.save(ada, good)
    assert not (await counter.rules.load(ada)).possible


async def test_a_profile_that_was_emptied_stops_it_with_a_word(counter: Counter, ada: Actor) -> None:
    await counter.lets_buy(ada)
    counter.spend(ada, 900)
    counter.db.write_now(lambda session: profiles.save(session, ada.user_id, Profile(), NOW))
    await counter.automatic.consider(ada.user_id)
    assert (await counter.rules.load(ada)).problem == "topups.problem.profile"
    with pytest.raises(ProfileIncompleteError):
        await counter.rules.save(ada, AutomaticWish(True, 500, 1_000, 3_000, counter.account(ada).method_id, begin_at_once=True))


async def test_forgetting_the_means_of_payment_ends_it(counter: Counter, ada: Actor) -> None:
    await counter.lets_buy(ada)
    method_id = counter.account(ada).method_id
    listed = {each.id: each for each in await counter.methods.list(ada)}[method_id]
    assert (listed.automatic, listed.brand, listed.last4) == (True, "visa", "4242")
    bob = counter.person()
    await counter.bought(bob)
    with pytest.raises(MethodNotFoundError):
        await counter.methods.forget(bob, method_id)
    await counter.methods.forget(ada, method_id)
    assert not (await counter.rules.load(ada)).enabled
    assert method_id not in {each.id for each in await counter.methods.list(ada)}
    assert (await counter.methods.save(ada)).startswith(counter.stripe.url)
