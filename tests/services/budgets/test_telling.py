"""People are told once that credit or a budget runs out: over the page and by mail."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from chat_app.services.budgets.dto import Action, NewBudget, Period, Scope
from chat_app.services.budgets.notices import MoneyNotices
from chat_app.services.budgets.own import OwnBudgets
from chat_app.services.budgets.watching import MoneyWatch
from chat_app.services.kernel.actor import Actor
from chat_app.services.ledger import book
from chat_app.services.ledger.credits import NewCredit, add_credit
from chat_app.services.ledger.holds import Charge, debit
from chat_app.services.mail import Outbox
from chat_app.services.site.billing_sections import Credit
from tests.fakes.mail_server import Mailbox, mail_server, text_of
from tests.services.budgets.test_setting import FIVE, use
from tests.services.house import House
from tests.services.mail.test_outbox import outbox

EURO = 1_000_000_000


@dataclass
class Told:
    house: House
    watch: MoneyWatch
    box: Outbox
    mailbox: Mailbox

    async def run(self) -> int:
        count = await self.watch.run()
        await self.box.drain()
        return count

    async def shown(self, actor: Actor) -> list[str]:
        return [notice.kind for notice in await MoneyNotices(self.house.db, self.house.site, self.house.clock).list(actor)]


@pytest.fixture
async def told(house: House) -> AsyncIterator[Told]:
    house.db.write_now(lambda session: book.open_books(session, "EUR", house.now))
    await house.site.save(house.person("Root", "admin"), Credit(charging=True, low_nano=EURO))
    with mail_server() as mailbox:
        box = outbox(mailbox.port)
        yield Told(house, MoneyWatch(house.db, house.site, box, house.told.append, house.clock), box, mailbox)


def person(house: House, name: str = "ada") -> Actor:
    return house.person(name, email=f"{name}@example.org", email_confirmed_at=house.now, language="de")


def give(house: House, actor: Actor, amount: int, key: str) -> None:
    house.db.write_now(lambda session: add_credit(session, NewCredit(actor.user_id, amount, key), "EUR", house.now))


def spend(house: House, actor: Actor, amount: int, request: str) -> None:
    house.db.write_now(lambda session: debit(session, actor.user_id, request, Charge(amount), house.now))


async def test_little_credit_is_told_once_for_each_fall(house: House, told: Told) -> None:
    ada = person(house)
    give(house, ada, 2 * EURO, "gift")
    assert (await told.run(), await told.shown(ada)) == (0, [])
    spend(house, ada, EURO + 1, "one")
    assert [await told.run(), await told.run()] == [1, 0]
    assert (await told.shown(ada), house.told) == (["low"], [ada.user_id])
    assert "noch 1,00 €" in text_of(told.mailbox.letters[0])
    give(house, ada, EURO, "more")
    assert (await told.run(), await told.shown(ada)) == (0, [])
    spend(house, ada, EURO, "two")
    assert (await told.run(), await told.shown(ada), len(told.mailbox.letters)) == (1, ["low"], 2)


async def test_without_charging_credit_matters_to_nobody(house: House, told: Told) -> None:
    ada = person(house)
    give(house, ada, 1, "gift")
    await house.site.save(house.person("Root", "admin"), Credit(charging=False))
    assert (await told.run(), await told.shown(ada)) == (0, [])


async def test_a_budget_warns_at_its_share_once_in_a_period(house: House, told: Told) -> None:
    ada, budgets = person(house), OwnBudgets(house.db, house.audit, house.clock)
    await budgets.put(ada, NewBudget(Scope.USER, "", Period.MONTH, FIVE, Action.WARN, 80))
    use(house, ada, 4 * EURO - 1)
    assert (await told.run(), await told.shown(ada)) == (0, [])
    use(house, ada, 1)
    assert [await told.run(), await told.run()] == [1, 0]
    assert await told.shown(ada) == ["near"]
    assert "4,00 € von 5,00 €" in text_of(told.mailbox.letters[0])
    use(house, ada, 2 * EURO)
    assert (await told.run(), await told.shown(ada)) == (0, ["full"])
    house.wait(days=15)
    assert await told.shown(ada) == []
    use(house, ada, FIVE)
    assert await told.run() == 1


async def test_only_a_confirmed_address_gets_letters(house: House, told: Told) -> None:
    ada = house.person("ada", email="ada@example.org")
    give(house, ada, 1, "gift")
    assert (await told.run(), told.mailbox.letters, await told.shown(ada)) == (1, [], ["low"])
