"""A wallet as its owner sees it: every movement once, explained, in order, and nothing of anybody else."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.errors import InvalidInputError
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.ids import new_id
from chat_app.services.ledger import book
from chat_app.services.ledger.credits import NewCredit, add_credit, expire
from chat_app.services.ledger.holds import Charge, debit, hold
from chat_app.services.site.billing_sections import Credit, WalletStop
from chat_app.services.wallets import WalletService
from chat_app.services.wallets.export import COLUMNS, table
from tests.services.house import House, house

__all__ = ["house"]

EURO = 1_000_000_000


class Money:
    """Short words for what happens in somebody's wallet."""

    def __init__(self, db: Database, now: datetime) -> None:
        self.db, self.now = db, now
        db.write_now(lambda session: book.open_books(session, "EUR", now))

    def add(self, who: Actor, amount: int, key: str, *, paid: bool = False, until: datetime | None = None, ref: str = "") -> None:
        credit = NewCredit(who.user_id, amount, key, paid=paid, expires_at=until, ref=ref)
        self.db.write_now(lambda session: add_credit(session, credit, "EUR", self.now))

    def call(self, payer: Actor, amount: int, *, by: Actor | None = None, chat: str = "") -> str:
        """A call of a model that the wallet pays; its id."""
        call_id, owner = new_id(), by or payer
        row = models.UsageCall(
            id=call_id, owner_id=owner.user_id, day=self.now.date(), created_at=self.now, kind="send", status="complete",
            provider="openai", model_id="openai/gpt-9", tokens_in=1_200, tokens_out=300, counted_by="provider", currency="USD",
            conversation_id=chat, price_version="2026-11", rate_day=self.now.date(), eur_rate_micro=1_086_300, sale_nano=amount,
            lines='[["input", 1200, 1, 2, 3, 4]]', cost_nano=1,
        )  # fmt: skip

        def pay(session: Session) -> None:
            session.add(row)
            debit(session, payer.user_id, call_id, Charge(amount, ref=call_id), self.now)

        self.db.write_now(pay)
        return call_id

    def order(self, who: Actor) -> str:
        """A paid order with its invoice, and the credit; its id."""
        order_id, invoice = new_id(), new_id()
        rows = [
            models.InvoiceSeries(name="R-2026"),
            models.TopUpOrder(
                id=order_id, owner_id=who.user_id, status="paid", currency="EUR", net_cents=1_000, vat_cents=190, total_cents=1_190,
                tax="{}", buyer="{}", idempotency_key=order_id, created_at=self.now,
            ),
            models.Invoice(
                id=invoice, event=order_id, number="R-2026-00001", series="R-2026", place=1, kind="invoice", owner_id=who.user_id, order_id=order_id,
                currency="EUR", net_cents=1_000, vat_cents=190, total_cents=1_190, tax_category="S", rate_points=1_900, country="DE",
                buyer_country="DE", business=False, language="en", content="{}", content_hash="", issued_at=self.now, supplied_on=self.now.date(),
            ),
        ]  # fmt: skip

        def write(session: Session) -> None:
            for row in rows:
                session.add(row)
                session.flush()

        self.db.write_now(write)
        self.add(who, 10 * EURO, f"order:{order_id}", paid=True, ref=order_id)
        return order_id


@pytest.fixture
def money(house: House) -> Money:
    return Money(house.db, house.now)


@pytest.fixture
def wallets(house: House) -> WalletService:
    return WalletService(house.db, house.site, sells=True, blocked=lambda _session, _owner: False)


async def test_a_wallet_that_nobody_used_is_empty_and_asks_for_nothing(house: House, wallets: WalletService):
    anna = house.person("Anna")
    view = await wallets.view(anna)
    assert (view.balance, view.available, view.promo, view.low, view.charging, view.used) == (0, 0, (), False, False, False)
    assert (await wallets.entries(anna)).items == []


async def test_figures_say_what_is_there_and_where_it_came_from(house: House, wallets: WalletService, money: Money):
    anna, soon = house.person("Anna"), house.now + timedelta(days=3)
    money.add(anna, 2 * EURO, "gift", ref="welcome")
    money.add(anna, EURO, "allowance:x:2026-11", until=soon)
    money.order(anna)
    house.db.write_now(lambda session: hold(session, anna.user_id, "call", 4 * EURO, house.now, soon))
    view = await wallets.view(anna)
    assert (view.balance, view.held, view.available, view.paid) == (13 * EURO, 4 * EURO, 9 * EURO, 10 * EURO)
    assert [(part.remaining, part.expires_at) for part in view.promo] == [(EURO, soon), (2 * EURO, None)]
    assert view.used


