"""A withdrawal is received once, confirmed at once, and paid back where it fits; on both databases."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from chat_app import models
from chat_app.errors import ConflictError, LimitReachedError, NotFoundError
from chat_app.integrations.counters.memory import MemoryCounters
from chat_app.integrations.mail.port import Mail
from chat_app.services.accounts import Knock
from chat_app.services.accounts.asking import PER_ADDRESS, AskingThrottle
from chat_app.services.accounts.proof import ProofNeededError
from chat_app.services.invoices.issuing import issue
from chat_app.services.kernel.ids import new_id
from chat_app.services.kernel.money import NANO_PER_CENT
from chat_app.services.ledger import book
from chat_app.services.ledger.credits import NewCredit, add_credit
from chat_app.services.mail import Outbox
from chat_app.services.tax.dto import Profile
from chat_app.services.topups.dto import OrderStatus
from chat_app.services.withdrawals import WithdrawalService
from chat_app.services.withdrawals.house import HouseWithdrawals
from chat_app.services.withdrawals.settling import LOOK_AGAIN, Settling
from tests.services.house import House, house
from tests.services.invoices.shop import ADA, SELLER, VIENNA, add_order, add_person, open_shop

__all__ = ["house"]

KNOCK = Knock({}, "8.8.8.8")


class Postbox:
    """A mail server's place; keeps the letters."""

    def __init__(self) -> None:
        self.letters: list[Mail] = []

    async def send(self, mail: Mail) -> None:
        self.letters.append(mail)


class Shop:
    """A seller, a paid order of Ada's with its invoice and credit, and the services."""

    def __init__(self, house: House) -> None:
        self.house, self.db = house, house.db
        self.post, self.refunds, self.broken = Postbox(), [], False
        outbox = Outbox(self.post, "https://parley.example", pauses=())
        self.outbox = outbox
        self.settling = Settling(self.db, outbox, self.refund, house.clock)
        asking = AskingThrottle(MemoryCounters())
        self.service = WithdrawalService(self.db, house.audit, outbox, asking, self.settling, sells=False, clock=house.clock)
        self.house_list = HouseWithdrawals(self.db, house.audit, house.proof)
        self.db.write_now(open_shop)
        self.db.write_now(lambda session: book.open_books(session, "EUR", house.now))

    async def refund(self, order_id: str, reason: str) -> str:
        if self.broken:
            raise ConflictError
        self.refunds.append((order_id, reason))

        def keep(session: Session) -> str:
            order = session.get_one(models.TopUpOrder, order_id)
            money = {name: getattr(order, name) for name in ("net_cents", "vat_cents", "total_cents", "owner_id")}
            made = models.Refund(id=new_id(), order_id=order_id, reason=reason, created_at=self.house.now, **money)
            session.add(made)
            return made.id

        return await self.db.write(keep)

    def sell(self, profile: Profile = ADA, **columns: object) -> tuple[str, str, str]:
        """A paid order: the number of its invoice, its id, the buyer's address."""

        def sell(session: Session) -> tuple[str, str, str]:
            order = add_order(session, add_person(session, profile), 1_000, self.house.now)
            invoice = issue(session, order, self.house.now)
            for name, value in columns.items():
                setattr(order, name, value)
            credit = NewCredit(order.owner_id, 1_000 * NANO_PER_CENT, f"order:{order.id}", paid=True, vat=order.vat_cents * NANO_PER_CENT)
            add_credit(session, credit, "EUR", self.house.now)
            return invoice.number, order.id, session.get_one(models.User, order.owner_id).email or ""

        return self.db.write_now(sell)

    async def withdraw(self, contract: str, email: str, **form: str) -> models.Withdrawal:
        receipt = await self.service.declare({"name": "Ada König", "contract": contract, "email": email} | form, "de", KNOCK)
        await self.outbox.drain()
        return self.db.read_now(lambda session: session.get_one(models.Withdrawal, receipt.id))


@pytest.fixture
def shop(house: House) -> Shop:
    return Shop(house)


@pytest.mark.parametrize("named", ["invoice", "order"])
async def test_goes_back_by_itself_when_it_fits(shop: Shop, named: str):
    number, order_id, email = shop.sell()
    row = await shop.withdraw(number.lower() if named == "invoice" else order_id, email.upper())

    assert shop.refunds == [(order_id, "withdrawal")]
    assert (row.state, row.order_id, row.problem) == ("refunded", order_id, "")
    (letter,) = shop.post.letters
    assert letter.to == email
    for words in ("21.\N{NO-BREAK SPACE}November\N{NO-BREAK SPACE}2026", "13:00:00", "Europe/Berlin", row.id, "Ada König", row.contract):
        assert words in letter.text


