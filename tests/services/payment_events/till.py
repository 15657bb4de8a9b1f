"""A house that sells credit through the local Stripe: short words for what happens at its till."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from sqlmodel import Session, col, select

from chat_app import models
from chat_app.db import Database
from chat_app.integrations.payments.stripe_http import client_for
from chat_app.integrations.payments.stripe_payments import StripePayments
from chat_app.services.audit.log import AuditLog
from chat_app.services.disputes.service import DisputeService
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.money import NANO_PER_CENT, nano_of_cents
from chat_app.services.ledger import book
from chat_app.services.ledger.credits import balance_of
from chat_app.services.ledger.dto import AccountKind
from chat_app.services.ledger.holds import Charge, debit
from chat_app.services.ledger.invariants import violations
from chat_app.services.mail import Outbox
from chat_app.services.payment_events.inbox import PaymentInbox
from chat_app.services.payment_events.settling import Settled
from chat_app.services.payment_events.working import EventWorker
from chat_app.services.reconciliation.service import ReconciliationService
from chat_app.services.refunds.service import RefundService
from chat_app.services.site import SiteService
from chat_app.services.topups.following import OrderFollower
from chat_app.services.topups.parts import TopUpParts
from tests.fakes.stripe_server import StripeServer
from tests.fakes.stripe_server.sending import signed
from tests.fakes.stripe_server.store import Thing
from tests.services.invoices.shop import add_order, add_person, open_shop

Row = TypeVar("Row", models.TopUpOrder, models.Refund, models.Dispute)
SECRET = "whsec_local"
ADMIN = Actor("01990000-0000-7000-8000-0000000000ad", role="admin", permissions=frozenset({"admin.billing"}))


@dataclass
class Till:
    """One house, one customer; its clock goes on by hand."""

    db: Database
    server: StripeServer
    ahead: timedelta = timedelta()
    settled: list[Settled] = field(default_factory=list)
    alarms: list[Any] = field(default_factory=list)
    owner: str = ""
    """The customer; without one the house is opened."""

    def __post_init__(self) -> None:
        self.provider = StripePayments("sk_test_local", SECRET, self.server.url, client_for(self.server.url))
        audit = AuditLog(self.db, self.clock)
        self.inbox = PaymentInbox(self.db, self.provider, self.clock)
        parts = TopUpParts(
            self.db, self.provider, SiteService(self.db, audit, self.clock), audit, Outbox(None, ""), self.clock, "http://localhost"
        )
        self.orders = OrderFollower(parts)
        self.worker = self.new_worker()
        self.refunds = RefundService(self.db, self.provider, audit, self.clock, lambda _actor: None)
        self.disputes = DisputeService(self.db, audit, self.clock, lambda _actor: None)
        self.comparing = ReconciliationService(self.db, self.provider, audit, self.clock, lambda *told: self.alarms.append(told))
        self.owner = self.owner or self.db.write_now(self._open)

    def _open(self, session: Session) -> str:
        open_shop(session)
        book.open_books(session, "EUR", self.clock())
        return add_person(session)

    def new_worker(self) -> EventWorker:
        """As another process has it."""
        return EventWorker(self.db, self.provider, self.orders, self.clock, self.settled.append)

    def clock(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def order(self, net_cents: int = 1_000) -> models.TopUpOrder:
        """What the customer wants to buy; nobody has paid."""

        def wanted(session: Session) -> models.TopUpOrder:
            made = add_order(session, self.owner, net_cents, self.clock())
            made.status, made.paid_at = "open", None
            return made

        return self.db.write_now(wanted)

    def pay(self, order: models.TopUpOrder, **changed: Any) -> str:
        """The customer pays; returns the payment. Nobody tells the house."""
        named = {"order_id": order.id, "owner_id": order.owner_id, "net_cents": str(changed.get("net", order.net_cents))}
        return self.server.paid_payment(changed.get("amount", order.total_cents), metadata=named)["id"]

    async def buy(self, net_cents: int = 1_000) -> tuple[models.TopUpOrder, str]:
        """Credit that is paid for and there; the order and its payment."""
        order = self.order(net_cents)
        payment = self.pay(order)
        await self.tell(self.server.events("payment_intent.succeeded")[-1:])
        return self.again(order), payment

    async def take(self, event: Thing) -> bool:
        """The webhook takes a message."""
        body, headers = signed(event, SECRET)
        return await self.inbox.take(body, headers["Stripe-Signature"])

    async def tell(self, events: Iterable[Thing]) -> None:
        """Messages come one after another, and each is worked on before the next."""
        for event in events:
            await self.take(event)
            await self.worker.work()

    async def tell_all(self) -> None:
        """Everything that happened at Stripe."""
        await self.tell(self.server.events())

    def spend(self, cents: int) -> None:
        """The customer uses models."""
        request = f"call {self.clock().isoformat()}"
        self.db.write_now(lambda session: debit(session, self.owner, request, Charge(nano_of_cents(cents)), self.clock()))

    def again(self, row: Row) -> Row:
        return self.db.read_now(lambda session: session.get_one(type(row), row.id))

    def rows(self, table: Any) -> list[Any]:
        return self.db.read_now(lambda session: list(session.exec(select(table).order_by(col(table.id)))))

    def wallet(self) -> tuple[int, int]:
        """What the customer has, and what of it is held: in cents."""
        found = self.db.read_now(lambda session: balance_of(session, self.owner, "EUR"))
        return found.balance // NANO_PER_CENT, found.held // NANO_PER_CENT

    def house(self) -> dict[str, int]:
        """The accounts of the house that are not empty, in cents."""

        def sums(session: Session) -> dict[str, int]:
            found: dict[str, int] = {}
            for posting in session.exec(select(models.Posting).where(models.Posting.account_id != self.owner)):
                found[posting.account_id] = found.get(posting.account_id, 0) + posting.amount
            return {account: amount // NANO_PER_CENT for account, amount in sorted(found.items()) if amount}

        return self.db.read_now(sums)

    def check(self) -> None:
        """The books are right, and invoices say what was paid (I9)."""
        assert self.db.read_now(lambda session: violations(session, self.clock())) == []
        paid = sum(order.total_cents - order.refunded_cents for order in self.rows(models.TopUpOrder) if order.paid_at)
        assert sum(invoice.total_cents for invoice in self.rows(models.Invoice)) == paid

    def at_provider(self) -> int:
        """What is on the account of the house at Stripe, in cents."""
        return sum(movement["net"] for movement in self.server.store.every("balance_transaction"))

    async def reconcile(self) -> int:
        """Compare everything until now; returns how many differences there are."""
        await self.comparing.run(ADMIN)
        found = self.db.read_now(lambda session: session.exec(select(models.Reconciliation)).all())
        return sum(day.open for day in found)


def in_clearing(till: Till) -> int:
    """What Stripe owes the house, as the books say, in cents."""
    return -till.house().get(AccountKind.CLEARING, 0)
