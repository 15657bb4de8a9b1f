"""Questions beside a chat."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest
from sqlmodel import select

from chat_app.errors import InvalidInputError, NotFoundError, UpstreamUnavailableError
from chat_app.integrations.llm.port import TokenUsage, UsageReport
from chat_app.models import Turn
from chat_app.services.chat.dto import Turn as TurnRecord
from chat_app.services.chat.events import EventType, TurnEvent
from chat_app.services.chat.side_questions import SideQuestion, SideQuestionService, SideRound
from chat_app.services.kernel.actor import Actor
from tests.fakes.scripted_gateway import ScriptedGateway
from tests.services.chat.conftest import Chat

USED = UsageReport(TokenUsage(input=30, output=5))


@pytest.fixture
async def side(chat: Chat) -> AsyncIterator[SideQuestionService]:
    service = SideQuestionService(chat.db, chat.model, chat.changes)
    yield service
    await service.close()


@pytest.fixture
async def asked(chat: Chat) -> TurnRecord:
    """A chat of one exchange; the next answer is a side one."""
    chat.model.gateway = ScriptedGateway(["An owl is a bird."], ["It flies ", "quietly.", USED])
    return await chat.ask("What is an owl?")


async def events_of(side: SideQuestionService, actor: Actor, question: SideQuestion) -> list[TurnEvent]:
    return [event async for batch in await side.ask(actor, question) for event in batch]


async def side_turns(chat: Chat) -> list[Turn]:
    return list(await chat.db.read(lambda session: session.exec(select(Turn).where(Turn.kind == "side")).all()))


def requests(chat: Chat) -> list[list[str]]:
    assert isinstance(chat.model.gateway, ScriptedGateway)
    return [[message.text for message in request.messages] for request in chat.model.gateway.requests]


class TestAsk:
    async def test_knows_the_chat_and_stays_out_of_it(self, chat: Chat, side: SideQuestionService, asked: TurnRecord) -> None:
        question = SideQuestion(asked.conversation_id, "How?", "a bird", asked.answer_id)
        events = await events_of(side, chat.actor, question)
        assert "".join(str(event.data["text"]) for event in events if event.type == EventType.DELTA) == "It flies quietly."
        assert events[-1].type == EventType.COMPLETED
        assert requests(chat)[-1] == ["What is an owl?", "An owl is a bird.", "> a bird\n\nHow?"]
        assert [message.text for message in await chat.shown(asked.conversation_id)] == ["What is an owl?", "An owl is a bird."]

    async def test_its_cost_is_kept(self, chat: Chat, side: SideQuestionService, asked: TurnRecord) -> None:
        before = (await chat.conversations.get(chat.actor, asked.conversation_id)).cost_nano
        await events_of(side, chat.actor, SideQuestion(asked.conversation_id, "How?"))
        (turn,) = await side_turns(chat)
        assert (turn.tokens_in, turn.tokens_out, turn.cost_nano, turn.user_message_id) == (30, 5, 40_000, asked.answer_id)
        assert (await chat.conversations.get(chat.actor, asked.conversation_id)).cost_nano == before + 40_000

    async def test_rounds_follow_the_quote(self, chat: Chat, side: SideQuestionService, asked: TurnRecord) -> None:
        rounds = (SideRound("How?", "Quietly."),)
        await events_of(side, chat.actor, SideQuestion(asked.conversation_id, "And why?", "a bird", rounds=rounds))
        assert requests(chat)[-1][2:] == ["> a bird\n\nHow?", "Quietly.", "And why?"]

    async def test_reads_the_branch_of_the_quoted_message(self, chat: Chat, side: SideQuestionService, asked: TurnRecord) -> None:
        await chat.ask("Next", asked.conversation_id)
        await events_of(side, chat.actor, SideQuestion(asked.conversation_id, "How?", message_id=asked.answer_id))
        assert requests(chat)[-1] == ["What is an owl?", "An owl is a bird.", "How?"]

    async def test_a_failure_is_said(self, chat: Chat, side: SideQuestionService, asked: TurnRecord) -> None:
        chat.model.gateway = ScriptedGateway([UpstreamUnavailableError()])
        events = await events_of(side, chat.actor, SideQuestion(asked.conversation_id, "How?"))
        assert [event.type for event in events] == [EventType.ERROR, EventType.COMPLETED]
        assert await side_turns(chat) == []

    async def test_who_stops_reading_ends_it_and_pays_for_what_came(self, chat: Chat, side: SideQuestionService, asked: TurnRecord) -> None:
        gateway = chat.model.gateway = ScriptedGateway(["Half", asyncio.Event()])
        events = await side.ask(chat.actor, SideQuestion(asked.conversation_id, "How?"))
        assert await anext(events)
        await events.aclose()  # type: ignore[attr-defined]
        await side.close()
        assert gateway.cancelled == 1
        assert [turn.counted_by for turn in await side_turns(chat)] == ["parley"]

    async def test_no_chat_waits_for_it(self, chat: Chat, side: SideQuestionService, asked: TurnRecord) -> None:
        chat.model.gateway = ScriptedGateway(["Half", asyncio.Event()], ["Done."])
        events = await side.ask(chat.actor, SideQuestion(asked.conversation_id, "How?"))
        assert await anext(events)
        assert (await chat.ask("Next", asked.conversation_id)).status == "complete"


class TestRefused:
    async def test_another_persons_chat_is_not_found(
        self, chat: Chat, side: SideQuestionService, asked: TurnRecord, make_actor: Callable[[str], Actor]
    ) -> None:
        with pytest.raises(NotFoundError):
            await side.ask(make_actor("Eve"), SideQuestion(asked.conversation_id, "How?"))

    async def test_emptiness_too_many_rounds_and_foreign_messages(self, chat: Chat, side: SideQuestionService, asked: TurnRecord) -> None:
        other = await chat.ask("Elsewhere")
        for question in (
            SideQuestion(asked.conversation_id, " "),
            SideQuestion(asked.conversation_id, "How?", rounds=(SideRound("a", "b"),) * 41),
            SideQuestion(asked.conversation_id, "How?", message_id=other.answer_id),
        ):
            with pytest.raises(InvalidInputError):
                await side.ask(chat.actor, question)
