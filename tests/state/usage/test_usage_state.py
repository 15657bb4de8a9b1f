"""The page of the own usage, and what administrators see."""

from __future__ import annotations

from datetime import timedelta

from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import utc_now
from chat_app.state.admin.site_usage_state import PricingState, SiteUsageState
from chat_app.state.usage.usage_state import UsageState
from chat_app.wiring import Services
from tests.services.usage.test_log import record
from tests.state.admin.conftest import Visit, house, visit  # noqa: F401


def fill(parts: Services, actor: Actor, count: int, **more: object) -> None:
    for number in range(count):
        record(parts.db, actor, at=utc_now() - timedelta(seconds=number), **more)  # type: ignore[arg-type]


class TestOwn:
    async def test_calls_come_by_pages(self, house: Services, visit: Visit) -> None:  # noqa: F811
        ada, tab = await visit("ada", "user", "/usage")
        fill(house, ada, 40)
        await tab.call(UsageState.load)
        state = tab.state(UsageState)
        assert (state.status, len(state.calls), bool(state.cursor)) == ("ready", 30, True)
        await tab.call(UsageState.more)
        assert (len({call.id for call in state.calls}), state.cursor) == (40, "")
        assert state.figures.calls == "40"

    async def test_filters_narrow_everything_and_can_be_taken_away(self, house: Services, visit: Visit) -> None:  # noqa: F811
        ada, tab = await visit("ada", "user", "/usage")
        fill(house, ada, 2)
        fill(house, ada, 1, kind="title", model_id="openai/small")
        await tab.call(UsageState.show, {"kind": "title", "period": "week"})
        state = tab.state(UsageState)
        assert (state.figures.calls, len(state.calls), state.filters) == ("1", 1, {"kind": "title"})
        assert [option.value for option in state.options["model"]] == ["openai/gpt", "openai/small"]
        await tab.call(UsageState.show, {"model": "openai/gone"})
        assert (state.figures.calls, state.options["model"][-1].value) == ("0", "openai/gone")

    async def test_a_call_says_how_its_cost_came_about_in_the_readers_money(self, house: Services, visit: Visit) -> None:  # noqa: F811
        ada, tab = await visit("ada", "user", "/usage")
        await house.currencies.begin()
        await house.accounts.save_preferences(ada, currency="JPY")
        fill(house, ada, 1, tokens=1_000_000_000)
        await tab.call(UsageState.load)
        call = tab.state(UsageState).calls[0]
        assert (call.amount, call.exact, call.rate_day) == ("≈ ¥173", "$1.10", "2026-10-30")
        assert [(line.kind, line.count, line.rate, line.amount) for line in call.lines] == [("input", "1,000,000,000", "$0.0011", "$1.10")]
        assert tab.state(UsageState).note.kind == "days"

    async def test_what_makes_no_sense_is_said_in_place_of_figures(self, visit: Visit) -> None:  # noqa: F811
        _, tab = await visit("ada", "user", "/usage")
        await tab.call(UsageState.show, {"period": "custom", "first": "soon"})
        state = tab.state(UsageState)
        assert (state.status, state.problem.startswith("This is no date")) == ("failed", True)

    async def test_nobody_sees_others(self, house: Services, visit: Visit) -> None:  # noqa: F811
        ada, _ = await visit("ada", "user", "/usage")
        fill(house, ada, 3)
        _, tab = await visit("bob", "admin", "/usage")
        await tab.call(UsageState.show, {"person": ada.user_id})
        assert tab.state(UsageState).figures.calls == "0"


class TestSite:
    async def test_cost_price_and_margin_of_everybody(self, house: Services, visit: Visit) -> None:  # noqa: F811
        ada, _ = await visit("ada", "user")
        fill(house, ada, 2, tokens=1_000_000_000)
        _, tab = await visit("root", "admin", "/admin/usage")
        await tab.call(SiteUsageState.load)
        state = tab.state(SiteUsageState)
        assert (state.figures.cost, state.figures.paid, state.figures.margin) == ("$2.00", "$2.20", "$0.20")
        assert (state.calls[0].person, state.calls[0].margin, state.calls[0].lines) == ("ada", "$0.10", [])

    async def test_for_nobody_else(self, house: Services, visit: Visit) -> None:  # noqa: F811
        ada, tab = await visit("ada", "manager", "/admin/usage")
        fill(house, ada, 1)
        for event in (SiteUsageState.load, SiteUsageState.more, PricingState.load):
            await tab.call(event)
        assert (tab.state(SiteUsageState).calls, tab.state(SiteUsageState).status, tab.state(PricingState).ready) == ([], "", False)

    async def test_the_margin_is_kept(self, visit: Visit) -> None:  # noqa: F811
        _, tab = await visit("root", "admin", "/admin/usage")
        await tab.call(PricingState.save, {"margin_points": "7,5"})
        assert (tab.state(PricingState).saved, tab.state(PricingState).values) == (1, {"margin_points": "7.5"})
        await tab.call(PricingState.save, {"margin_points": "-1"})
        assert set(tab.state(PricingState).problems) == {"margin_points"}
