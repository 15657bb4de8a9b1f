"""What a bank takes back: frozen first, then gone, owed or free again (M11)."""

from __future__ import annotations

import pytest
from sqlmodel import select

from chat_app import models
from chat_app.services.disputes.blocking import is_blocked, refuse_blocked
from chat_app.services.disputes.errors import DisputeOpenError, WalletBlockedError
from chat_app.services.ledger.errors import InsufficientCreditError
from tests.services.payment_events.till import ADMIN, Till, in_clearing


async def test_after_everything_was_spent_the_person_owes_it(till: Till) -> None:
    """M11: the wallet stays at nothing, the loss is on the house's books, and no paid model answers until it is let go."""
    _, payment = await till.buy()
    till.spend(1_000)
    dispute = till.server.dispute(payment)
    await till.tell_all()
    assert till.wallet() == (0, 0)
    assert till.house()["dispute_loss"] == -1_190
    with pytest.raises(WalletBlockedError):
        till.db.read_now(lambda session: refuse_blocked(session, till.owner))
    with pytest.raises(DisputeOpenError):
        await till.disputes.release(ADMIN, dispute["id"])
    till.server.close_dispute(dispute["id"], won=False)
    await till.tell_all()
    (record,) = (await till.disputes.list(ADMIN)).items
    assert (record.state, record.blocks, record.owed_nano) == ("lost", True, "10000000000")
    await till.disputes.release(ADMIN, dispute["id"])
    assert not blocked(till)
    assert {name: amount for name, amount in till.house().items() if name in {"dispute_loss", "writeoff"}} == {"writeoff": -1_190}


async def test_what_is_left_is_frozen_and_free_again_when_won(till: Till) -> None:
    _, payment = await till.buy()
    till.spend(300)
    dispute = till.server.dispute(payment)
    await till.tell_all()
    assert till.wallet() == (700, 700)
    assert blocked(till)
    with pytest.raises(InsufficientCreditError):
        till.spend(1)
    till.server.close_dispute(dispute["id"], won=True)
    await till.tell_all()
    assert till.wallet() == (700, 0)
    assert not blocked(till)
    assert in_clearing(till) == 1_190
    till.spend(700)


async def test_what_is_left_goes_back_when_lost(till: Till) -> None:
    """With the VAT on it; nothing is owed by whoever spent nothing."""
    order, payment = await till.buy()
    dispute = till.server.dispute(payment)
    till.server.close_dispute(dispute["id"], won=False)
    await till.tell_all()
    assert till.wallet() == (0, 0)
    assert not blocked(till)
    assert till.house() == {}
    assert till.again(order).refunded_cents == 1_190
    assert [invoice.kind for invoice in till.rows(models.Invoice)] == ["invoice", "cancellation"]


async def test_a_lost_dispute_may_still_be_won(till: Till) -> None:
    order, payment = await till.buy()
    dispute = till.server.dispute(payment, 595)
    till.server.close_dispute(dispute["id"], won=False)
    await till.tell_all()
    assert till.wallet() == (500, 0)
    till.server.close_dispute(dispute["id"], won=True)
    await till.tell_all()
    assert till.wallet() == (1_000, 0)
    assert till.again(order).refunded_cents == 0


async def test_a_warning_freezes_until_it_is_let_go(till: Till) -> None:
    """Administrators hear of it once, whatever is told again."""
    _, payment = await till.buy()
    warning = till.server.warn(payment)
    await till.tell_all()
    assert till.wallet() == (1_000, 1_000)
    assert not blocked(till)
    assert [dispute.id for settled in till.settled for dispute in settled.new_disputes] == [warning["id"]]
    await till.disputes.release(ADMIN, warning["id"])
    assert till.wallet() == (1_000, 0)
    till.server.refund(payment, 119)
    await till.tell_all()
    assert till.wallet() == (900, 0)


async def test_a_warning_is_answered_by_a_refund(till: Till) -> None:
    order, payment = await till.buy()
    till.server.warn(payment)
    await till.tell_all()
    await till.refunds.refund(ADMIN, order.id, None, "goodwill")
    assert till.wallet() == (0, 0)
    await till.tell_all()
    assert till.house() == {}


async def test_a_dispute_takes_over_what_its_warning_froze(till: Till) -> None:
    _, payment = await till.buy()
    till.server.warn(payment)
    await till.tell_all()
    till.server.dispute(payment)
    await till.tell_all()
    assert till.wallet() == (1_000, 1_000)
    holds = [(hold.request_id.partition("_")[0], hold.state) for hold in till.rows(models.Hold)]
    assert sorted(holds) == [("dispute:du", "open"), ("dispute:issfr", "voided")]


@pytest.mark.parametrize("goes_back", ["dispute", "warn", "refund"])
async def test_nothing_is_bought_by_itself_after_money_went_back(till: Till, goes_back: str) -> None:
    """Frozen credit leaves the wallet low: the same card would pay again for what its bank takes back."""
    _, payment = await till.buy()
    account = models.PaymentAccount(owner_id=till.owner, customer_id="cus_1", automatic=True, threshold_cents=500, updated_at=till.clock())
    till.db.write_now(lambda session: session.add(account))
    getattr(till.server, goes_back)(payment)
    await till.tell_all()
    (found,) = till.db.read_now(lambda session: session.exec(select(models.PaymentAccount)).all())
    assert found.problem_key == "topups.problem.returned"


def blocked(till: Till) -> bool:
    return till.db.read_now(lambda session: is_blocked(session, till.owner))
