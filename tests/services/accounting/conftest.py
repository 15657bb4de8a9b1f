"""A house with open books, an administrator of money and the watch over its books."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from chat_app import models
from chat_app.db import Database
from chat_app.services.accounting.giving import Giving
from chat_app.services.accounting.service import AccountingService
from chat_app.services.accounting.switch import WalletSwitch
from chat_app.services.accounting.watch import BooksWatch
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.ids import new_id
from chat_app.services.ledger import book
from chat_app.services.ledger.credits import NewCredit, add_credit
from chat_app.services.ledger.holds import Charge, capture, hold
from tests.services.house import House

EUR = 1_000_000_000


@dataclass
class Money:
    """The services under test, and short words for what people do with their credit."""

    house: House
    folder: Path
    alarms: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        house = self.house
        self.switch = WalletSwitch(house.db, house.site, house.clock, self._tell)
        self.accounting = AccountingService(house.db, house.clock)
        self.giving = Giving(house.db, house.audit, house.proof, house.clock)
        self.watch = self.new_watch()
        house.db.write_now(lambda session: book.open_books(session, "EUR", house.now))

    def new_watch(self) -> BooksWatch:
        """As after a start of the process."""
        return BooksWatch(self.house.db, self.switch, self.folder / "anchors.log", self.house.clock)

    def buy(self, person: Actor, amount: int, vat: int = 0, key: str = "") -> None:
        credit = NewCredit(person.user_id, amount, key or f"gift {person.user_id} {amount}", paid=True, vat=vat)
        self.house.db.write_now(lambda session: add_credit(session, credit, "EUR", self.house.now))

    def give(self, person: Actor, amount: int) -> None:
        credit = NewCredit(person.user_id, amount, f"given {person.user_id} {amount}")
        self.house.db.write_now(lambda session: add_credit(session, credit, "EUR", self.house.now))

    def call(self, person: Actor, request: str, held: int, cost: int, provider: int) -> None:
        self.keep(person, request, held)
        self.house.db.write_now(lambda session: capture(session, request, Charge(cost, provider), self.house.now))

    def keep(self, person: Actor, request: str, amount: int, minutes: int = 15) -> None:
        now = self.house.now
        until = now.replace(minute=minutes)
        self.house.db.write_now(lambda session: hold(session, person.user_id, request, amount, now, until))

    def order(self, person: Actor) -> str:
        """Somebody paid 11.90 for credit of 10."""
        order = models.TopUpOrder(
            id=new_id(),
            owner_id=person.user_id,
            status="paid",
            currency="EUR",
            net_cents=1_000,
            vat_cents=190,
            total_cents=1_190,
            tax="{}",
            buyer="{}",
            idempotency_key=new_id(),
            created_at=self.house.now,
            paid_at=self.house.now,
        )
        self.house.db.write_now(lambda session: session.add(order))
        return order.id

    def invoice(self, person: Actor, order_id: str) -> None:
        """The invoice of such an order."""
        invoice = models.Invoice(
            id=new_id(),
            event=f"order:{order_id}",
            buyer_country="DE",
            number="R-2026-00001",
            series="R-2026",
            place=1,
            kind="invoice",
            owner_id=person.user_id,
            order_id=order_id,
            currency="EUR",
            net_cents=1_000,
            vat_cents=190,
            total_cents=1_190,
            tax_category="S",
            rate_points=1_900,
            country="DE",
            business=False,
            language="de",
            content="{}",
            content_hash="",
            issued_at=self.house.now,
            supplied_on=self.house.now.date(),
        )
        self.house.db.write_now(lambda session: session.add(models.InvoiceSeries(name="R-2026", last=1)))
        self.house.db.write_now(lambda session: session.add(invoice))

    async def _tell(self, reason: str) -> None:
        self.alarms.append(reason)


@pytest.fixture
def money(db: Database, tmp_path: Path) -> Money:
    return Money(House(db), tmp_path)


@pytest.fixture
def ada(money: Money) -> Actor:
    """Who administers money."""
    return money.house.person("Ada", "admin", email="ada@example.org")


@pytest.fixture
def bob(money: Money) -> Actor:
    """Who has credit."""
    return money.house.person("Bob", email="bob@example.org")