async def test_low_blocked_and_stopped_are_said(house: House, money: Money):
    admin, anna = house.person("Root", "admin"), house.person("Anna")
    money.add(anna, EURO, "gift")
    await house.site.save(admin, Credit(charging=True, low_nano=EURO + 1))
    disputed = WalletService(house.db, house.site, sells=True, blocked=lambda _session, owner: owner == anna.user_id)
    assert (await disputed.view(anna)).low
    assert (await disputed.view(anna)).blocked == "dispute"
    assert (await disputed.view(admin)).blocked == ""
    await house.site.save(admin, WalletStop(stopped=True, reason="I2"))
    stopped = await disputed.view(admin)
    assert (stopped.blocked, stopped.can_top_up) == ("stopped", False)


async def test_every_movement_is_explained(house: House, wallets: WalletService, money: Money):
    anna = house.person("Anna")
    chat = house.chat(anna, "Tax")
    money.add(anna, 2 * EURO, "grant:1", ref="For the workshop")
    order = money.order(anna)
    call = money.call(anna, 3 * EURO, chat=chat)
    charge, bought, gift = (await wallets.entries(anna)).items
    assert (charge.kind, charge.amount, charge.after, charge.given) == ("charge", -3 * EURO, 9 * EURO, 2 * EURO)
    assert charge.call
    assert (charge.call.id, charge.call.conversation_title, charge.call.price_version) == (call, "Tax title", "2026-11")
    assert [line.kind for line in charge.call.lines] == ["input"]
    assert (bought.kind, bought.after, bought.left) == ("top_up", 12 * EURO, 9 * EURO)
    assert bought.order
    assert (bought.order.order_id, bought.order.invoice_number, bought.order.vat_cents) == (order, "R-2026-00001", 190)
    assert (gift.kind, gift.after, gift.note, gift.left) == ("grant", 2 * EURO, "For the workshop", 0)


async def test_given_credit_says_when_it_ends_and_that_it_ended(house: House, wallets: WalletService, money: Money):
    anna, soon = house.person("Anna"), house.now + timedelta(days=1)
    money.add(anna, EURO, "allowance:x:2026-11", until=soon, ref="allowance")
    house.db.write_now(lambda session: expire(session, anna.user_id, soon))
    ended, given = (await wallets.entries(anna)).items
    assert (ended.kind, ended.amount, ended.after) == ("expiry", -EURO, 0)
    assert (given.kind, given.expires_at, given.left) == ("allowance", soon, 0)


async def test_who_pays_for_others_sees_that_but_not_their_chats(house: House, wallets: WalletService, money: Money):
    anna, ben = house.person("Anna"), house.person("Ben")
    money.order(anna)
    secret = house.chat(ben, "Secret")
    money.call(anna, EURO, by=ben, chat=secret)
    (charge, _) = (await wallets.entries(anna)).items
    assert charge.call
    assert (charge.by_other, charge.call.conversation_title, charge.call.conversation_id) == (True, "", "")
    assert (await wallets.entries(ben)).items == []


async def test_pages_and_kinds_lose_nothing(house: House, wallets: WalletService, money: Money):
    anna = house.person("Anna")
    money.add(anna, 9 * EURO, "gift")
    money.add(anna, EURO, "voucher:0")
    for _ in range(5):
        money.call(anna, EURO)
    whole = (await wallets.entries(anna)).items
    first = await wallets.entries(anna, limit=3)
    second = await wallets.entries(anna, cursor=first.next_cursor, limit=3)
    third = await wallets.entries(anna, cursor=second.next_cursor, limit=3)
    assert [*first.items, *second.items, *third.items] == whole
    assert third.next_cursor == ""
    assert [entry.after for entry in whole] == [5 * EURO, 6 * EURO, 7 * EURO, 8 * EURO, 9 * EURO, 10 * EURO, 9 * EURO]
    kinds = {kind: len((await wallets.entries(anna, kind)).items) for kind in ("charge", "grant", "voucher", "allowance")}
    assert kinds == {"charge": 5, "grant": 1, "voucher": 1, "allowance": 0}
    assert {entry.after for entry in (await wallets.entries(anna, "charge")).items} == {None}
    with pytest.raises(InvalidInputError):
        await wallets.entries(anna, cursor="nonsense")


async def test_the_table_holds_exact_amounts(house: House, wallets: WalletService, money: Money):
    anna = house.person("Anna")
    money.order(anna)
    money.call(anna, 1)
    text = b"".join([piece async for piece in table(wallets, anna, None)]).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert tuple(rows[0]) == COLUMNS
    assert [(row["kind"], row["amount"], row["balance"], row["invoice"]) for row in rows] == [
        ("charge", "-0.000000001", "9.999999999", ""),
        ("top_up", "10.000000000", "10.000000000", "R-2026-00001"),
    ]
