"""Another model answers where one fails: once, at the price of the one that answered, saying what failed before."""

from __future__ import annotations

import asyncio
import time
from contextlib import AsyncExitStack
from dataclasses import replace

import pytest
from sqlmodel import select

from chat_app import models
from chat_app.errors import UpstreamUnavailableError
from chat_app.integrations.llm.patience import Patience
from chat_app.integrations.llm.port import TokenUsage, UsageReport
from chat_app.integrations.llm.providers import ProviderConfig
from chat_app.integrations.llm.vendors import ProviderKind
from chat_app.models import TurnStatus
from chat_app.services.catalogue.dto import OFFLINE_MODEL_ID
from chat_app.services.catalogue.pricing import cost_nano
from chat_app.services.chat.dto import NewTurn, Try
from chat_app.services.chat.events import EventType, TurnEvent
from chat_app.services.kernel.ids import new_id
from chat_app.services.site.sections import FallbackChain, Fallbacks
from chat_app.services.usage import UsageService
from tests.fakes.fault_server import Fault, FaultServer
from tests.fakes.scripted_gateway import ScriptedGateway
from tests.integrations.llm.speakers import OpenAiSpeaker, Said
from tests.services.routing.conftest import MakeHouse, provider
from tests.waiting import eventually

KIND = ProviderKind.OPENAI_COMPATIBLE
SPEAKER = OpenAiSpeaker()
LIMITED = SPEAKER.refuses(429, "slow down", {"retry-after": "20"})
DOWN = SPEAKER.refuses(503, "overloaded")
CUT = SPEAKER.says(Said(("Half an ans",), faults=(Fault.CUT,)))
WELL = SPEAKER.says(Said(("The whole ", "answer."), usage=TokenUsage(input=12, output=4)))


def text_of(events: list[TurnEvent]) -> str:
    """What a viewer has on the page in the end."""
    text = ""
    for event in events:
        if event.type == EventType.RESTART:
            text = ""
        elif event.type == EventType.DELTA:
            text += str(event.data["text"])
    return text


