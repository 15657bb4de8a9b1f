"""What a call costs its person: held before it is made, charged once, however it ends (M3, M5, M6, M7, M13, M19)."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from chat_app.errors import UpstreamUnavailableError
from chat_app.integrations.llm.port import Finished, FinishReason, TokenUsage, UsageReport
from chat_app.integrations.llm.rates import Rates
from chat_app.models import TurnStatus
from chat_app.services.catalogue.dto import LOCAL_PRICE, Price
from chat_app.services.chat.errors import IdempotencyConflictError
from chat_app.services.currency.dto import DayRate
from chat_app.services.ledger.dto import AccountKind
from chat_app.services.site.billing_sections import MarginRule
from tests.fakes.scripted_gateway import ScriptedGateway
from tests.services.charging.shop import CARD, COST, DAY, USED, Shop
from tests.waiting import eventually

PLENTY = 10**12
REFUSED = "error.insufficient_credit"


class TestAnAnswer:
    async def test_is_held_then_charged_once_and_explained(self, shop: Shop) -> None:
        shop.give(PLENTY, paid=True)
        shop.model.gateway = ScriptedGateway(["Yes.", USED])
        turn = await shop.chat.ask()
        (call,), (hold,) = shop.calls(), shop.holds()
        assert turn.status == TurnStatus.COMPLETE
        assert (call.id, call.payer_id, call.charged_nano) == (hold.request_id, shop.actor.user_id, COST)
        assert (call.rate_day, call.eur_rate_micro, call.price_version) == (DAY, 1_000_000, "test-1")
        assert (shop.balance().balance, shop.balance().held) == (PLENTY - COST, 0)
        assert hold.amount > COST
        assert (shop.posted(AccountKind.REVENUE), shop.posted(AccountKind.PROVIDER_DUE)) == (COST, COST)

    async def test_is_converted_at_the_rate_of_the_day_and_rounded_up_once(self, shop: Shop) -> None:
        shop.give(PLENTY)
        shop.rates["USD"] = DayRate(DAY, 1_117_200)
        shop.model.gateway = ScriptedGateway(["Yes.", USED])
        await shop.chat.ask()
        assert shop.calls()[0].charged_nano == -(-COST * 1_000_000 // 1_117_200)

    async def test_costs_margin_fixed_part_and_minimum(self, shop: Shop) -> None:
        shop.give(PLENTY)
        shop.model.gateway = ScriptedGateway(["Yes.", USED])
        shop.set(margins=(MarginRule(pattern="other/*", points=9), MarginRule(pattern="test/*", points=2_500, fixed_nano=7)))
        await shop.chat.ask()
        shop.set(minimum_nano=10 * COST)
        await shop.chat.ask()
        assert [call.charged_nano for call in shop.calls()] == [COST * 5 // 4 + 7, 10 * COST]
        assert shop.posted(AccountKind.PROVIDER_DUE) == 2 * COST

    async def test_without_reported_usage_is_estimated_and_says_so(self, shop: Shop) -> None:
        shop.give(PLENTY)
        shop.model.gateway = ScriptedGateway(["Some words of an answer."])
        await shop.chat.ask()
        (call,) = shop.calls()
        assert (call.counted_by, call.charged_nano) == ("parley", call.sale_nano)
        assert PLENTY - shop.balance().balance == call.charged_nano != 0

    async def test_that_uses_more_than_is_held_is_the_houses_loss(self, shop: Shop) -> None:
        shop.give(COST * 1_000)
        shop.model.gateway = ScriptedGateway(["Yes.", UsageReport(TokenUsage(input=10, output=10_000))])
        await shop.chat.ask()
        (call,), (hold,) = shop.calls(), shop.holds()
        assert (call.charged_nano, call.sale_nano) == (hold.amount, 10_000 + 20_000_000)
        assert -shop.posted(AccountKind.WRITE_OFF) == 20_010_000 - hold.amount > 0

    async def test_is_charged_at_the_terms_on_which_it_began(self, shop: Shop) -> None:
        shop.give(PLENTY)
        go_on = asyncio.Event()
        shop.model.gateway = ScriptedGateway(["Yes", go_on, USED])
        turn = await shop.chat.begin()
        await eventually(lambda: shop.model.gateway.waiting)  # type: ignore[union-attr]
        shop.model.card = replace(CARD, price=Price(Rates(9_000_000_000, 9_000_000_000), "test-2"))
        shop.set(margins=(MarginRule(points=10_000, fixed_nano=99),))
        shop.rates["USD"] = DayRate(DAY, 2_000_000)
        go_on.set()
        await shop.chat.end(turn)
        assert [(call.charged_nano, call.price_version) for call in shop.calls()] == [(COST, "test-1")]

    async def test_asked_for_twice_with_one_key_is_one_charge(self, shop: Shop) -> None:
        shop.give(PLENTY)
        shop.model.gateway = ScriptedGateway(["Yes.", USED])
        first = await shop.chat.ask(idempotency_key="once")
        again = await shop.chat.ask(idempotency_key="once")
        assert (first.id, len(shop.calls())) == (again.id, 1)
        with pytest.raises(IdempotencyConflictError):
            await shop.chat.ask("Something else", idempotency_key="once")
        assert PLENTY - shop.balance().balance == COST


class TestWhatNobodyPaysFor:
    async def test_nothing_is_held_while_charging_is_off(self, shop: Shop) -> None:
        shop.set(charging=False)
        await self._costs_nothing(shop)

    async def test_an_own_key(self, shop: Shop) -> None:
        shop.model.own_key = True
        await self._costs_nothing(shop)

    async def test_an_own_machine(self, shop: Shop) -> None:
        shop.model.card = replace(CARD, price=LOCAL_PRICE, local=True)
        shop.set(margins=(MarginRule(fixed_nano=5),), minimum_nano=5)
        await self._costs_nothing(shop)

    async def test_a_model_that_is_given_away(self, shop: Shop) -> None:
        shop.set(free_models=("test/*",))
        await self._costs_nothing(shop)
        assert (shop.calls()[0].sale_nano, shop.calls()[0].cost_nano) == (0, COST)

    async def _costs_nothing(self, shop: Shop) -> None:
        shop.model.gateway = ScriptedGateway(["Yes.", USED])
        assert (await shop.chat.ask()).status == TurnStatus.COMPLETE
        assert (shop.holds(), [(call.payer_id, call.charged_nano) for call in shop.calls()]) == ([], [("", None)])

    async def test_but_not_a_model_whose_price_nobody_knows(self, shop: Shop) -> None:
        shop.model.card, shop.model.gateway = replace(CARD, price=None), ScriptedGateway(["Yes.", USED])
        assert (await shop.chat.ask()).error_key == "error.model_unpriced"
        assert shop.model.gateway.requests == []


class TestAnEnd:
    @pytest.mark.parametrize("script", [[UpstreamUnavailableError(provider="T")], [asyncio.Event]])
    async def test_before_the_first_word_costs_nothing(self, shop: Shop, script: list[object]) -> None:
        shop.give(PLENTY)
        gateway = shop.model.gateway = ScriptedGateway([asyncio.Event() if step is asyncio.Event else step for step in script])  # type: ignore[misc]
        turn = await shop.chat.begin()
        if script == [asyncio.Event]:
            await eventually(lambda: gateway.waiting)
            await shop.chat.turns.stop(shop.actor, turn.id)
        await shop.chat.end(turn)
        assert [hold.state for hold in shop.holds()] == ["voided"]
        assert (shop.balance().available, shop.calls()) == (PLENTY, [])

    @pytest.mark.parametrize("words", [["One"], ["One ", "two ", "three "]])
    async def test_in_the_middle_costs_what_came(self, shop: Shop, words: list[str]) -> None:
        shop.give(PLENTY)
        gateway = shop.model.gateway = ScriptedGateway([*words, asyncio.Event()])
        turn = await shop.chat.begin()
        await eventually(lambda: gateway.waiting)
        await shop.chat.turns.stop(shop.actor, turn.id)
        (call,) = shop.calls()
        assert (call.status, call.counted_by) == ("stopped", "parley")
        assert PLENTY - shop.balance().balance == call.charged_nano == call.sale_nano

    async def test_after_the_last_word_costs_what_was_reported(self, shop: Shop) -> None:
        shop.give(PLENTY)
        gateway = shop.model.gateway = ScriptedGateway(["Yes.", USED, asyncio.Event()])
        turn = await shop.chat.begin()
        await eventually(lambda: gateway.waiting)
        await shop.chat.turns.stop(shop.actor, turn.id)
        assert [(call.status, call.charged_nano) for call in shop.calls()] == [("stopped", COST)]


class TestCreditThatDoesNotReach:
    async def test_for_the_question_is_said_before_anything_is_asked(self, shop: Shop) -> None:
        shop.give(1_000)
        gateway = shop.model.gateway = ScriptedGateway(["Yes.", USED])
        turn = await shop.chat.ask()
        assert (turn.status, turn.error_key, gateway.requests) == (TurnStatus.FAILED, REFUSED, [])
        assert (shop.holds(), shop.calls()) == ([], [])

    async def test_for_the_longest_answer_shortens_it(self, shop: Shop) -> None:
        shop.model.card = replace(CARD, max_output_tokens=50_000)
        shop.give(2_000 * 1_000)
        gateway = shop.model.gateway = ScriptedGateway(["Cut", UsageReport(TokenUsage(10, 900)), Finished(FinishReason.LENGTH)])
        turn = await shop.chat.ask()
        most = gateway.requests[0].sampling.max_tokens
        assert most is not None
        assert 900 < most < 1_000
        assert (turn.status, turn.error_key) == (TurnStatus.FAILED, REFUSED)
        assert [call.charged_nano for call in shop.calls()] == [10 * 1_000 + 900 * 2_000]

    async def test_is_held_in_steps_and_ends_an_answer_that_goes_on_without(self, shop: Shop) -> None:
        shop.model.card = replace(CARD, max_output_tokens=None)
        shop.give(10_000 * 2_000)
        gateway = shop.model.gateway = ScriptedGateway(["seven words of an answer, no more. "] * 4_000)
        turn = await shop.chat.ask()
        (call,), (hold,) = shop.calls(), shop.holds()
        assert (turn.status, turn.error_key, gateway.cancelled) == (TurnStatus.FAILED, REFUSED, 1)
        assert 4_096 * 2_000 < hold.amount <= 10_000 * 2_000
        assert call.charged_nano is not None
        assert 9_500 * 2_000 < call.charged_nano <= hold.amount
        (_, answer) = await shop.chat.shown(turn.conversation_id)
        assert answer.text.startswith("seven words")

    async def test_for_one_long_answer_reaches_for_a_short_one_beside_it(self, shop: Shop) -> None:
        """A hold begins small, so that nothing starves beside a model that might write a book."""
        shop.model.card = replace(CARD, max_output_tokens=100_000)
        shop.give(9_000 * 2_000)
        go_on = asyncio.Event()
        gateway = shop.model.gateway = ScriptedGateway([go_on, "Yes.", USED])
        turns = [await shop.chat.begin(), await shop.chat.begin()]
        await eventually(lambda: gateway.waiting == 2)
        go_on.set()
        await asyncio.gather(*map(shop.chat.end, turns))
        assert [call.charged_nano for call in shop.calls()] == [COST, COST]

    async def test_for_all_at_once_reaches_for_as_many_as_it_can(self, shop: Shop) -> None:
        go_on = asyncio.Event()
        probe = Shop(shop.db)
        probe.give(PLENTY, "another gift")
        probe.model.gateway = ScriptedGateway(["Yes.", USED])
        await probe.chat.ask()
        shop.give(10 * probe.holds()[0].amount)
        gateway = shop.model.gateway = ScriptedGateway([go_on, "Yes.", USED])
        turns = await asyncio.gather(*(shop.chat.begin() for _ in range(50)))
        await eventually(lambda: gateway.waiting == 10 and len(shop.chat.runner.turn_ids) == 10)
        go_on.set()
        await asyncio.gather(*map(shop.chat.end, turns))
        ended = [await shop.chat.turns.get(shop.actor, turn.id) for turn in turns]
        assert sorted(turn.error_key for turn in ended) == [""] * 10 + [REFUSED] * 40
        assert shop.balance().balance == 10 * (probe.holds()[0].amount - COST)
        await probe.chat.turns.close()
