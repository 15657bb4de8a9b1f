"""Payments that are not the one that was ordered bring nothing, whoever tells of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chat_app.integrations.payments.port import PaymentState
from chat_app.services.kernel.actor import Actor
from chat_app.services.topups.dto import OrderStatus
from chat_app.services.topups.fulfilment import end, fulfil
from tests.services.topups.counter import TEN, Counter


async def paid(counter: Counter, ada: Actor) -> PaymentState:
    """An order and the payment that would be right for it, which nobody has looked at."""
    started = await counter.orders.start(ada, TEN)
    payment_id = f"pi_{started.order_id}"
    return PaymentState(
        payment_id, "succeeded", started.order_id, ada.user_id, 1_190, 1_190, 0, disputed=False, currency="EUR", livemode=False
    )


def told(counter: Counter, payment: PaymentState) -> bool:
    return counter.db.write_now(lambda session: fulfil(session, payment.order_id, payment, counter.now))


@pytest.mark.parametrize(
    "changed", [{"received_cents": 1, "amount_cents": 1}, {"currency": "USD"}, {"livemode": True}, {"owner_id": "bob"}]
)
async def test_a_payment_that_differs_is_refused_for_good_and_somebody_has_to_look(
    counter: Counter, ada: Actor, changed: dict[str, object], caplog: pytest.LogCaptureFixture
) -> None:
    payment = await paid(counter, ada)
    assert not told(counter, replace(payment, **changed))
    assert (counter.order(payment.order_id).status, counter.balance(ada).balance) == (OrderStatus.REFUSED, 0)
    assert "differs" in caplog.text
    assert not told(counter, payment)


async def test_one_payment_pays_one_order_and_a_second_one_is_noticed(
    counter: Counter, ada: Actor, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = await paid(counter, ada), await paid(counter, ada)
    assert told(counter, first)
    assert not told(counter, first)
    assert not told(counter, replace(second, id=first.id))
    assert counter.order(second.order_id).problem == "payment"
    assert not told(counter, replace(first, id="pi_again"))
    assert "paid twice" in caplog.text


async def test_money_that_comes_after_an_order_was_given_up_is_credited_all_the_same(counter: Counter, ada: Actor) -> None:
    payment = await paid(counter, ada)
    for status in (OrderStatus.EXPIRED, OrderStatus.FAILED):
        counter.db.write_now(lambda session, status=status: end(session, payment.order_id, status, "", counter.now))
    assert counter.order(payment.order_id).status == OrderStatus.EXPIRED
    assert told(counter, payment)
    assert counter.order(payment.order_id).status == OrderStatus.PAID


async def test_an_order_that_is_paid_does_not_end_and_an_unknown_one_is_nothing(counter: Counter, ada: Actor) -> None:
    payment = await paid(counter, ada)
    assert told(counter, payment)
    assert not counter.db.write_now(lambda session: end(session, payment.order_id, OrderStatus.FAILED, "x", counter.now))
    assert not told(counter, replace(payment, status="canceled"))
    assert counter.order(payment.order_id).status == OrderStatus.PAID
    assert not told(counter, replace(payment, order_id="nobody's"))
