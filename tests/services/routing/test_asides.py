"""What is asked beside the turns goes the same way as they do: one answer, one charge, and what failed is kept."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from sqlmodel import select

from chat_app import models
from chat_app.errors import UpstreamUnavailableError
from chat_app.integrations.llm.patience import Patience
from chat_app.integrations.llm.port import TokenUsage, UsageReport
from chat_app.integrations.llm.providers import ProviderConfig
from chat_app.integrations.llm.vendors import ProviderKind
from chat_app.services.catalogue.dto import OFFLINE_MODEL_ID
from chat_app.services.catalogue.pricing import cost_nano
from chat_app.services.chat.dto import Message
from chat_app.services.chat.errors import SummaryFailedError
from chat_app.services.chat.events import EventType, TurnEvent
from chat_app.services.chat.feed import TurnHub
from chat_app.services.chat.side_questions import SideQuestion, SideQuestionService
from chat_app.services.chat.summaries import SummaryService
from chat_app.services.documents.canvas import CanvasService
from chat_app.services.documents.rewriting import CanvasRewriter
from chat_app.services.kernel.ids import new_id
from chat_app.services.site.sections import Fallbacks
from chat_app.services.temporary import TemporaryChats
from tests.fakes.fault_server import Fault, FaultServer
from tests.fakes.scripted_gateway import ScriptedGateway
from tests.integrations.llm.speakers import OpenAiSpeaker, Said
from tests.services.routing.conftest import House, MakeHouse, Usual, provider
from tests.services.routing.test_fallback import text_of
from tests.waiting import eventually

SPEAKER = OpenAiSpeaker()
LIMITED = SPEAKER.refuses(429, "slow down", {"retry-after": "20"})
DOWN = SPEAKER.refuses(503, "overloaded")
CUT = SPEAKER.says(Said(("Half an ans",), faults=(Fault.CUT,)))
WELL = SPEAKER.says(Said(("The whole ", "answer."), usage=TokenUsage(input=12, output=4)))
TRIES = '[["one/a", "fallback.reason.rate_limit"], ["two/b", "fallback.reason.cut"]]'


async def chat_of(place: House) -> str:
    """A chat with one exchange, by the built-in assistant, that asks "one/a" next."""
    turn, _ = await place.ask(OFFLINE_MODEL_ID, "Hello")

    def use(session) -> None:
        session.get(models.Conversation, turn.conversation_id).model_id = "one/a"

    await place.db.write(use)
    return turn.conversation_id


async def rows_of(place: House, kind: str) -> tuple[list[models.Turn], list[models.UsageCall]]:
    def read(session) -> tuple[list[models.Turn], list[models.UsageCall]]:
        turns = session.exec(select(models.Turn).where(models.Turn.kind == kind)).all()
        calls = session.exec(select(models.UsageCall).where(models.UsageCall.kind == kind)).all()
        return list(turns), list(calls)

    return await place.db.read(read)


async def asked_aside(place: House, chat_id: str) -> list[TurnEvent]:
    side = SideQuestionService(place.db, place.routing, place.changes)
    return [event async for batch in await side.ask(place.actor, SideQuestion(chat_id, "Why?")) for event in batch]


async def summarised(place: House, chat_id: str) -> str:
    (*_, last) = (await place.messages.page(place.actor, chat_id)).messages
    await SummaryService(place.db, place.routing, place.changes).summarise(place.actor, chat_id, last.id)
    (found,) = await place.db.read(lambda session: session.exec(select(models.Summary)).all())
    return found.text


async def rewritten(place: House, chat_id: str) -> str:
    canvases = CanvasService(place.db, place.changes)
    made = await canvases.create(place.actor, chat_id, "A long passage.")
    rewriter = CanvasRewriter(place.db, place.routing, canvases)
    return (await rewriter.rewrite(place.actor, made.id, made.revision, 0, 15, "shorter")).text


async def talked(place: House, model_id: str = "one/a") -> tuple[list[TurnEvent], Message]:
    chats = TemporaryChats(place.db, TurnHub(), place.routing, Usual(place.routing))
    chat = await chats.create(place.actor, model_id)
    await chats.send(place.actor, chat.id, "Hello")
    events = [event async for batch in chats.follow(place.actor, chat.id) for event in batch]
    answer = chats.get(place.actor, chat.id).messages[-1]
    await chats.close()
    return events, answer


class TestChain:
    """The first model refuses, the second breaks off, the third answers."""

    @pytest.mark.parametrize(("kind", "use"), [("side", asked_aside), ("summary", summarised), ("canvas", rewritten)])
    async def test_limit_then_cut_then_answer(self, house: MakeHouse, kind: str, use):
        async with FaultServer(LIMITED) as one, FaultServer(CUT) as two, FaultServer(WELL) as three:
            place = await house({"one": one.url, "two": two.url, "three": three.url})
            await place.prefer(fallback_model_ids=("two/b", "three/c"))
            chat_id, began = await chat_of(place), time.monotonic()
            said = await use(place, chat_id)

        assert time.monotonic() - began <= 30
        assert (text_of(said) if isinstance(said, list) else said) == "The whole answer."
        (turn,), calls = await rows_of(place, kind)
        assert (turn.status, turn.model_id, turn.answered_by, turn.tries) == ("complete", "one/a", "three/c", TRIES)
        assert (turn.tokens_in, turn.tokens_out) == (12, 4)
        assert sorted((call.model_id, call.status) for call in calls) == [("three/c", "complete"), ("two/b", "failed")]

    async def test_of_a_temporary_chat(self, house: MakeHouse):
        async with FaultServer(LIMITED) as one, FaultServer(CUT) as two, FaultServer(WELL) as three:
            place = await house({"one": one.url, "two": two.url, "three": three.url})
            await place.prefer(fallback_model_ids=("two/b", "three/c"))
            events, answer = await talked(place)

        assert text_of(events) == answer.text == "The whole answer."
        assert (answer.answered_by, [each.model_id for each in answer.tries]) == ("three/c", ["one/a", "two/b"])
        _, calls = await rows_of(place, "temporary")
        assert sorted((call.model_id, call.status) for call in calls) == [("three/c", "complete"), ("two/b", "failed")]

    async def test_a_title(self, house: MakeHouse):
        titled = SPEAKER.says(Said(("A fine title",)))
        async with FaultServer(WELL, DOWN) as one, FaultServer(titled) as two:
            place = await house({"one": one.url, "two": two.url}, titles=True)
            await place.prefer(fallback_model_ids=("two/b",))
            turn, _ = await place.ask("one/a")

            async def named() -> bool:
                chat = await place.db.read(lambda session: session.get(models.Conversation, turn.conversation_id))
                return chat is not None and chat.title == "A fine title"

            await eventually(named)
        (made,), _ = await rows_of(place, "title")
        assert (made.model_id, made.answered_by, made.tries) == ("one/a", "two/b", '[["one/a", "fallback.reason.unavailable"]]')

    async def test_one_charge_at_the_price_of_the_model_that_answered(self, house: MakeHouse):
        half = ScriptedGateway(["Half an ", UpstreamUnavailableError(provider="OpenAI")])
        whole = ScriptedGateway(["The whole answer.", UsageReport(TokenUsage(input=1_000, output=500))])
        kind = ProviderKind.OPENAI_COMPATIBLE
        configs = (ProviderConfig("openai", "OpenAI", kind), ProviderConfig("deepseek", "DeepSeek", kind))
        place = await house(configs=configs, gateways={"openai": half, "deepseek": whole})
        await place.prefer(fallback_model_ids=("deepseek/deepseek-chat",))
        _, answer = await talked(place, "openai/gpt-4o-mini")

        price = (await place.routing.route(place.actor, "deepseek/deepseek-chat")).card.price
        assert price is not None
        expected = cost_nano(price, TokenUsage(input=1_000, output=500))
        assert answer.usage is not None
        assert answer.usage.cost_nano == expected
        calls = {call.model_id: call for call in (await rows_of(place, "temporary"))[1]}
        assert calls["deepseek/deepseek-chat"].sale_nano == expected
        assert (calls["openai/gpt-4o-mini"].sale_nano, (calls["openai/gpt-4o-mini"].cost_nano or 0) > 0) == (0, True)

    async def test_never_more_than_three_tries(self, house: MakeHouse):
        async with FaultServer(DOWN) as one, FaultServer(DOWN) as two, FaultServer(DOWN) as three, FaultServer(DOWN) as four:
            servers = {"one": one, "two": two, "three": three, "four": four}
            place = await house({name: server.url for name, server in servers.items()})
            await place.prefer(fallback_model_ids=("two/b", "three/c", "four/d"))
            with pytest.raises(SummaryFailedError):
                await summarised(place, await chat_of(place))
            assert sum(len([each for each in server.received if each.method == "POST"]) for server in servers.values()) == 3

    async def test_silence_ends_in_time_for_the_next(self, house: MakeHouse, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr("chat_app.integrations.llm.patience.LEAST_SILENCE", 0.5)
        monkeypatch.setattr("chat_app.services.chat.relay.Patience", lambda: Patience(seconds=3.0))
        async with FaultServer([Fault.SILENCE]) as one, FaultServer(WELL) as two:
            place = await house(configs=(provider("one", one.url.replace("127.0.0.1", "localhost")), provider("two", two.url)))
            await place.prefer(fallback_model_ids=("two/b",))
            began = time.monotonic()
            assert await rewritten(place, await chat_of(place)) == "The whole answer."

        assert time.monotonic() - began < 10


class TestStandIn:
    async def test_people_who_talk_get_the_builtin_assistant(self, house: MakeHouse):
        async with FaultServer(DOWN) as one:
            place = await house({"one": one.url})
            events, answer = await talked(place)

        assert (answer.status, answer.answered_by) == ("complete", OFFLINE_MODEL_ID)
        assert answer.usage is not None
        assert not answer.usage.cost_nano
        assert "not reachable" in text_of(events)

    async def test_programs_get_the_error(self, house: MakeHouse):
        async with FaultServer(DOWN) as one:
            place = await house({"one": one.url})
            chat_id = await chat_of(place)
            place.actor = replace(place.actor, api_key_id=new_id())
            events = await asked_aside(place, chat_id)

        assert [event.type for event in events] == [EventType.ERROR, EventType.COMPLETED]

    async def test_small_talk_is_no_summary(self, house: MakeHouse):
        async with FaultServer(DOWN) as one:
            place = await house({"one": one.url})
            await place.set_site(Fallbacks(stand_in=True))
            with pytest.raises(SummaryFailedError):
                await summarised(place, await chat_of(place))
