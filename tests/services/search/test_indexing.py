"""The index follows every change, in the change's own transaction."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.services.chat.forks import ForkService
from chat_app.services.kernel.clock import utc_now
from chat_app.services.kernel.ids import new_id
from chat_app.services.search.backlog import SearchBacklog
from chat_app.services.search.indexing import entry_id, message_entry, vector, write_entry
from chat_app.services.search.service import SearchService
from tests.fakes.scripted_gateway import ScriptedGateway
from tests.services.chat.conftest import Chat, make_chat, make_user


@pytest.fixture
async def chat(db: Database) -> AsyncIterator[Chat]:
    made = make_chat(db, make_user(db))
    made.model.gateway = ScriptedGateway(["Quokkas live ", "on Rottnest."])
    yield made
    await made.turns.close()


async def found(chat: Chat, query: str) -> list[str]:
    """Kind and role of what is found."""
    results = await SearchService(chat.db).search(chat.actor, query)
    return sorted(hit.role or hit.kind for hit in results.hits)


async def test_a_turn_is_found_question_answer_and_title(chat: Chat):
    await chat.ask("Where do wombats live?")

    assert await found(chat, "wombat") == ["chat", "user"]
    assert await found(chat, "rottnest") == ["assistant"]


async def test_an_edited_message_is_found_by_what_it_says_now(chat: Chat):
    turn = await chat.ask("Where do wombats live?")
    await chat.messages.edit_text(chat.actor, turn.user_message_id, "Where do numbats live?")

    assert await found(chat, "numbats") == ["user"]
    assert await found(chat, "wombat") == ["chat"]


async def test_a_renamed_chat_is_found_by_its_name(chat: Chat):
    turn = await chat.ask("Hello")
    await chat.conversations.rename(chat.actor, turn.conversation_id, "Marsupials")

    assert await found(chat, "marsupial") == ["chat"]
    assert await found(chat, "hello") == ["user"]


async def test_deleted_things_are_in_the_trash_and_come_back(chat: Chat):
    turn = await chat.ask("Where do wombats live?")
    await chat.messages.delete(chat.actor, turn.answer_id)
    assert await found(chat, "rottnest") == []
    assert await found(chat, "rottnest in:trash") == ["assistant"]
    await chat.messages.restore(chat.actor, turn.answer_id)
    assert await found(chat, "rottnest") == ["assistant"]
    await chat.conversations.delete(chat.actor, turn.conversation_id)
    assert await found(chat, "wombat") == []
    assert await found(chat, "wombat in:trash") == ["chat", "user"]


async def test_what_is_deleted_for_good_leaves_the_index(chat: Chat):
    turn = await chat.ask("Where do wombats live?")
    await chat.conversations.delete(chat.actor, turn.conversation_id)
    await chat.conversations.purge(timedelta(0))

    assert await found(chat, "wombat in:trash") == []
    assert chat.db.read_now(_entries) == 0


async def test_a_continued_answer_is_found_by_its_end(chat: Chat):
    turn = await chat.ask("Tell me")
    chat.db.write_now(lambda session: setattr(session.get(models.Message, turn.answer_id), "status", "stopped"))
    chat.model.gateway = ScriptedGateway([" And numbats, too."])
    await chat.ask("", turn.conversation_id, kind="continue", message_id=turn.answer_id)

    assert await found(chat, "numbats") == await found(chat, "rottnest") == ["assistant"]


async def test_an_interrupted_answer_is_found_as_far_as_it_came(chat: Chat):
    turn = await chat.ask("Tell me")

    def interrupt(session: Session) -> None:
        row, message = session.get(models.Turn, turn.id), session.get(models.Message, turn.answer_id)
        row.status, row.lease_until = "running", None
        message.status, message.text = "running", "Only echidnas"

    chat.db.write_now(interrupt)
    await chat.turns.recover(all_of_them=True)

    assert await found(chat, "echidna") == ["assistant"]


async def test_a_fork_is_found_beside_its_chat(chat: Chat):
    turn = await chat.ask("Where do wombats live?")
    await ForkService(chat.db, chat.changes).fork(chat.actor, turn.answer_id)

    assert await found(chat, "wombat") == ["chat", "chat", "user", "user"]


async def test_what_was_there_before_is_indexed_in_the_background(chat: Chat):
    await chat.ask("Where do wombats live?")
    chat.db.write_now(lambda session: session.execute(text("DELETE FROM search_entries")))
    assert await found(chat, "wombat") == []

    assert await SearchBacklog(chat.db).fill() == 3
    assert await found(chat, "wombat") == ["chat", "user"]
    assert await SearchBacklog(chat.db).fill() == 0


async def test_very_long_texts_fit(chat: Chat):
    turn = await chat.ask("Hello")
    said = " ".join(f"word{number}" for number in range(60_000))
    entry = message_entry(chat.actor.user_id, turn.conversation_id, turn.answer_id, said, utc_now())
    chat.db.write_now(lambda session: write_entry(session, entry))

    assert await found(chat, "word17 word99 ") == ["assistant"]


def test_places_of_a_vector_are_those_of_its_words():
    assert vector(("a", "b", "a")) == "a:1,3 b:2"


def test_ids_grow_with_time():
    now = utc_now()

    assert entry_id(now, new_id()) < entry_id(now + timedelta(milliseconds=2), new_id())


def _entries(session: Session) -> int:
    return session.execute(text("SELECT count(*) FROM search_entries")).scalar_one()
