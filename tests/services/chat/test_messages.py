"""Messages as things: pages, branches, edits, the trash."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import event
from sqlmodel import Session

from chat_app import models
from chat_app.errors import NotFoundError
from chat_app.services.chat import queries
from chat_app.services.chat.errors import EmptyMessageError, TurnRunningError
from chat_app.services.kernel.clock import utc_now
from chat_app.services.kernel.ids import new_id
from tests.fakes.scripted_gateway import ScriptedGateway
from tests.services.chat.conftest import Chat


async def make_long_conversation(chat: Chat, length: int) -> str:
    """A chat of `length` messages in one line, written at once."""
    conversation = await chat.conversations.create(chat.actor)

    def fill(session: Session) -> None:
        parent: str | None = None
        for number in range(length):
            row = models.Message(
                id=new_id(),
                conversation_id=conversation.id,
                parent_id=parent,
                role="assistant" if number % 2 else "user",
                text=f"Message {number}",
                created_at=utc_now(),
            )
            session.add(row)
            session.flush()
            parent = row.id
        stored = session.get(models.Conversation, conversation.id)
        assert stored is not None
        stored.active_leaf_id = parent

    await chat.db.write(fill)
    return conversation.id


class TestPage:
    async def test_shows_the_newest_and_pages_back(self, chat: Chat) -> None:
        conversation_id = await make_long_conversation(chat, 75)
        page = await chat.messages.page(chat.actor, conversation_id)
        texts = [message.text for message in page.messages]
        while page.has_earlier:
            page = await chat.messages.page(chat.actor, conversation_id, page.messages[0].id)
            texts = [message.text for message in page.messages] + texts
        assert texts == [f"Message {number}" for number in range(75)]

    async def test_before_a_message_of_another_chat_is_not_found(self, chat: Chat) -> None:
        first, second = await make_long_conversation(chat, 2), await make_long_conversation(chat, 2)
        foreign = (await chat.shown(second))[0].id
        with pytest.raises(NotFoundError):
            await chat.messages.page(chat.actor, first, foreign)

    async def test_an_empty_chat_has_none(self, chat: Chat) -> None:
        made = await chat.conversations.create(chat.actor)
        assert not await chat.shown(made.id)


class TestShowBranch:
    async def test_goes_to_the_branchs_latest_end(self, chat: Chat) -> None:
        chat.model.gateway = ScriptedGateway(["1"], ["2"], ["3"])
        first = await chat.ask("A")
        await chat.ask("B", first.conversation_id)
        await chat.ask("", first.conversation_id, kind="regenerate", message_id=first.answer_id)
        assert [message.text for message in await chat.shown(first.conversation_id)] == ["A", "3"]
        await chat.messages.show_branch(chat.actor, first.answer_id)
        shown = await chat.shown(first.conversation_id)
        assert [message.text for message in shown] == ["A", "1", "B", "2"]
        assert (shown[1].sibling_index, shown[1].sibling_count) == (1, 2)

    async def test_the_end_of_a_long_branch_is_found_in_one_step(self, chat: Chat) -> None:
        conversation_id = await make_long_conversation(chat, 300)
        first = (await chat.messages.page(chat.actor, conversation_id, limit=200)).messages[0]
        statements: list[object] = []

        def find(session: Session) -> str:
            event.listen(session.connection(), "before_cursor_execute", lambda *seen: statements.append(seen))
            return queries.find_latest_leaf(session, first.id)

        assert await chat.db.read(find) == (await chat.shown(conversation_id))[-1].id
        assert len(statements) == 1


class TestEditText:
    async def test_changes_in_place_and_says_when(self, chat: Chat) -> None:
        chat.model.gateway = ScriptedGateway(["Wrong"])
        turn = await chat.ask("Q")
        await chat.messages.edit_text(chat.actor, turn.answer_id, "Right")
        answer = (await chat.shown(turn.conversation_id))[-1]
        assert answer.text == "Right"
        assert answer.edited_at is not None
        assert answer.sibling_count == 1

    async def test_refuses_emptiness_and_answers_that_are_being_written(self, chat: Chat) -> None:
        chat.model.gateway = ScriptedGateway([asyncio.Event()])
        turn = await chat.begin()
        with pytest.raises(TurnRunningError):
            await chat.messages.edit_text(chat.actor, turn.answer_id, "x")
        with pytest.raises(EmptyMessageError):
            await chat.messages.edit_text(chat.actor, turn.user_message_id, " ")


class TestDelete:
    async def test_takes_what_follows_and_brings_it_back(self, chat: Chat) -> None:
        chat.model.gateway = ScriptedGateway(["1"], ["2"])
        first = await chat.ask("A")
        second = await chat.ask("B", first.conversation_id)
        await chat.messages.delete(chat.actor, second.user_message_id)
        assert [message.text for message in await chat.shown(first.conversation_id)] == ["A", "1"]
        with pytest.raises(NotFoundError):
            await chat.messages.get(chat.actor, second.answer_id)
        await chat.messages.restore(chat.actor, second.user_message_id)
        assert [message.text for message in await chat.shown(first.conversation_id)] == ["A", "1", "B", "2"]

    async def test_what_went_first_comes_back_first(self, chat: Chat) -> None:
        chat.model.gateway = ScriptedGateway(["1"], ["2"])
        first = await chat.ask("A")
        second = await chat.ask("B", first.conversation_id)
        await chat.messages.delete(chat.actor, second.answer_id)
        await chat.messages.delete(chat.actor, first.answer_id)
        with pytest.raises(NotFoundError):
            await chat.messages.restore(chat.actor, second.answer_id)
        await chat.messages.restore(chat.actor, first.answer_id)
        await chat.messages.restore(chat.actor, second.answer_id)
        assert [message.text for message in await chat.shown(first.conversation_id)] == ["A", "1", "B", "2"]

    async def test_shows_a_neighbouring_branch(self, chat: Chat) -> None:
        chat.model.gateway = ScriptedGateway(["1"], ["2"])
        first = await chat.ask("A")
        second = await chat.ask("", first.conversation_id, kind="regenerate", message_id=first.answer_id)
        await chat.messages.delete(chat.actor, second.answer_id)
        shown = await chat.shown(first.conversation_id)
        assert [(message.text, message.sibling_count) for message in shown] == [("A", 1), ("1", 1)]

    async def test_of_the_first_message_empties_the_chat(self, chat: Chat) -> None:
        chat.model.gateway = ScriptedGateway(["1"])
        turn = await chat.ask("A")
        await chat.messages.delete(chat.actor, turn.user_message_id)
        assert not await chat.shown(turn.conversation_id)
        await chat.ask("B", turn.conversation_id)
        assert [message.text for message in await chat.shown(turn.conversation_id)] == ["B", "1"]

    async def test_waits_for_a_running_answer(self, chat: Chat) -> None:
        chat.model.gateway = ScriptedGateway([asyncio.Event()])
        turn = await chat.begin()
        with pytest.raises(TurnRunningError):
            await chat.messages.delete(chat.actor, turn.user_message_id)
