"""What a withdrawal sends back, through the local Stripe and with the invoice corrected; the books are right after each."""

from __future__ import annotations

from chat_app import models
from chat_app.integrations.counters.memory import MemoryCounters
from chat_app.services.accounts import Knock
from chat_app.services.accounts.asking import AskingThrottle
from chat_app.services.audit.log import AuditLog
from chat_app.services.mail import Outbox
from chat_app.services.withdrawals import WithdrawalService
from chat_app.services.withdrawals.settling import Settling
from tests.services.payment_events.till import Till


class Desk:
    """Withdrawals at a till."""

    def __init__(self, till: Till) -> None:
        self.till, self.outbox = till, Outbox(None, "")
        self.settling = Settling(till.db, self.outbox, till.refunds.refund_unspent, till.clock)
        asking, audit = AskingThrottle(MemoryCounters()), AuditLog(till.db, till.clock)
        self.service = WithdrawalService(till.db, audit, self.outbox, asking, self.settling, sells=True, clock=till.clock)

    async def withdraw(self, order: models.TopUpOrder) -> models.Withdrawal:
        email = self.till.db.read_now(lambda session: session.get_one(models.User, order.owner_id).email) or ""
        receipt = await self.service.declare({"name": "Ada", "contract": order.id, "email": email}, "de", Knock({}, "8.8.8.8"))
        await self.outbox.drain()
        return self.row(receipt.id)

    def row(self, withdrawal_id: str) -> models.Withdrawal:
        return self.till.db.read_now(lambda session: session.get_one(models.Withdrawal, withdrawal_id))


async def test_unspent_credit_goes_back_and_the_invoice_is_cancelled(till: Till) -> None:
    desk = Desk(till)
    order, _ = await till.buy()
    first, again = await desk.withdraw(order), await desk.withdraw(order)

    assert (first.state, again.state, again.refund_id) == ("refunded", "refunded", first.refund_id)
    assert till.wallet() == (0, 0)
    assert till.again(order).refunded_cents == order.total_cents
    assert [invoice.kind for invoice in till.rows(models.Invoice)] == ["invoice", "cancellation"]


async def test_who_let_it_begin_at_once_pays_for_what_they_used(till: Till) -> None:
    desk = Desk(till)
    order, _ = await till.buy()
    till.spend(400)
    assert (await desk.withdraw(order)).problem == "uninformed", "without that wish a person has to decide"
    assert till.wallet() == (600, 0)

    def wish(session) -> None:
        session.get_one(models.TopUpOrder, order.id).waived_at = till.clock()

    till.db.write_now(wish)
    assert (await desk.withdraw(order)).state == "refunded"
    assert till.wallet() == (0, 0)
    assert till.again(order).refunded_cents == 600 + 114


async def test_a_refund_that_comes_back_needs_a_person(till: Till) -> None:
    desk = Desk(till)
    order, _ = await till.buy()
    done = await desk.withdraw(order)
    provider_id = till.rows(models.Refund)[0].provider_id
    till.server.end_refund(provider_id, succeeded=False)
    await till.tell_all()

    assert await desk.settling.resume() == 1
    assert await desk.settling.resume() == 0
    assert (desk.row(done.id).state, desk.row(done.id).problem, till.wallet()) == ("by_hand", "closed", (1_000, 0))
