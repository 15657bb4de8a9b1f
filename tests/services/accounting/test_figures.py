"""What the house took and gave, whose wallets there are, and what is under way."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from chat_app.errors import InvalidInputError, NotFoundError
from chat_app.services.accounting.dto import Overview, Period
from chat_app.services.accounting.figures import whole_days
from chat_app.services.kernel.actor import Actor
from tests.services.accounting.conftest import EUR, Money

TODAY = date(2026, 11, 21)


@pytest.fixture
async def month(money: Money, ada: Actor, bob: Actor) -> Overview:
    """Ten bought and four given; three calls yesterday, one of them dearer than its hold."""
    money.buy(bob, 10 * EUR, 1_900_000_000, f"order:{money.order(bob)}")
    money.give(bob, 4 * EUR)
    money.call(bob, "one", 3 * EUR, 3 * EUR, 2 * EUR)
    money.call(bob, "two", 3 * EUR, 2 * EUR, EUR)
    money.call(bob, "three", EUR, EUR + 5_000_000, EUR)
    money.keep(bob, "open", 2 * EUR)
    money.house.wait(days=1)
    return await money.accounting.overview(ada)


async def test_turnover_cost_and_margin_agree_with_the_calls(month: Overview) -> None:
    figures = month.figures
    assert (figures.turnover, figures.turnover_given) == (6 * EUR, 4 * EUR)
    assert (figures.provider_cost, month.margin) == (4 * EUR, 2 * EUR)
    assert (figures.sold, figures.vat, figures.given, figures.calls) == (10 * EUR, 1_900_000_000, 4 * EUR, 3)
    assert (month.wallets.count, month.wallets.balance, month.wallets.held, month.wallets.paid) == (1, 8 * EUR, 2 * EUR, 8 * EUR)
    assert month.todo.open_holds == 1


async def test_what_was_written_off_is_told_and_alarms_above_a_thousandth(month: Overview, money: Money, ada: Actor, bob: Actor) -> None:
    assert (month.figures.written_off, month.loses_too_much) == (5_000_000, False)
    money.call(bob, "four", EUR, EUR + 5_000_000, EUR)
    assert (await money.accounting.overview(ada)).loses_too_much


async def test_a_day_of_the_chart_is_a_day_of_the_books_and_the_accounts_add_up_to_nothing(month: Overview) -> None:
    assert len(month.days) == 30
    assert [(day.day, day.turnover, day.provider_cost) for day in month.days if day.turnover] == [
        (TODAY, 6 * EUR, 4 * EUR),
    ]
    assert sum(account.balance for account in month.accounts) + month.wallets.balance == 0


async def test_a_period_holds_only_its_own_days(month: Overview, money: Money, ada: Actor) -> None:
    later = await money.accounting.overview(ada, TODAY + timedelta(days=1), TODAY + timedelta(days=1))
    assert (later.figures.turnover, later.figures.calls) == (0, 0)
    for first, last in ((TODAY, TODAY - timedelta(days=1)), (TODAY - timedelta(days=400), TODAY)):
        with pytest.raises(InvalidInputError):
            await money.accounting.overview(ada, first, last)


def test_a_quiet_day_has_a_bar_too() -> None:
    days = whole_days(Period(date(2026, 2, 27), date(2026, 3, 1)), {date(2026, 2, 28): {"revenue": 5}})
    assert [(each.day.day, each.turnover) for each in days] == [(27, 0), (28, 5), (1, 0)]


async def test_wallets_are_listed_and_found_with_those_who_have_none(month: Overview, money: Money, ada: Actor, bob: Actor) -> None:
    others = [money.house.person(f"Carl {number}") for number in range(3)]
    for number, each in enumerate(others):
        money.give(each, (number + 1) * EUR)
    first = await money.accounting.wallets(ada, limit=2)
    rest = await money.accounting.wallets(ada, cursor=first.next_cursor, limit=2)
    last = await money.accounting.wallets(ada, cursor=rest.next_cursor, limit=2)
    assert [row.balance for row in [*first.items, *rest.items, *last.items]] == [8 * EUR, 3 * EUR, 2 * EUR, EUR, 0]
    assert last.next_cursor == ""
    assert [row.name for row in (await money.accounting.wallets(ada, "ADA")).items] == ["Ada"]
    assert (await money.accounting.wallets(ada, "100%")).items == []
    assert (await money.accounting.wallets(ada, "bob@")).items[0].paid == 8 * EUR


async def test_one_wallet_in_full(month: Overview, money: Money, ada: Actor, bob: Actor) -> None:
    view = await money.accounting.wallet(ada, bob.user_id)
    assert [(entry.kind, entry.amount) for entry in view.entries][-2:] == [("grant", 4 * EUR), ("top_up", 10 * EUR)]
    assert [(lot.paid, lot.remaining) for lot in view.lots] == [(True, 8 * EUR)]
    assert [(each.request_id, each.is_overdue) for each in view.holds] == [("open", True)]
    for nobody in ("01990000-0000-7000-8000-000000000000", "revenue"):
        with pytest.raises(NotFoundError):
            await money.accounting.wallet(ada, nobody)


async def test_orders_are_found_by_person_and_invoice(money: Money, ada: Actor, bob: Actor) -> None:
    order = money.order(bob)
    money.invoice(bob, order)
    for search in ("", "bob", "r-2026-00001", order):
        found = (await money.accounting.orders(ada, search=search)).items
        assert [(row.id, row.total_cents, row.invoice_number) for row in found] == [(order, 1_190, "R-2026-00001")]
    assert (await money.accounting.orders(ada, status="refused")).items == []


async def test_nobody_else_sees_any_of_it(money: Money, bob: Actor) -> None:
    service = money.accounting
    for asked in (service.overview(bob), service.wallets(bob), service.wallet(bob, bob.user_id), service.holds(bob), service.orders(bob)):
        with pytest.raises(NotFoundError):
            await asked
