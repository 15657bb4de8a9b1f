"""Stripe's account and the books are the same, by id and to the cent; what is not stands on the page (M17)."""

from __future__ import annotations

from datetime import timedelta

from chat_app import models
from chat_app.services.ledger.credits import NewCredit, add_credit
from chat_app.services.reconciliation.dto import DifferenceKind
from tests.services.payment_events.till import ADMIN, Till, in_clearing


async def test_a_day_with_everything_adds_up(till: Till) -> None:
    """Payments, fees, refunds, one that failed, disputes lost and won, and a payout."""
    bought = [await till.buy(net) for net in (1_000, 2_500, 5_000, 10_000)]
    await till.refunds.refund(ADMIN, bought[0][0].id, 400, "goodwill")
    failed = await till.refunds.refund(ADMIN, bought[1][0].id, None, "goodwill")
    assert failed.provider_id
    till.server.end_refund(failed.provider_id, succeeded=False)
    for (_, payment), won in zip(bought[2:], (True, False), strict=True):
        till.server.close_dispute(till.server.dispute(payment)["id"], won=won)
    till.server.pay_out()
    await till.tell_all()
    assert await till.reconcile() == 0
    assert till.at_provider() == in_clearing(till) == 0
    assert await till.reconcile() == 0, "fees and payouts are booked once"
    assert in_clearing(till) == 0


async def test_differences_are_shown_and_told_until_they_are_gone(till: Till) -> None:
    order = till.order()
    till.pay(order)
    assert await till.reconcile() == 1
    (day,) = [day for day in (await till.comparing.list(ADMIN)).items if day.open]
    (found,) = day.differences
    assert (found.kind, found.type, found.provider_cents, found.books_cents) == (DifferenceKind.NOT_IN_BOOKS, "charge", 1_190, None)
    assert [count for _, count in till.alarms] == [1]
    await till.tell_all()
    assert await till.reconcile() == 0


async def test_credit_that_nobody_paid_is_found(till: Till) -> None:
    await till.buy()
    forged = NewCredit(till.owner, 10_000_000, "order:forged", paid=True, ref="forged")
    till.db.write_now(lambda session: add_credit(session, forged, "EUR", till.clock()))
    assert await till.reconcile() == 1
    (day,) = [day for day in (await till.comparing.list(ADMIN)).items if day.open]
    assert [(each.kind, each.order_id, each.books_cents) for each in day.differences] == [(DifferenceKind.NOT_AT_PROVIDER, "forged", 1)]
    await till.refunds.resume()


async def test_somebody_elses_payment_that_went_back_is_none(till: Till) -> None:
    till.server.refund(till.server.paid_payment(700)["id"])
    assert await till.reconcile() == 0


async def test_days_are_compared_once_they_are_over(till: Till) -> None:
    """And those that could not be, later."""
    await till.buy()
    assert await till.comparing.run_due() == 0
    till.ahead = timedelta(days=2)
    till.server.fail_next("GET", "/v1/balance_transactions", 500, times=100)
    await till.comparing.run_due()
    compared = {day.day for day in till.rows(models.Reconciliation) if day.checked}
    assert compared == set()
    till.server.doorway.faults.clear()
    await till.comparing.run_due()
    assert [day.checked for day in till.rows(models.Reconciliation) if day.checked] == [1]
