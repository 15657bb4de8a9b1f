"""An account ends with credit and with a call under way (M16): the books stay right, and nothing that was bought is lost."""

from __future__ import annotations

from datetime import timedelta

from chat_app.services.ledger.holds import Charge, capture, hold
from chat_app.services.ledger.invariants import violations
from chat_app.services.site.billing_sections import WalletStop
from chat_app.services.wallets import WalletService
from chat_app.services.wallets.closing import close_wallet
from tests.services.house import House, house
from tests.services.wallets.test_wallets import EURO, Money, money, wallets

__all__ = ["house", "money", "wallets"]


async def test_what_was_given_goes_what_was_bought_stays_and_holds_end(house: House, wallets: WalletService, money: Money):
    anna = house.person("Anna")
    money.add(anna, 2 * EURO, "gift")
    money.add(anna, EURO, "allowance:x:2026-11", until=house.now + timedelta(days=3))
    money.order(anna)
    house.db.write_now(lambda session: hold(session, anna.user_id, "call", 12 * EURO, house.now, house.now + timedelta(minutes=15)))
    for _ in range(2):
        house.db.write_now(lambda session: close_wallet(session, anna.user_id, house.now))
    view = await wallets.view(anna)
    assert (view.balance, view.held, view.paid, view.promo) == (10 * EURO, 0, 10 * EURO, ())
    assert {entry.amount for entry in (await wallets.entries(anna, "expiry")).items} == {-2 * EURO, -EURO}
    assert house.db.write_now(lambda session: capture(session, "call", Charge(EURO), house.now)) is None
    assert house.db.read_now(lambda session: violations(session, house.now)) == []


async def test_books_that_are_looked_at_are_left_alone(house: House, wallets: WalletService, money: Money):
    admin, anna = house.person("Root", "admin"), house.person("Anna")
    money.add(anna, EURO, "gift")
    await house.site.save(admin, WalletStop(stopped=True, reason="I2"))
    house.db.write_now(lambda session: close_wallet(session, anna.user_id, house.now))
    assert (await wallets.view(anna)).balance == EURO


def test_who_never_had_a_wallet_gets_none(house: House):
    anna = house.person("Anna")
    house.db.write_now(lambda session: close_wallet(session, anna.user_id, house.now))
    assert house.db.read_now(lambda session: violations(session, house.now)) == []
