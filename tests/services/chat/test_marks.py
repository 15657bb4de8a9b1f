"""Marks on messages, and what models read because of them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from chat_app.errors import InvalidInputError, NotFoundError
from chat_app.services.chat.marks import MarkService
from chat_app.services.kernel.actor import Actor
from tests.fakes.scripted_gateway import ScriptedGateway
from tests.services.chat.conftest import Chat


@pytest.fixture
def marks(chat: Chat) -> MarkService:
    return MarkService(chat.db, chat.changes)


@pytest.fixture
def gateway(chat: Chat) -> ScriptedGateway:
    chat.model.gateway = ScriptedGateway(["1"], ["2"], ["3"])
    return chat.model.gateway


def read(gateway: ScriptedGateway) -> list[str]:
    """What the model read last."""
    return [message.text for message in gateway.requests[-1].messages]


async def tokens(chat: Chat, conversation_id: str) -> int:
    return (await chat.conversations.get(chat.actor, conversation_id)).tokens_in_context


class TestExclude:
    async def test_is_not_read_until_it_is_taken_back(self, chat: Chat, marks: MarkService, gateway: ScriptedGateway) -> None:
        first = await chat.ask("A secret")
        before = await tokens(chat, first.conversation_id)
        await marks.exclude(chat.actor, first.user_message_id)
        await marks.exclude(chat.actor, first.answer_id)
        assert await tokens(chat, first.conversation_id) == 0
        second = await chat.ask("B", first.conversation_id)
        assert read(gateway) == ["B"]
        await chat.messages.delete(chat.actor, second.user_message_id)
        await marks.exclude(chat.actor, first.user_message_id, False)
        await marks.exclude(chat.actor, first.answer_id, False)
        assert await tokens(chat, first.conversation_id) == before
        await chat.ask("C", first.conversation_id)
        assert read(gateway) == ["A secret", "1", "C"]


class TestClearContext:
    async def test_nothing_before_it_is_read_and_a_second_time_takes_it_back(
        self, chat: Chat, marks: MarkService, gateway: ScriptedGateway
    ) -> None:
        first = await chat.ask("A")
        assert await marks.clear_context(chat.actor, first.conversation_id)
        assert (await chat.shown(first.conversation_id))[-1].clears_context
        assert await tokens(chat, first.conversation_id) == 0
        second = await chat.ask("B", first.conversation_id)
        assert read(gateway) == ["B"]
        await marks.divide(chat.actor, first.answer_id, False)
        await chat.ask("", first.conversation_id, kind="regenerate", message_id=second.answer_id)
        assert read(gateway) == ["A", "1", "B"]
        assert await marks.clear_context(chat.actor, first.conversation_id)
        assert not await marks.clear_context(chat.actor, first.conversation_id)

    async def test_an_empty_chat_has_nothing_to_clear(self, chat: Chat, marks: MarkService) -> None:
        made = await chat.conversations.create(chat.actor)
        with pytest.raises(InvalidInputError):
            await marks.clear_context(chat.actor, made.id)


class TestPin:
    async def test_lists_those_of_all_branches(self, chat: Chat, marks: MarkService, gateway: ScriptedGateway) -> None:
        first = await chat.ask("A")
        again = await chat.ask("", first.conversation_id, kind="regenerate", message_id=first.answer_id)
        await marks.pin(chat.actor, again.answer_id)
        await marks.pin(chat.actor, first.answer_id)
        assert [one.excerpt for one in await marks.pinned(chat.actor, first.conversation_id)] == ["1", "2"]
        await marks.pin(chat.actor, first.answer_id, False)
        await chat.messages.delete(chat.actor, again.answer_id)
        assert await marks.pinned(chat.actor, first.conversation_id) == []


class TestRate:
    async def test_up_down_and_back(self, chat: Chat, marks: MarkService, gateway: ScriptedGateway) -> None:
        turn = await chat.ask("A")
        for rating in (1, -1, 0):
            await marks.rate(chat.actor, turn.answer_id, rating)
            assert (await chat.messages.get(chat.actor, turn.answer_id)).rating == rating

    async def test_only_answers_and_only_thumbs(self, chat: Chat, marks: MarkService, gateway: ScriptedGateway) -> None:
        turn = await chat.ask("A")
        with pytest.raises(InvalidInputError):
            await marks.rate(chat.actor, turn.user_message_id, 1)
        with pytest.raises(InvalidInputError):
            await marks.rate(chat.actor, turn.answer_id, 2)


async def test_what_is_another_persons_is_not_found(
    chat: Chat, marks: MarkService, gateway: ScriptedGateway, make_actor: Callable[[str], Actor]
) -> None:
    turn, eve = await chat.ask("A"), make_actor("Eve")
    for attempt in (
        marks.pin(eve, turn.answer_id),
        marks.exclude(eve, turn.answer_id),
        marks.divide(eve, turn.answer_id),
        marks.rate(eve, turn.answer_id, 1),
        marks.clear_context(eve, turn.conversation_id),
        marks.pinned(eve, turn.conversation_id),
    ):
        with pytest.raises(NotFoundError):
            await attempt


class TestQueue:
    async def test_a_waiting_message_stays_with_its_branch(self, chat: Chat) -> None:
        held = asyncio.Event()
        chat.model.gateway = ScriptedGateway(["1"], ["2", held], ["3"])
        first = await chat.ask("A")
        running = await chat.begin("", first.conversation_id, kind="regenerate", message_id=first.answer_id)
        waiting = await chat.begin("B", first.conversation_id)
        await chat.messages.show_branch(chat.actor, first.answer_id)
        held.set()
        await chat.end(waiting)
        answer = await chat.messages.get(chat.actor, (await chat.turns.get(chat.actor, waiting.id)).user_message_id)
        assert answer.parent_id == running.answer_id

    async def test_two_waiting_messages_follow_each_other(self, chat: Chat) -> None:
        held = asyncio.Event()
        chat.model.gateway = ScriptedGateway(["1", held], ["2"], ["3"])
        first = await chat.begin("A")
        await chat.begin("B", first.conversation_id)
        last = await chat.begin("C", first.conversation_id)
        held.set()
        await chat.end(last)
        assert [message.text for message in await chat.shown(first.conversation_id)] == ["A", "1", "B", "2", "C", "3"]

    async def test_when_its_branch_is_gone_it_goes_where_the_chat_is(self, chat: Chat) -> None:
        chat.model.gateway = ScriptedGateway(["1"], [RuntimeError("broken")], ["3"])
        first = await chat.ask("A")
        held = asyncio.Event()
        chat.model.gateway.scripts[1] = ["x", held, RuntimeError("broken")]
        running = await chat.begin("B", first.conversation_id)
        waiting = await chat.begin("C", first.conversation_id)
        held.set()
        await chat.end(running)
        await chat.messages.delete(chat.actor, running.user_message_id)
        await chat.turns.send_queued(chat.actor, waiting.id)
        await chat.end(waiting)
        assert [message.text for message in await chat.shown(first.conversation_id)] == ["A", "1", "C", "3"]
