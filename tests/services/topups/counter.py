"""A shop that sells credit: a seller, the services, a local Stripe, and a clock that tests set."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlmodel import Session, select

from chat_app import models
from chat_app.db import Database
from chat_app.integrations.mail.port import Mail
from chat_app.integrations.payments.stripe_http import client_for
from chat_app.integrations.payments.stripe_payments import StripePayments
from chat_app.services.access.matrix import permissions_of
from chat_app.services.audit import AuditLog
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.money import nano_of_cents
from chat_app.services.ledger import book
from chat_app.services.ledger.credits import balance_of
from chat_app.services.ledger.dto import Balance, Violation
from chat_app.services.ledger.holds import Charge, debit
from chat_app.services.ledger.invariants import violations
from chat_app.services.mail import Outbox
from chat_app.services.site import SiteService
from chat_app.services.site.billing_sections import TopUps
from chat_app.services.site.queries import write_setting
from chat_app.services.tax.dto import Profile
from chat_app.services.topups.automatic import AutomaticTopUps
from chat_app.services.topups.automatic_rules import AutomaticRules
from chat_app.services.topups.customers import Customers
from chat_app.services.topups.dto import AutomaticWish, NewTopUp
from chat_app.services.topups.following import OrderFollower
from chat_app.services.topups.methods import MethodService
from chat_app.services.topups.offers import OfferService
from chat_app.services.topups.parts import TopUpParts
from chat_app.services.topups.service import TopUpService
from tests.fakes.stripe_server import StripeServer
from tests.services.invoices.shop import ADA, add_person, open_shop

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
TEN = NewTopUp(1_000, begin_at_once=True)


class Counter:
    """Where people buy."""

    def __init__(self, db: Database, stripe: StripeServer, *, sells: bool = True) -> None:
        self.db, self.stripe, self.now = db, stripe, NOW
        self.told: list[str] = []
        self.letters: list[Mail] = []
        payments = StripePayments(stripe.doorway.api_key, stripe.sender.secret, stripe.url, client_for(stripe.url)) if sells else None
        audit = AuditLog(db, self.clock)
        outbox = Outbox(self, "https://parley.example", pauses=())
        site = SiteService(db, audit, self.clock)
        self.parts = TopUpParts(db, payments, site, audit, outbox, self.clock, "https://parley.example", [self.told.append])
        customers, self.follower = Customers(self.parts), OrderFollower(self.parts)
        self.methods = MethodService(self.parts, customers)
        self.offers = OfferService(self.parts)
        self.orders = TopUpService(self.parts, customers, self.follower)
        self.rules = AutomaticRules(self.parts, self.methods)
        self.automatic = AutomaticTopUps(self.parts, self.follower)

    def clock(self) -> datetime:
        return self.now

    async def send(self, mail: Mail) -> None:
        self.letters.append(mail)

    def open(self) -> None:
        def begin(session: Session) -> None:
            open_shop(session)
            book.open_books(session, "EUR", NOW)

        self.db.write_now(begin)

    def open_again(self) -> None:
        self.db.write_now(open_shop)

    def person(self, profile: Profile = ADA) -> Actor:
        owner_id = self.db.write_now(lambda session: add_person(session, profile))
        return Actor(owner_id, profile.name, language="de", role="user", permissions=permissions_of("user"))

    def offer(self, **values: object) -> None:
        """What administrators set."""
        section = TopUps.model_validate(values)
        self.db.write_now(lambda session: write_setting(session, TopUps.name, section.model_dump_json(), self.now))
        self.parts.site._cache.clear()

    def order(self, order_id: str) -> models.TopUpOrder:
        return self.db.read_now(lambda session: session.get_one(models.TopUpOrder, order_id))

    def orders_of(self, actor: Actor) -> list[models.TopUpOrder]:
        statement = select(models.TopUpOrder).where(models.TopUpOrder.owner_id == actor.user_id)
        return list(self.db.read_now(lambda session: session.exec(statement).all()))

    def account(self, actor: Actor) -> models.PaymentAccount:
        return self.db.read_now(lambda session: session.get_one(models.PaymentAccount, actor.user_id))

    def balance(self, actor: Actor) -> Balance:
        return self.db.read_now(lambda session: balance_of(session, actor.user_id, "EUR"))

    def invoices(self, order_id: str) -> list[models.Invoice]:
        statement = select(models.Invoice).where(models.Invoice.order_id == order_id)
        return list(self.db.read_now(lambda session: session.exec(statement).all()))

    def spend(self, actor: Actor, cents: int) -> None:
        charge = Charge(nano_of_cents(cents))
        self.db.write_now(lambda session: debit(session, actor.user_id, f"{self.now}", charge, self.now))

    def wrong(self) -> list[Violation]:
        return self.db.read_now(lambda session: violations(session, self.now))

    def wait(self, **time: int) -> None:
        self.now += timedelta(**time)

    async def bought(self, actor: Actor, wish: NewTopUp = TEN, key: str = "") -> str:
        """An order that was paid on the provider's page and looked at on the way back; its id."""
        started = await self.orders.start(actor, wish, key)
        self.stripe.pay(started.url.rsplit("/", 1)[1])
        await self.orders.get(actor, started.order_id)
        return started.order_id

    async def lets_buy(self, actor: Actor, how: str = "card", **changes: object) -> None:
        """Somebody who bought once lets credit be bought by itself: €10 below €5, at most €30 a month."""
        await self.bought(actor)
        method_id = self.stripe.save_method(self.account(actor).customer_id, how)  # pyright: ignore[reportArgumentType]
        wish = AutomaticWish(True, 500, 1_000, 3_000, method_id, begin_at_once=True)
        await self.rules.save(actor, replace(wish, **changes))  # pyright: ignore[reportArgumentType]