class TestChain:
    async def test_limit_then_cut_then_answer(self, house: MakeHouse):
        async with FaultServer(LIMITED) as one, FaultServer(CUT) as two, FaultServer(WELL) as three:
            place = await house({"one": one.url, "two": two.url, "three": three.url})
            await place.prefer(fallback_model_ids=("two/b", "three/c"))
            began = time.monotonic()
            turn, events = await place.ask("one/a")

        assert time.monotonic() - began <= 30
        assert [len([each for each in server.received if each.method == "POST"]) for server in (one, two, three)] == [1, 1, 1]
        assert (turn.status, turn.answered_by) == ("complete", "three/c")
        assert turn.tries == (Try("one/a", "fallback.reason.rate_limit"), Try("two/b", "fallback.reason.cut"))
        assert text_of(events) == "The whole answer."
        (restart_of_two, restart_of_three) = [event for event in events if event.type == EventType.RESTART]
        assert restart_of_two.data["failed_model_id"] == "one/a"
        assert "rate limit" in str(restart_of_two.data["detail"])
        assert restart_of_three.data["model_id"] == "three/c"
        shown = (await place.messages.page(place.actor, turn.conversation_id)).messages
        assert [message.text for message in shown] == ["Hello", "The whole answer."]
        assert (shown[1].answered_by, shown[1].tries) == (turn.answered_by, turn.tries)
        rows = await place.db.read(lambda session: session.exec(select(models.Turn)).all())
        assert [(row.tokens_in, row.tokens_out) for row in rows] == [(12, 4)]
        calls = await place.db.read(lambda session: session.exec(select(models.UsageCall)).all())
        assert sorted((call.model_id, call.status, call.turn_id == turn.id) for call in calls) == [
            ("three/c", "complete", True),
            ("two/b", "failed", True),
        ]

    async def test_one_charge_at_the_price_of_the_model_that_answered(self, house: MakeHouse):
        half = ScriptedGateway(["Half an ", UpstreamUnavailableError(provider="OpenAI")])
        whole = ScriptedGateway(["The whole answer.", UsageReport(TokenUsage(input=1_000, output=500))])
        configs = (ProviderConfig("openai", "OpenAI", KIND), ProviderConfig("deepseek", "DeepSeek", KIND))
        place = await house(configs=configs, gateways={"openai": half, "deepseek": whole})
        await place.prefer(fallback_model_ids=("deepseek/deepseek-chat",))
        turn, _ = await place.ask("openai/gpt-4o-mini")

        price = (await place.routing.route(place.actor, "deepseek/deepseek-chat")).card.price
        assert price is not None
        assert turn.usage.cost_nano == cost_nano(price, TokenUsage(input=1_000, output=500)) > 0
        calls = {call.model_id: call for call in await place.db.read(lambda session: session.exec(select(models.UsageCall)).all())}
        assert calls["deepseek/deepseek-chat"].sale_nano == turn.usage.cost_nano
        assert (calls["openai/gpt-4o-mini"].sale_nano, (calls["openai/gpt-4o-mini"].cost_nano or 0) > 0) == (0, True)

    async def test_an_empty_answer_is_in_the_log_too(self, house: MakeHouse):
        """Its provider counted it and takes money for it; its person pays for the answer alone."""
        empty = ScriptedGateway([UsageReport(TokenUsage(input=900, output=0))])
        whole = ScriptedGateway(["The whole answer.", UsageReport(TokenUsage(input=1_000, output=500))])
        configs = (ProviderConfig("openai", "OpenAI", KIND), ProviderConfig("deepseek", "DeepSeek", KIND))
        place = await house(configs=configs, gateways={"openai": empty, "deepseek": whole})
        await place.prefer(fallback_model_ids=("deepseek/deepseek-chat",))
        turn, _ = await place.ask("openai/gpt-4o-mini")

        calls = {call.model_id: call for call in await place.db.read(lambda session: session.exec(select(models.UsageCall)).all())}
        assert set(calls) == {"openai/gpt-4o-mini", "deepseek/deepseek-chat"}
        failed, answered = calls["openai/gpt-4o-mini"], calls["deepseek/deepseek-chat"]
        assert (failed.status, failed.tokens_in, failed.sale_nano, (failed.cost_nano or 0) > 0) == ("failed", 900, 0, True)
        assert turn.usage.cost_nano == answered.sale_nano

    async def test_never_more_than_three_tries(self, house: MakeHouse):
        async with AsyncExitStack() as stack:
            servers = {name: await stack.enter_async_context(FaultServer(DOWN)) for name in ("one", "two", "three", "four")}
            place = await house({name: server.url for name, server in servers.items()})
            await place.set_site(Fallbacks(stand_in=False))
            await place.prefer(fallback_model_ids=("two/b", "three/c", "four/d"))
            turn, _ = await place.ask("one/a")

        assert (turn.status, turn.error_key) == (TurnStatus.FAILED, "error.upstream_unavailable")
        assert sum(len([each for each in server.received if each.method == "POST"]) for server in servers.values()) == 3
        assert [each.model_id for each in turn.tries] == ["one/a", "two/b", "three/c"]

    @pytest.mark.parametrize(("status", "words"), [(400, "bad request"), (401, "wrong key")])
    async def test_not_for_what_another_model_would_not_mend(self, house: MakeHouse, status: int, words: str):
        async with FaultServer(SPEAKER.refuses(status, words)) as one, FaultServer(WELL) as two:
            place = await house({"one": one.url, "two": two.url})
            await place.prefer(fallback_model_ids=("two/b",))
            turn, _ = await place.ask("one/a")

        assert turn.status == TurnStatus.FAILED
        assert not [each for each in two.received if each.method == "POST"]

    async def test_of_the_administrator_after_that_of_the_person(self, house: MakeHouse):
        async with FaultServer(DOWN) as one, FaultServer(DOWN) as two, FaultServer(WELL) as three:
            place = await house({"one": one.url, "two": two.url, "three": three.url})
            await place.set_site(Fallbacks(chains=(FallbackChain(pattern="one/*", model_ids=("three/c",)),)))
            await place.prefer(fallback_model_ids=("two/b",))
            turn, _ = await place.ask("one/a")

        assert [each.model_id for each in turn.tries] == ["one/a", "two/b"]
        assert turn.answered_by == "three/c"

    async def test_a_model_that_is_not_there_is_passed_over(self, house: MakeHouse):
        async with FaultServer(DOWN) as one, FaultServer(WELL) as two:
            place = await house({"one": one.url, "two": two.url})
            await place.prefer(fallback_model_ids=("gone/x", "two/b"))
            turn, _ = await place.ask("one/a")

        assert turn.answered_by == "two/b"

    async def test_a_comparison_is_answered_by_its_models_alone(self, house: MakeHouse):
        async with FaultServer(DOWN) as one, FaultServer(WELL) as two:
            place = await house({"one": one.url, "two": two.url})
            await place.prefer(fallback_model_ids=("two/b",))
            turn, _ = await place.ask("", model_ids=("one/a", "two/b"))  # type: ignore[arg-type]

        assert turn.answered_by == ""

    async def test_silence_ends_in_time_for_the_next(self, house: MakeHouse, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr("chat_app.integrations.llm.patience.LEAST_SILENCE", 0.5)
        monkeypatch.setattr("chat_app.services.chat.relay.Patience", lambda: Patience(seconds=3.0))
        async with FaultServer([Fault.SILENCE]) as one, FaultServer(WELL) as two:
            place = await house(configs=(provider("one", one.url.replace("127.0.0.1", "localhost")), provider("two", two.url)))
            await place.prefer(fallback_model_ids=("two/b",))
            turn, _ = await place.ask("one/a")

        assert turn.tries == (Try("one/a", "fallback.reason.timeout"),)
        assert turn.answered_by == "two/b"


class TestStandIn:
    async def test_the_builtin_assistant_says_why_and_bills_nothing(self, house: MakeHouse):
        async with FaultServer(DOWN) as one:
            place = await house({"one": one.url})
            turn, events = await place.ask("one/a", "What is 2 + 3?")

        assert (turn.status, turn.answered_by, turn.usage.cost_nano) == ("complete", OFFLINE_MODEL_ID, 0)
        said = text_of(events)
        assert "not reachable" in said
        assert "overloaded" not in said
        assert "5" in said

    async def test_names_the_model_that_failed_last_with_its_own_reason(self, house: MakeHouse):
        long = "<html>" + "502 Bad Gateway, upstream request id 4711. " * 50
        async with FaultServer(LIMITED) as one, FaultServer(SPEAKER.refuses(502, long)) as two:
            place = await house({"one": one.url, "two": two.url})
            await place.prefer(fallback_model_ids=("two/b",))
            turn, events = await place.ask("one/a")

        assert turn.answered_by == OFFLINE_MODEL_ID
        first_line = text_of(events).splitlines()[0]
        assert first_line.startswith("**b** is not answering at the moment (not reachable).")
        assert len(first_line) < 200

    async def test_programs_get_the_error(self, house: MakeHouse):
        async with FaultServer(DOWN) as one:
            place = await house({"one": one.url})
            place.actor = replace(place.actor, api_key_id=new_id())
            turn, _ = await place.ask("one/a")

        assert (turn.status, turn.answered_by) == (TurnStatus.FAILED, "")

    async def test_what_a_model_wrote_is_kept_instead(self, house: MakeHouse):
        async with FaultServer(CUT) as one:
            place = await house({"one": one.url})
            turn, events = await place.ask("one/a")

        assert (turn.status, text_of(events)) == (TurnStatus.FAILED, "Half an ans")


class TestHedging:
    async def test_the_faster_one_answers_and_both_are_kept(self, house: MakeHouse):
        never = asyncio.Event()
        slow, quick = ScriptedGateway([never]), ScriptedGateway(["Quick.", UsageReport(TokenUsage(input=3, output=1))])
        configs = (provider("one", "http://localhost:1"), provider("two", "http://localhost:2"))
        place = await house(configs=configs, gateways={"one": slow, "two": quick})
        await place.prefer(fallback_model_ids=("two/b",), hedge_seconds=1)
        turn, events = await place.ask("one/a")

        assert (turn.answered_by, text_of(events)) == ("two/b", "Quick.")
        assert turn.tries == (Try("one/a", "fallback.reason.slow"),)
        assert slow.cancelled == 1
        calls = await place.db.read(lambda session: session.exec(select(models.UsageCall)).all())
        assert {(call.model_id, call.status, call.counted_by, call.tokens_in > 0) for call in calls} == {
            ("two/b", "complete", "provider", True),
            ("one/a", "stopped", "parley", True),
        }

    async def test_the_cost_on_show_is_what_both_cost(self, house: MakeHouse):
        slow = ScriptedGateway([asyncio.Event()])
        quick = ScriptedGateway(["Quick.", UsageReport(TokenUsage(input=1_000, output=500))])
        configs = (ProviderConfig("openai", "OpenAI", KIND), ProviderConfig("deepseek", "DeepSeek", KIND))
        place = await house(configs=configs, gateways={"openai": slow, "deepseek": quick})
        await place.prefer(fallback_model_ids=("deepseek/deepseek-chat",), hedge_seconds=1)
        turn, _ = await place.ask("openai/gpt-4o-mini")

        calls = await place.db.read(lambda session: session.exec(select(models.UsageCall)).all())
        assert len(calls) == 2
        assert all(call.sale_nano for call in calls)
        shown = await UsageService(place.db).cost_of_turn(place.actor, turn.id)
        assert shown.amount_nano == turn.usage.cost_nano == sum(call.sale_nano or 0 for call in calls)
        assert shown.amount_nano == sum(line.nano for line in shown.lines)
        (answered,) = [call for call in calls if call.status == "complete"]
        assert (shown.price_version, shown.currency) == (answered.price_version, "USD")

    async def test_stopping_while_both_are_asked_calls_both_off(self, house: MakeHouse):
        one, two = ScriptedGateway([asyncio.Event()]), ScriptedGateway([asyncio.Event()])
        configs = (provider("one", "http://localhost:1"), provider("two", "http://localhost:2"))
        place = await house(configs=configs, gateways={"one": one, "two": two})
        await place.prefer(fallback_model_ids=("two/b",), hedge_seconds=1)
        turn = await place.turns.begin(place.actor, NewTurn("", text="Hello", model_id="one/a"))
        await eventually(lambda: two.waiting)
        await place.turns.stop(place.actor, turn.id)
        assert (one.running, two.running) == (0, 0)

    async def test_a_quick_first_model_is_asked_alone(self, house: MakeHouse):
        first, second = ScriptedGateway(["First."]), ScriptedGateway(["Second."])
        configs = (provider("one", "http://localhost:1"), provider("two", "http://localhost:2"))
        place = await house(configs=configs, gateways={"one": first, "two": second})
        await place.prefer(fallback_model_ids=("two/b",), hedge_seconds=1)
        turn, events = await place.ask("one/a")

        assert (turn.answered_by, text_of(events), second.requests) == ("", "First.", [])
