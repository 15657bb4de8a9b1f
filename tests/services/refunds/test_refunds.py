"""Only what is unspent goes back, once, and the books follow what the bank does (M9, M10)."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from chat_app import models
from chat_app.services.access.policy import Policy
from chat_app.services.kernel.actor import Actor
from chat_app.services.ledger.errors import InsufficientCreditError
from chat_app.services.refunds.dto import RefundStatus
from chat_app.services.refunds.errors import NothingToRefundError, OrderNotFoundError
from tests.services.payment_events.till import ADMIN, Till, in_clearing


async def test_two_refunds_at_once_send_the_money_once(till: Till) -> None:
    """M9."""
    order, _ = await till.buy()
    found = await asyncio.gather(*(till.refunds.refund(ADMIN, order.id, None, "goodwill") for _ in range(2)), return_exceptions=True)
    assert sorted(type(each).__name__ for each in found) == ["NothingToRefundError", "Refund"]
    assert till.wallet() == (0, 0)
    assert till.at_provider() == -42, "Stripe keeps its fee"
    assert till.house() == {}
    assert [invoice.kind for invoice in till.rows(models.Invoice)] == ["invoice", "cancellation"]


async def test_a_part_goes_back_and_the_rest_is_spent(till: Till) -> None:
    """M10: with the VAT on it, and no more than is left at last."""
    order, _ = await till.buy()
    first = await till.refunds.refund(ADMIN, order.id, 333, "goodwill")
    assert (first.net_cents, first.vat_cents, first.state) == (333, 63, RefundStatus.DONE)
    till.spend(600)
    with pytest.raises(InsufficientCreditError):
        till.spend(68)
    last = await till.refunds.refund(ADMIN, order.id, 10_000, "withdrawal")
    assert (last.net_cents, last.vat_cents) == (67, 13)
    with pytest.raises(NothingToRefundError):
        await till.refunds.refund(ADMIN, order.id, None, "goodwill")
    assert till.wallet() == (0, 0)
    assert in_clearing(till) == 1_190 - 396 - 80
    assert till.again(order).refunded_cents == 396 + 80


async def test_what_is_kept_for_a_refund_cannot_be_spent(till: Till) -> None:
    """While the bank takes its time; a message about it ends it."""
    order, _ = await till.buy()
    till.server.api.refunds_start = "pending"
    refund = await till.refunds.refund(ADMIN, order.id, 900, "goodwill")
    assert (refund.state, till.wallet()) == (RefundStatus.PENDING, (1_000, 900))
    with pytest.raises(InsufficientCreditError):
        till.spend(101)
    till.spend(100)
    assert refund.provider_id
    till.server.end_refund(refund.provider_id, succeeded=True)
    await till.tell_all()
    assert (till.again(refund).state, till.wallet()) == (RefundStatus.DONE, (0, 0))


@pytest.mark.parametrize("begins", ["pending", "succeeded"])
async def test_what_the_bank_sends_back_is_credit_again(till: Till, begins: str) -> None:
    """Also weeks after it seemed to have arrived; the invoice stands again, too."""
    order, _ = await till.buy()
    till.server.api.refunds_start = begins
    refund = await till.refunds.refund(ADMIN, order.id, 500, "goodwill")
    assert refund.provider_id
    till.server.end_refund(refund.provider_id, succeeded=False)
    await till.tell_all()
    refund = till.again(refund)
    assert (refund.state, refund.problem) == (RefundStatus.FAILED, "expired_or_canceled_card")
    assert till.wallet() == (1_000, 0)
    assert till.again(order).refunded_cents == 0
    assert in_clearing(till) == 1_190
    again = await till.refunds.refund(ADMIN, order.id, None, "goodwill")
    assert again.net_cents == 1_000


@pytest.mark.parametrize("kind", ["refuse", "lose"])
async def test_a_refund_that_got_no_answer_is_followed(till: Till, kind: str) -> None:
    """Whether Stripe did it or not: it is done once."""
    order, _ = await till.buy()
    till.server.fail_next("POST", "/v1/refunds", 0, kind, times=3)  # type: ignore[arg-type]
    refund = await till.refunds.refund(ADMIN, order.id, None, "goodwill")
    assert (refund.state, till.wallet()) == (RefundStatus.ASKED, (1_000, 1_000))
    till.ahead = timedelta(minutes=2)
    assert await till.refunds.resume() == 1
    assert (till.again(refund).state, till.wallet()) == (RefundStatus.DONE, (0, 0))
    assert till.at_provider() == -42


async def test_what_stripe_refuses_is_credit_again(till: Till) -> None:
    order, payment = await till.buy()
    till.server.refund(payment)
    refund = await till.refunds.refund(ADMIN, order.id, None, "goodwill")
    assert (refund.state, refund.problem) == (RefundStatus.FAILED, "charge_already_refunded")
    await till.tell_all()
    assert till.wallet() == (0, 0)


async def test_refunds_made_at_stripe_are_booked(till: Till) -> None:
    """And what had been spent already was a present of the house."""
    _order, payment = await till.buy()
    till.spend(900)
    till.server.refund(payment, 595)
    await till.tell_all()
    (refund,) = till.rows(models.Refund)
    assert (refund.reason, refund.net_cents, refund.vat_cents, refund.state) == ("provider", 500, 95, RefundStatus.DONE)
    assert till.wallet() == (0, 0)
    assert till.house()["promotion"] == -400
    assert in_clearing(till) == 595


async def test_orders_are_refunded_by_administrators_only(till: Till) -> None:
    order, _ = await till.buy()
    buyer = Actor(till.owner, permissions=frozenset({"billing"}), policy=Policy())
    for actor, order_id in ((buyer, order.id), (ADMIN, "01990000-0000-7000-8000-000000000000")):
        with pytest.raises(Exception) as refused:
            await till.refunds.refund(actor, order_id, None, "goodwill")
        assert getattr(refused.value, "status", 0) == OrderNotFoundError.status
    unpaid = till.order()
    with pytest.raises(NothingToRefundError):
        await till.refunds.refund(ADMIN, unpaid.id, None, "goodwill")
    assert till.wallet() == (1_000, 0)
