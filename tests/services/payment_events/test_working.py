"""Messages of the provider become credit once, whatever way they come (M1, M2)."""

from __future__ import annotations

import asyncio
import itertools
import os

import pytest

from chat_app import models
from chat_app.integrations.payments.port import SignatureError
from chat_app.services.payment_events.dto import EventState
from tests.fakes.stripe_server.sending import signed
from tests.fakes.stripe_server.store import Thing
from tests.services.payment_events.till import SECRET, Till, in_clearing

PARALLEL = 100
KINDS = ("charge.succeeded", "payment_intent.succeeded", "charge.refunded", "charge.dispute.created", "charge.dispute.closed")
ORDERS = list(itertools.permutations(KINDS))
EVERY = int(os.environ.get("PAYMENT_ORDERS_EVERY", "23"))
"""Which of the 120 orders are tried: every 23rd, so that each message comes first once; PAYMENT_ORDERS_EVERY=1 tries all."""


async def test_a_message_that_comes_a_hundred_times_at_once_gives_credit_once(till: Till) -> None:
    """M1: and so it does when several processes work on it."""
    till.pay(till.order())
    event = till.server.events("payment_intent.succeeded")[0]
    taken = await asyncio.gather(*(till.take(event) for _ in range(PARALLEL)))
    assert sum(taken) == 1
    await asyncio.gather(*(till.new_worker().work() for _ in range(4)))
    assert till.wallet() == (1_000, 0)
    assert [row.state for row in till.rows(models.PaymentEvent)] == [EventState.DONE]
    assert len(till.rows(models.Invoice)) == 1


async def test_every_order_of_messages_ends_the_same(till: Till) -> None:
    """M2: a refund, then a dispute that is lost; told in all orders, most of them wrong."""
    ends = set()
    for number, order in enumerate(ORDERS[::EVERY]):
        bought = till.order()
        payment = till.pay(bought)
        till.server.refund(payment, 357)
        till.server.close_dispute(till.server.dispute(payment, 833)["id"], won=bool(number % 2))
        mine = [event for event in till.server.events() if event["data"]["object"].get("payment_intent", payment) == payment]
        told = [next(event for event in mine if event["type"] == kind and _of(event, payment)) for kind in order]
        before = till.wallet()[0]
        await till.tell(told)
        ends.add((number % 2, till.wallet()[0] - before, till.wallet()[1], till.again(bought).refunded_cents))
    assert ends == {(1, 700, 0, 357), (0, 0, 0, 1_190)}
    assert in_clearing(till) == sum(row["amount"] for row in till.server.store.every("balance_transaction"))


async def test_messages_between_what_happens_end_the_same(till: Till) -> None:
    """Each told right after it happened, as on a good day."""
    bought, payment = await till.buy()
    till.spend(400)
    till.server.refund(payment, 119)
    await till.tell_all()
    assert till.wallet() == (500, 0)
    dispute = till.server.dispute(payment, 1_071)
    await till.tell_all()
    assert till.wallet() == (500, 500)
    till.server.close_dispute(dispute["id"], won=False)
    await till.tell_all()
    assert till.wallet() == (0, 0)
    assert till.again(bought).refunded_cents == 119 + 595


async def test_a_message_waits_until_the_provider_answers(till: Till) -> None:
    till.pay(till.order())
    till.server.fail_next("GET", "/v1/payment_intents", 500, times=10)
    await till.tell(till.server.events("payment_intent.succeeded"))
    (event,) = till.rows(models.PaymentEvent)
    assert (event.state, event.attempts) == (EventState.WAITING, 1)
    till.server.doorway.faults.clear()
    till.ahead = event.due_at - till.clock() + till.ahead
    await till.worker.work()
    assert till.wallet() == (1_000, 0)


async def test_only_what_the_provider_signed_lately_is_taken(till: Till) -> None:
    till.pay(till.order())
    event = till.server.events("payment_intent.succeeded")[0]
    body, headers = signed(event, SECRET)
    old, stale = signed(event, SECRET, at=event["created"] - 301)
    for forged in ((body + b" ", headers), (old, stale), signed(event, "whsec_other"), (body, {"Stripe-Signature": "t=1,v1=0"})):
        with pytest.raises(SignatureError):
            await till.inbox.take(forged[0], forged[1]["Stripe-Signature"])
    assert till.rows(models.PaymentEvent) == []


async def test_what_is_not_ours_is_left_alone(till: Till) -> None:
    """Somebody else's payment through the same account, something that does not exist, and an order that we do not have."""
    till.server.paid_payment(500)
    till.server.paid_payment(500, metadata={"order_id": "01990000-0000-7000-8000-000000000000"})
    events = till.server.events("payment_intent.succeeded")
    unknown = till.server.events("payment_intent.succeeded")[0]
    unknown["id"], unknown["data"]["object"]["id"] = "evt_unknown", "pi_unknown"
    await till.tell([*events, unknown])
    found = {row.result: row.state for row in till.rows(models.PaymentEvent)}
    assert found == {"foreign": EventState.IGNORED, "unknown_order": EventState.WAITING, "resource_missing": EventState.IGNORED}
    assert till.house() == {}


async def test_what_never_came_is_asked_for(till: Till) -> None:
    """Messages of what was paid, refunded and disputed while nobody could be told."""
    _, before = await till.buy(3_000)
    first, second = till.order(), till.order(2_000)
    till.server.refund(till.pay(first))
    till.server.dispute(till.pay(second))
    till.server.refund(before, 357)
    assert await till.inbox.catch_up() > 0
    await till.worker.work()
    assert till.wallet() == (4_700, 2_000)
    assert await till.reconcile() == 0
    assert in_clearing(till) == till.at_provider()
    assert await till.inbox.catch_up() == 0


def _of(event: Thing, payment: str) -> bool:
    found = event["data"]["object"]
    return payment in (found["id"], found.get("payment_intent"))
