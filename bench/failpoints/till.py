"""The least that sells credit: one buyer, and the services between Stripe and the books, on a database that others use, too."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.integrations.payments.stripe_http import client_for
from chat_app.integrations.payments.stripe_payments import StripePayments
from chat_app.services.audit import AuditLog
from chat_app.services.kernel.ids import new_id
from chat_app.services.ledger.book import open_books
from chat_app.services.mail import Outbox
from chat_app.services.payment_events.inbox import PaymentInbox
from chat_app.services.payment_events.working import EventWorker
from chat_app.services.reconciliation.service import ReconciliationService
from chat_app.services.refunds.service import RefundService
from chat_app.services.site import SiteService
from chat_app.services.site.billing_sections import Seller
from chat_app.services.site.queries import write_setting
from chat_app.services.tax import profiles
from chat_app.services.tax.dto import Profile
from chat_app.services.topups.dto import NewTopUp
from chat_app.services.topups.following import OrderFollower
from chat_app.services.topups.ordering import open_order
from chat_app.services.topups.parts import TopUpParts

BUYER = "01990000-0000-7000-8000-0000000000bb"
ADDRESS: dict[str, Any] = {"street": "Gasse 1", "postal_code": "10115", "city": "Berlin", "country": "DE"}
SELLER = Seller(
    company="Bench GmbH", contact="B. Ench", email="b@example.org", phone="+49 40 1", vat_id="DE136695976", tax_number="22/1/4", **ADDRESS
)
WISH = NewTopUp(net_cents=1_000, begin_at_once=True)
SECRET = "whsec_local"


class Till:
    """Takes messages and sends money back; `ahead` is how far its clock goes before the machine's."""

    def __init__(self, db: Database, stripe_url: str, ahead: timedelta = timedelta()) -> None:
        self.db, self._ahead = db, ahead
        provider, audit = StripePayments("sk_test_local", SECRET, stripe_url, client_for(stripe_url)), AuditLog(db, self.clock)
        parts = TopUpParts(db, provider, SiteService(db, audit, self.clock), audit, Outbox(None, ""), self.clock, "http://localhost")
        self.inbox = PaymentInbox(db, provider, self.clock)
        self.worker = EventWorker(db, provider, OrderFollower(parts), self.clock)
        self.refunds = RefundService(db, provider, audit, self.clock, lambda _actor: None)
        self.comparing = ReconciliationService(db, provider, audit, self.clock)

    def clock(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def open(self, orders: int) -> list[models.TopUpOrder]:
        """A shop with so many orders that nobody has paid."""

        def made(session: Session) -> list[models.TopUpOrder]:
            open_books(session, "EUR", self.clock())
            write_setting(session, Seller.name, SELLER.model_dump_json(), self.clock())
            session.merge(models.User(id=BUYER, name="Bo", language="en", created_at=self.clock()))
            session.flush()
            profiles.save(session, BUYER, Profile(name="Bo Ench", **ADDRESS), self.clock())
            session.flush()
            return [open_order(session, BUYER, WISH, new_id(), self.clock(), language="en", livemode=False) for _ in range(orders)]

        return self.db.write_now(made)
