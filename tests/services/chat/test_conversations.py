"""Chats as things: list, rename, draft, trash."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session

from chat_app.errors import InvalidInputError, NotFoundError, UpstreamUnavailableError
from chat_app.models import Message
from chat_app.services.chat import feed
from chat_app.services.chat.conversations import ConversationService
from chat_app.services.chat.planning import title_from
from chat_app.services.kernel.ids import new_id
from chat_app.services.kernel.pagination import encode_cursor
from tests.fakes.scripted_gateway import ScriptedGateway
from tests.services.chat.conftest import Chat
from tests.waiting import PATIENCE, eventually


class TestList:
    async def test_pages_without_gap_or_repetition(self, chat: Chat) -> None:
        made = [(await chat.conversations.create(chat.actor)).id for _ in range(25)]
        seen: list[str] = []
        cursor = ""
        while True:
            page = await chat.conversations.list(chat.actor, cursor, 10)
            seen += [item.id for item in page.items]
            if not (cursor := page.next_cursor):
                break
        assert seen == made[::-1]

    async def test_latest_activity_comes_first(self, chat: Chat) -> None:
        chat.model.gateway = ScriptedGateway(["Yes."])
        old = await chat.ask("Old")
        await chat.ask("New")
        await chat.ask("Again", old.conversation_id)
        assert (await chat.conversations.list(chat.actor)).items[0].id == old.conversation_id

    async def test_says_where_a_turn_runs(self, chat: Chat) -> None:
        chat.model.gateway = ScriptedGateway([asyncio.Event()])
        turn = await chat.begin()
        assert [(item.id, item.running) for item in (await chat.conversations.list(chat.actor)).items] == [(turn.conversation_id, True)]

    @pytest.mark.parametrize("cursor", ["x", "e30", "WyJhIl0", "WyJhIiwgImIiXQ", "ÿ", "A" * 5000, "W1tb" * 3000])
    async def test_refuses_a_foreign_cursor(self, chat: Chat, cursor: str) -> None:
        with pytest.raises(InvalidInputError):
            await chat.conversations.list(chat.actor, cursor)

    @pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "2026-01-01", "\ud800"])
    async def test_refuses_a_cursor_of_no_time_at_all(self, chat: Chat, moment: str) -> None:
        with pytest.raises(InvalidInputError):
            await chat.conversations.list(chat.actor, encode_cursor(moment, new_id()))

    @pytest.mark.parametrize("last_id", ["", "x", "\x00", "\ud800"])
    async def test_refuses_a_cursor_without_one_of_our_ids(self, chat: Chat, last_id: str) -> None:
        with pytest.raises(InvalidInputError):
            await chat.conversations.list(chat.actor, encode_cursor("2026-01-01T00:00:00+00:00", last_id))


class TestGet:
    async def test_tells_tokens_and_cost(self, chat: Chat) -> None:
        chat.model.gateway = ScriptedGateway(["One two three."])
        turn = await chat.ask("Count")
        conversation = await chat.conversations.get(chat.actor, turn.conversation_id)
        assert conversation.cost_nano == turn.usage.cost_nano
        assert conversation.tokens_in_context == turn.usage.tokens_in + turn.usage.tokens_out
        assert conversation.running_turn_id == ""

    async def test_names_the_running_turn(self, chat: Chat) -> None:
        chat.model.gateway = ScriptedGateway([asyncio.Event()])
        turn = await chat.begin("A question of some words")
        conversation = await chat.conversations.get(chat.actor, turn.conversation_id)
        assert conversation.running_turn_id == turn.id
        assert conversation.tokens_in_context > 0


class TestRename:
    async def test_keeps_the_persons_title(self, chat: Chat) -> None:
        chat.model.gateway = ScriptedGateway(["Yes."])
        turn = await chat.ask("Hello")
        await chat.conversations.rename(chat.actor, turn.conversation_id, "  My \n title ")
        await chat.ask("More", turn.conversation_id)
        assert (await chat.conversations.get(chat.actor, turn.conversation_id)).title == "My title"

    @pytest.mark.parametrize("title", ["", "   ", "x" * 201])
    async def test_refuses_an_empty_or_endless_title(self, chat: Chat, title: str) -> None:
        made = await chat.conversations.create(chat.actor)
        with pytest.raises(InvalidInputError):
            await chat.conversations.rename(chat.actor, made.id, title)


class TestDraft:
    async def test_is_kept_and_cleared_by_sending(self, chat: Chat) -> None:
        chat.model.gateway = ScriptedGateway(["Yes."])
        made = await chat.conversations.create(chat.actor)
        await chat.conversations.save_draft(chat.actor, made.id, "Half a thou")
        assert (await chat.conversations.get(chat.actor, made.id)).draft == "Half a thou"
        await chat.ask("Half a thought", made.id)
        assert (await chat.conversations.get(chat.actor, made.id)).draft == ""


class TestTrash:
    async def test_hides_and_brings_back(self, chat: Chat) -> None:
        chat.model.gateway = ScriptedGateway(["Yes."])
        turn = await chat.ask("Hello")
        await chat.conversations.delete(chat.actor, turn.conversation_id)
        assert not (await chat.conversations.list(chat.actor)).items
        for attempt in (chat.conversations.get, chat.messages.page, chat.turns.queued):
            with pytest.raises(NotFoundError):
                await attempt(chat.actor, turn.conversation_id)
        with pytest.raises(NotFoundError):
            await chat.begin("More", turn.conversation_id)
        await chat.conversations.restore(chat.actor, turn.conversation_id)
        assert len(await chat.shown(turn.conversation_id)) == 2

    async def test_ends_the_running_answer_and_keeps_what_came(self, chat: Chat) -> None:
        gateway = chat.model.gateway = ScriptedGateway(["Half", asyncio.Event()])
        turn = await chat.begin()
        viewer = await chat.view(turn)
        await eventually(lambda: gateway.waiting)
        await chat.conversations.delete(chat.actor, turn.conversation_id)
        assert (await viewer)[-1].data["status"] == "stopped"
        assert gateway.running == 0
        await chat.conversations.restore(chat.actor, turn.conversation_id)
        assert (await chat.shown(turn.conversation_id))[-1].text == "Half"

    async def test_ends_the_streams_of_waiting_messages(self, chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(feed, "IDLE_SECONDS", 0.02)
        fail = asyncio.Event()
        chat.model.gateway = ScriptedGateway([fail, UpstreamUnavailableError(provider="T")])
        first = await chat.begin("A")
        second = await chat.begin("B", first.conversation_id)
        viewer = await chat.view(second)
        fail.set()
        await chat.end(first)
        await chat.conversations.delete(chat.actor, first.conversation_id)
        with pytest.raises(NotFoundError):
            await asyncio.wait_for(viewer, PATIENCE)

    async def test_is_emptied_after_its_time(self, chat: Chat) -> None:
        chat.model.gateway = ScriptedGateway(["Yes."])
        kept, gone = await chat.ask("Kept"), await chat.ask("Gone")
        await chat.conversations.delete(chat.actor, gone.conversation_id)
        assert await chat.conversations.purge(timedelta(days=30)) == 0
        later = ConversationService(chat.db, chat.changes, chat.runner, lambda: datetime.now(UTC) + timedelta(days=31))
        assert await later.purge(timedelta(days=30)) == 1
        with pytest.raises(NotFoundError):
            await chat.conversations.restore(chat.actor, gone.conversation_id)
        assert len(await chat.shown(kept.conversation_id)) == 2


class TestTitle:
    @pytest.mark.parametrize(
        ("text", "title"),
        [
            ("Hello", "Hello"),
            ("Two\nlines  here", "Two lines here"),
            ("word " * 30, " ".join(["word"] * 12) + "…"),
            ("x" * 100, "x" * 60 + "…"),
        ],
    )
    def test_is_the_beginning_of_the_question(self, text: str, title: str) -> None:
        assert title_from(text) == title

    async def test_long_chats_go_as_well(self, chat: Chat) -> None:
        made = await chat.conversations.create(chat.actor)
        ids = [new_id() for _ in range(1_500)]

        def write(session: Session) -> None:
            for parent, message in zip([None, *ids], ids, strict=False):
                row = Message(id=message, conversation_id=made.id, parent_id=parent, role="user", text="x", created_at=datetime.now(UTC))
                session.add(row)
                session.flush()

        await chat.db.write(write)
        await chat.conversations.delete(chat.actor, made.id)
        later = ConversationService(chat.db, chat.changes, chat.runner, lambda: datetime.now(UTC) + timedelta(days=31))
        assert await later.purge(timedelta(days=30)) == 1