@pytest.mark.parametrize(
    ("case", "problem"),
    [
        ("number", "unknown"),
        ("address", "unknown"),
        ("unpaid", "unknown"),
        ("business", "business"),
        ("late", "late"),
        ("closed", "closed"),
    ],
)
async def test_is_left_to_a_person_when_it_does_not_fit(shop: Shop, case: str, problem: str):
    columns = {"status": OrderStatus.FAILED} if case == "unpaid" else {}
    number, _, email = shop.sell(VIENNA if case == "business" else ADA, **columns)
    shop.house.wait(days=17 if case == "late" else 1)
    shop.broken = case == "closed"
    row = await shop.withdraw("R-2026-99999" if case == "number" else number, "mallory@example.org" if case == "address" else email)

    assert (row.state, row.problem, shop.refunds) == ("by_hand", problem, [])
    assert [letter.to for letter in shop.post.letters] == [row.email, SELLER.email], "the buyer has a confirmation, the seller is told"


async def test_the_same_form_twice_counts_once(shop: Shop):
    number, _, email = shop.sell()
    key = new_id()
    first, again = await shop.withdraw(number, email, key=key), await shop.withdraw(number, email, key=key)
    other = await shop.withdraw("R-2026-77777", email, key=key)

    assert (first.id, again.id) == (key, key)
    assert other.id != key, "what was declared is never overwritten"
    assert len(shop.refunds) == 1


async def test_what_a_process_left_behind_is_taken_up_once(shop: Shop):
    number, order_id, email = shop.sell()
    refund = await shop.refund(order_id, "withdrawal")
    row = models.Withdrawal(id=new_id(), name="Ada", contract=number, email=email, declared_at=shop.house.now)
    shop.db.write_now(lambda session: session.add(row.model_copy()))
    assert await shop.settling.resume() == 0, "whoever received it may still be at it"
    shop.house.wait(seconds=LOOK_AGAIN.seconds + 1)

    assert await shop.settling.resume() == 1
    assert await shop.settling.resume() == 0
    found = shop.db.read_now(lambda session: session.exec(select(models.Withdrawal)).one())
    assert (found.state, found.refund_id, len(shop.refunds)) == ("refunded", refund, 1)


async def test_nobody_floods_an_address(shop: Shop):
    for _ in range(PER_ADDRESS):
        await shop.withdraw("R-1", "ada@example.org")
    with pytest.raises(LimitReachedError):
        await shop.withdraw("R-1", "ada+more@example.org")


async def test_administrators_decide_the_rest_once(shop: Shop):
    row = await shop.withdraw("R-1", "ada@example.org")
    root, ada = shop.house.person("Root", "admin"), shop.house.person()
    with pytest.raises(NotFoundError):
        await shop.house_list.list(ada)
    with pytest.raises(NotFoundError):
        await shop.house_list.close(ada, row.id, "refused", "")
    shop.house.has_proof = False
    with pytest.raises(ProofNeededError):
        await shop.house_list.close(root, row.id, "refused", "")
    shop.house.has_proof = True
    await shop.house_list.close(root, row.id, "refused", "No such purchase.")

    (listed,) = (await shop.house_list.list(root)).items
    assert (listed.state, listed.problem, listed.note) == ("refused", "unknown", "No such purchase.")
    with pytest.raises(ConflictError):
        await shop.house_list.close(root, row.id, "refunded", "")
    with pytest.raises(NotFoundError):
        await shop.house_list.close(root, new_id(), "refunded", "")


async def test_pages_of_the_list(shop: Shop):
    root = shop.house.person("Root", "admin")
    made = []
    for place in range(3):
        shop.house.now += timedelta(seconds=1)
        made.append((await shop.withdraw(f"R-{place}", f"a{place}@example.org")).id)
    first = await shop.house_list.list(root, limit=2)
    rest = await shop.house_list.list(root, first.next_cursor, limit=2)

    assert [record.id for record in (*first.items, *rest.items)] == made[::-1]
    assert rest.next_cursor == ""


async def test_a_form_that_is_sent_twice_at_once_counts_once(shop: Shop) -> None:
    """Two clicks on the button reach two processes, perhaps: neither answers with an error."""
    form = {"name": "Ada König", "contract": "R-2026-00001", "email": "ada@example.com", "key": new_id()}
    receipts = await asyncio.gather(*(shop.service.declare(form, "en", KNOCK) for _ in range(5)))
    assert {receipt.id for receipt in receipts} == {form["key"]}
    assert len(shop.db.read_now(lambda session: session.exec(select(models.Withdrawal)).all())) == 1
