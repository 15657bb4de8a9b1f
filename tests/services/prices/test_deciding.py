"""What waits is decided by administrators; prices of one's own go before the lists; all that held is kept."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from chat_app.errors import NotFoundError
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.ids import new_id
from chat_app.services.prices import PriceService
from chat_app.services.prices.errors import (
    ChangeDecidedError,
    ChangeNotFoundError,
    ModelNotPricedError,
    NoSuchProviderError,
    RateError,
)
from tests.services.prices.conftest import SHIPPED, Desk, listing

DOLLAR = 10**9
SAME = {name.replace("-", "_"): prices for name, prices in SHIPPED.items()}
JUMPS = listing(**{**SAME, "gpt_old": (10, 4), "gpt_same": (20, 8)})


async def waiting_ids(desk: Desk) -> list[str]:
    return [change.id for change in (await desk.prices.changes(desk.admin, state="waiting")).items]


class TestDeciding:
    async def test_approved_it_holds_from_now_on(self, desk: Desk) -> None:
        await desk.publish(JUMPS)
        desk.wait(hours=1)
        assert await desk.prices.decide(desk.admin, [desk.changes()[0].id], "approved") == 1
        assert [await desk.rates(f"openai/{name}") for name in ("gpt-old", "gpt-same")] == [
            (10 * DOLLAR, 4 * DOLLAR),
            (2 * DOLLAR, 8 * DOLLAR),
        ]
        [version] = desk.versions()
        assert (version.valid_from, version.source) == (desk.now, "litellm")
        assert desk.acts()[-1] == "price.approve"

    async def test_rejected_it_does_not_ask_again(self, desk: Desk) -> None:
        await desk.publish(JUMPS)
        assert await desk.prices.decide(desk.admin, None, "rejected") == 2
        assert (await desk.publish(JUMPS)).status == "unchanged"
        assert (desk.versions(), desk.changes("waiting")) == ([], [])
        assert await desk.rates("openai/gpt-old") == (DOLLAR, 4 * DOLLAR)

    async def test_all_or_none(self, desk: Desk) -> None:
        await desk.publish(JUMPS)
        first, second = await waiting_ids(desk)
        await desk.prices.decide(desk.admin, [first], "rejected")
        with pytest.raises(ChangeDecidedError):
            await desk.prices.decide(desk.admin, [first, second], "approved")
        with pytest.raises(ChangeNotFoundError):
            await desk.prices.decide(desk.admin, [second, new_id()], "approved")
        assert await waiting_ids(desk) == [second]
        assert desk.versions() == []

    async def test_before_and_after_by_kind(self, desk: Desk) -> None:
        await desk.publish(JUMPS)
        [change] = (await desk.prices.changes(desk.admin, search="gpt-old")).items
        assert [(rate.kind, rate.before, rate.after, rate.jump) for rate in change.rates] == [("input", DOLLAR, 10 * DOLLAR, True)]

    async def test_pages(self, desk: Desk) -> None:
        await desk.publish(JUMPS)
        page = await desk.prices.changes(desk.admin, limit=1)
        rest = await desk.prices.changes(desk.admin, cursor=page.next_cursor, limit=1)
        assert {page.items[0].model, rest.items[0].model} == {"gpt-old", "gpt-same"}
        assert rest.next_cursor == ""
        await desk.publish(b"no list")
        runs = await desk.prices.runs(desk.admin, limit=1)
        assert [(run.status, run.waiting) for run in runs.items] == [("refused", 0)]
        assert [run.waiting for run in (await desk.prices.runs(desk.admin, cursor=runs.next_cursor)).items] == [2]


class TestOwnPrices:
    async def test_it_goes_before_every_list(self, desk: Desk) -> None:
        await desk.prices.set_price(desk.admin, "openai/gpt-old", {"input": 7 * DOLLAR, "output": 8 * DOLLAR, "cache_read": None})
        await desk.publish(listing(**{**SAME, "gpt_old": (1.5, 6)}))
        assert await desk.rates("openai/gpt-old") == (7 * DOLLAR, 8 * DOLLAR)
        desk.wait(hours=1)
        await desk.prices.clear_price(desk.admin, "openai/gpt-old")
        assert await desk.rates("openai/gpt-old") == (1_500_000_000, 6 * DOLLAR)
        assert [act for act in desk.acts() if act in ("price.set", "price.clear")] == ["price.set", "price.clear"]

    async def test_for_a_server_whose_prices_nobody_publishes(self, desk: Desk) -> None:
        assert await desk.rates("house/own") is None
        set_ = await desk.prices.set_price(desk.admin, "house/own", {"input": 5, "output": 6, "request": 7})
        price = (await desk.card("house/own")).price
        assert price is not None
        assert (price.rates.request, price.version) == (7, set_.versions[0].id)
        assert (set_.model.source, set_.overridden, set_.can_override) == ("admin", True, True)

    @pytest.mark.parametrize(
        "rates", [{}, {"input": 1}, {"input": -1, "output": 1}, {"input": 1, "output": 10**18}, {"input": 1, "output": 1, "smell": 1}]
    )
    async def test_what_is_no_price(self, desk: Desk, rates: dict[str, int | None]) -> None:
        with pytest.raises(RateError):
            await desk.prices.set_price(desk.admin, "house/own", rates)

    @pytest.mark.parametrize("model_id", ["nobody/own", "house", "house/", ""])
    async def test_only_for_providers_of_the_platform(self, desk: Desk, model_id: str) -> None:
        with pytest.raises(NoSuchProviderError):
            await desk.prices.set_price(desk.admin, model_id, {"input": 1, "output": 1})

    async def test_none_to_clear(self, desk: Desk) -> None:
        with pytest.raises(ModelNotPricedError):
            await desk.prices.clear_price(desk.admin, "house/own")


class TestHistory:
    async def test_every_price_with_its_time(self, desk: Desk) -> None:
        await desk.publish(listing(**{**SAME, "gpt_old": (1.5, 6)}))
        first = desk.now
        await desk.publish(listing(**{**SAME, "gpt_old": (2, 6)}))
        found = await desk.prices.history(desk.admin, "openai/gpt-old")
        assert [(version.source, version.valid_from, version.valid_to, version.rates[0].rate) for version in found.versions] == [
            ("litellm", desk.now, None, 2 * DOLLAR),
            ("litellm", first, desk.now, 1_500_000_000),
            ("shipped", None, first, DOLLAR),
        ]
        assert (found.model.source, found.model.version) == ("litellm", found.versions[0].id)

    async def test_an_own_price_stands_beside_the_lists(self, desk: Desk) -> None:
        await desk.prices.set_price(desk.admin, "openai/gpt-old", {"input": 7, "output": 8})
        begun = desk.now
        await desk.publish(listing(**{**SAME, "gpt_old": (1.5, 6)}))
        await desk.prices.clear_price(desk.admin, "openai/gpt-old")
        found = await desk.prices.history(desk.admin, "openai/gpt-old")
        times = [(version.source, version.valid_from, version.valid_to) for version in found.versions]
        assert times == [("litellm", desk.now, None), ("admin", begun, desk.now), ("shipped", None, desk.now)]
        assert found.overridden is False

    async def test_unknown_models_have_none(self, desk: Desk) -> None:
        with pytest.raises(ModelNotPricedError):
            await desk.prices.history(desk.admin, "openai/nothing")

    async def test_search(self, desk: Desk) -> None:
        page = await desk.prices.models(desk.admin, "GPT old")
        assert [(model.id, model.source) for model in page.items] == [("house/gpt-old", "unknown"), ("openai/gpt-old", "shipped")]
        first = await desk.prices.models(desk.admin, limit=2)
        rest = await desk.prices.models(desk.admin, cursor=first.next_cursor, limit=50)
        ids = [model.id for model in [*first.items, *rest.items]]
        assert ids == sorted(set(ids))
        assert {"openai/gpt-new", "house/own"} <= set(ids)


class TestMemory:
    async def test_another_process_knows_within_five_seconds(self, desk: Desk) -> None:
        other = desk.another_process()
        assert await other.rates("openai/gpt-old") == (DOLLAR, 4 * DOLLAR)
        await desk.catalogue.models(desk.admin)
        await other.catalogue.models(desk.admin)
        await desk.publish(listing(**{**SAME, "gpt_old": (1.5, 6)}))
        await desk.prices.set_price(desk.admin, "house/own", {"input": 5, "output": 6})
        assert await desk.rates("house/own") == (5, 6)
        other.wait(seconds=4)
        assert await other.rates("house/own") is None
        other.wait(seconds=1)
        assert await other.rates("house/own") == (5, 6)
        shown = {card.id: card.price for card in await other.catalogue.models(desk.admin)}
        assert shown["openai/gpt-old"] is not None
        assert shown["openai/gpt-old"].rates.input == 1_500_000_000
        await other.catalogue.close()


VERBS: dict[str, Callable[[PriceService, Actor], Awaitable[object]]] = {
    "runs": lambda prices, actor: prices.runs(actor),
    "changes": lambda prices, actor: prices.changes(actor),
    "decide": lambda prices, actor: prices.decide(actor, None, "approved"),
    "models": lambda prices, actor: prices.models(actor),
    "history": lambda prices, actor: prices.history(actor, "openai/gpt-old"),
    "set": lambda prices, actor: prices.set_price(actor, "openai/gpt-old", {"input": 1, "output": 1}),
    "clear": lambda prices, actor: prices.clear_price(actor, "openai/gpt-old"),
    "fetch": lambda prices, actor: prices.fetch_now(actor),
}


@pytest.mark.parametrize("role", ["user", "manager"])
@pytest.mark.parametrize("verb", VERBS)
async def test_nothing_of_it_exists_for_others(desk: Desk, verb: str, role: str) -> None:
    with pytest.raises(NotFoundError):
        await VERBS[verb](desk.prices, desk.person(role))
