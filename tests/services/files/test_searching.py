"""Files are found by their names and by what stands in them."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import text
from sqlmodel import Session

from chat_app.services.chat.forks import ForkService
from chat_app.services.search.backlog import SearchBacklog
from chat_app.services.search.service import SearchService
from tests.fakes.scripted_gateway import ScriptedGateway
from tests.services.chat.conftest import Chat
from tests.services.files.conftest import Desk
from tests.services.files.test_sending import send

LONG = b"Nothing but grass, day after day. " * 1_500 + b"And one quokka."


async def found(desk: Desk, query: str) -> list[str]:
    return sorted(hit.kind for hit in (await SearchService(desk.db).search(desk.actor, query)).hits)


def check_index(session: Session) -> None:
    """Raises where SQLite's index differs from its entries."""
    if session.connection().dialect.name == "sqlite":
        session.execute(text("INSERT INTO search_index(search_index, rank) VALUES ('integrity-check', 1)"))


async def test_a_file_is_found_once_it_is_sent(desk: Desk, chat: Chat) -> None:
    chat.model.gateway = ScriptedGateway()
    note = await desk.add(b"Wombats dig burrows.", "Marsupials 2026.txt")
    assert await found(desk, "marsupial") == []
    await send(chat, "Read this", note.id)

    assert await found(desk, "marsupial") == await found(desk, "burrow") == ["file"]
    assert await found(desk, "read has:file") == ["message"]


async def test_a_long_file_is_found_by_its_name_at_once_and_by_its_text_later(desk: Desk, chat: Chat) -> None:
    chat.model.gateway = ScriptedGateway()
    await send(chat, "Read this", (await desk.add(LONG, "Field diary.txt")).id)
    assert await found(desk, "diary") == ["file"]
    assert await found(desk, "quokka") == []
    for _ in range(2):
        await SearchBacklog(desk.db).read_files()

    assert await found(desk, "quokka") == await found(desk, "diary") == ["file"]


async def test_a_long_file_without_a_word_in_its_name_is_read_too(desk: Desk, chat: Chat) -> None:
    chat.model.gateway = ScriptedGateway()
    await send(chat, "Read this", (await desk.add(LONG, "—.txt")).id)
    await SearchBacklog(desk.db).read_files()

    assert await found(desk, "quokka") == ["file"]


async def test_files_of_forks_and_rewritten_questions_are_found_with_them(desk: Desk, chat: Chat) -> None:
    chat.model.gateway = ScriptedGateway()
    note, extra = await desk.add(b"Wombats.", "note.txt"), await desk.add(b"Numbats.", "extra.txt")
    turn = await send(chat, "Read this", note.id, extra.id)
    kept = next(file.id for file in (await chat.shown(turn.conversation_id))[0].attachments if file.name == "extra.txt")
    again = {"conversation_id": turn.conversation_id, "kind": "edit", "message_id": turn.user_message_id}
    await send(chat, "Read it again", without_attachment_ids=(kept,), **again)
    assert await found(desk, "wombat") == ["file", "file"]
    assert await found(desk, "numbat") == ["file"]
    await ForkService(chat.db, chat.changes).fork(chat.actor, turn.answer_id)

    assert await found(desk, "numbat") == ["file", "file"]


async def test_files_go_into_the_trash_and_out_of_the_index_with_their_message(desk: Desk, chat: Chat) -> None:
    chat.model.gateway = ScriptedGateway()
    turn = await send(chat, "Read this", (await desk.add(b"Wombats.", "note.txt")).id)
    await chat.messages.delete(chat.actor, turn.user_message_id)
    assert await found(desk, "wombat") == []
    assert await found(desk, "wombat in:trash has:file") == ["file"]
    await chat.messages.restore(chat.actor, turn.user_message_id)
    assert await found(desk, "wombat") == ["file"]
    await chat.conversations.delete(chat.actor, turn.conversation_id)
    await chat.conversations.purge(timedelta(0))

    assert await found(desk, "wombat in:trash") == []
    desk.db.write_now(check_index)
