"""Books that somebody spoilt stop all wallets within one round of the watch, and start again only when somebody looked."""

from __future__ import annotations

import pytest

from chat_app.errors import NotFoundError
from chat_app.services.accounting.switch import BooksWrongError
from chat_app.services.accounting.watch import BooksWatch
from chat_app.services.kernel.actor import Actor
from chat_app.services.ledger.errors import WalletStoppedError
from chat_app.services.ledger.holds import void
from tests.services.accounting.conftest import EUR, Money
from tests.services.ledger.test_invariants import spoil

SPOILT = {
    "I2": "UPDATE ledger_accounts SET balance = balance + 1 WHERE kind = 'wallet'",
    "I10": "UPDATE ledger_journals SET ref = 'another' WHERE kind = 'charge'",
}


@pytest.fixture
async def used(money: Money, bob: Actor) -> Money:
    """A wallet with a charge and an open hold, looked at once."""
    money.give(bob, 10 * EUR)
    money.call(bob, "done", EUR, EUR // 2, EUR // 4)
    money.keep(bob, "open", EUR)
    assert await money.watch.run() == []
    return money


@pytest.mark.parametrize("rule", SPOILT)
async def test_what_is_spoilt_stops_wallets_and_alarms_within_one_round(rule: str, used: Money, ada: Actor, bob: Actor) -> None:
    spoil(used.house.db, SPOILT[rule])
    watch = used.new_watch() if rule == "I10" else used.watch
    assert rule in {each.rule for each in await watch.run()}
    state = await used.switch.state(ada)
    assert state.stopped
    assert state.by_itself
    assert len(used.alarms) == 1
    with pytest.raises(WalletStoppedError):
        used.keep(bob, "next", EUR)
    await watch.run()
    assert len(used.alarms) == 1


async def test_a_round_over_right_books_stops_nothing(used: Money, ada: Actor) -> None:
    await used.watch.run()
    state = await used.switch.state(ada)
    assert (state.stopped, state.checked_at, used.alarms) == (False, used.house.now, [])


async def test_what_was_changed_before_the_known_part_of_the_chain_is_found_once_a_day(used: Money) -> None:
    spoil(used.house.db, SPOILT["I10"])
    assert await used.watch.run() == []
    used.house.wait(minutes=-10, days=1)
    used.house.wait(minutes=10)
    assert "I10" in {each.rule for each in await used.watch.run()}


async def test_a_chain_that_was_cut_off_misses_what_was_written_down_outside(used: Money) -> None:
    spoil(used.house.db, "DELETE FROM ledger_seals")
    assert ("I10", "anchor") in {(each.rule, each.where) for each in await used.new_watch().look()}


async def test_wallets_start_only_with_right_books_or_accepted_ones(used: Money, ada: Actor, bob: Actor) -> None:
    spoil(used.house.db, SPOILT["I2"])
    await used.watch.run()
    with pytest.raises(BooksWrongError):
        await used.watch.start(ada, accept=False)
    state = await used.watch.start(ada, accept=True)
    assert (state.stopped, state.accepted) == (False, 2)
    used.keep(bob, "next", EUR)
    await used.watch.run()
    assert not (await used.switch.state(ada)).stopped
    # Another difference at the same place is news.
    spoil(used.house.db, SPOILT["I2"])
    await used.watch.run()
    assert (await used.switch.state(ada)).stopped
    assert len(used.alarms) == 2


async def test_the_switch_is_turned_by_hand_with_a_proof_and_by_nobody_else(used: Money, ada: Actor, bob: Actor) -> None:
    for turn in (used.switch.stop(bob, "because"), used.watch.start(bob, accept=True), used.watch.run_by_hand(bob)):
        with pytest.raises(NotFoundError):
            await turn
    await used.switch.stop(ada, "A look at the books")
    assert (await used.switch.state(ada)).reason == "A look at the books"
    assert not (await used.watch.start(ada, accept=False)).stopped


async def test_an_overdue_hold_alarms_unless_the_sweep_ends_it_first(used: Money) -> None:
    used.house.wait(hours=1)
    assert [each.rule for each in await used.watch.look()] == ["I8"]

    async def sweep() -> None:
        await used.house.db.write(lambda session: void(session, "open"))

    swept = BooksWatch(used.house.db, used.switch, used.folder / "anchors.log", used.house.clock, sweep)
    assert await swept.run() == []
    assert used.alarms == []


async def test_a_purchase_needs_its_credit_and_its_invoice(used: Money, bob: Actor) -> None:
    order = used.order(bob)
    assert {(each.rule, each.where, each.expected, each.found) for each in await used.watch.look()} == {
        ("I6", order, 1, 0),
        ("I9", order, 1_190, 0),
    }
    used.buy(bob, 10 * EUR, 1_900_000_000, f"order:{order}")
    assert {each.rule for each in await used.watch.look()} == {"I9"}
    used.invoice(bob, order)
    assert await used.watch.look() == []
    used.buy(bob, 10 * EUR, key="order:nobody-paid")
    assert [each.rule for each in await used.watch.look()] == ["I6"]


async def test_money_that_never_left_clearing_is_told_and_stops_nothing(money: Money, ada: Actor, bob: Actor) -> None:
    order = money.order(bob)
    money.buy(bob, 10 * EUR, 1_900_000_000, f"order:{order}")
    money.invoice(bob, order)
    assert await money.watch.run() == []
    money.house.wait(days=8)
    assert [(each.rule, each.where, each.found) for each in await money.watch.run()] == [("I7", "stripe_clearing", -11_900_000_000)]
    assert not (await money.switch.state(ada)).stopped
    assert (await money.switch.health()).state == "warning"
