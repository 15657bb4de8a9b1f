"""Files go with messages, and models read them."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_app.errors import InvalidInputError, NotFoundError
from chat_app.integrations.llm.port import ImagePart, TextPart
from chat_app.services.chat.dto import NewTurn
from chat_app.services.chat.errors import EmptyMessageError
from chat_app.services.chat.forks import ForkService
from chat_app.services.files.errors import AttachmentNotFoundError
from chat_app.services.files.parts import quoted, text_block
from tests.fakes.scripted_gateway import ScriptedGateway
from tests.services.chat.conftest import Chat, make_user
from tests.services.files.conftest import Desk, in_pieces
from tests.services.files.test_files import picture


@pytest.fixture
def gateway(chat: Chat) -> ScriptedGateway:
    chat.model.gateway = ScriptedGateway()
    return chat.model.gateway


async def send(chat: Chat, text: str, *ids: str, conversation_id: str = "", **fields: object):
    turn = await chat.turns.begin(chat.actor, NewTurn(conversation_id, text=text, attachment_ids=ids, **fields))  # type: ignore[arg-type]
    await chat.end(turn)
    return turn


async def files_shown(chat: Chat, conversation_id: str) -> list[list[str]]:
    return [[file.name for file in message.attachments] for message in await chat.shown(conversation_id) if message.role == "user"]


async def test_text_and_picture_reach_the_model(desk: Desk, chat: Chat, gateway: ScriptedGateway) -> None:
    note, photo = await desk.add(b"The sum is 42.", "note.txt"), await desk.add(picture(), "photo.jpg")
    turn = await send(chat, "What is it?", note.id, photo.id)
    block, image, text = gateway.requests[0].messages[-1].parts
    assert isinstance(block, TextPart)
    assert block.text == 'File "note.txt":\n```\nThe sum is 42.\n```\n\n'
    assert isinstance(image, ImagePart)
    assert (image.media_type, image.data[:2]) == ("image/jpeg", b"\xff\xd8")
    assert image.tokens > 0
    assert text == TextPart("What is it?")
    assert await files_shown(chat, turn.conversation_id) == [["note.txt", "photo.jpg"]]


async def test_later_turns_read_them_again(desk: Desk, chat: Chat, gateway: ScriptedGateway) -> None:
    turn = await send(chat, "Remember", (await desk.add()).id)
    await send(chat, "And now?", conversation_id=turn.conversation_id)
    assert "Some words." in gateway.requests[1].messages[0].text


async def test_a_model_without_eyes_is_told_that_there_is_a_picture(desk: Desk, chat: Chat, gateway: ScriptedGateway) -> None:
    turn = await send(chat, "Look", (await desk.add(picture(), "cat.jpg")).id)
    chat.model.card = replace(chat.model.card, vision=False)
    await send(chat, "And?", conversation_id=turn.conversation_id)
    parts = gateway.requests[1].messages[0].parts
    assert not [part for part in parts if isinstance(part, ImagePart)]
    assert "cat.jpg" in gateway.requests[1].messages[0].text


async def test_two_new_chats_at_the_same_moment_share_no_file(desk: Desk, chat: Chat, gateway: ScriptedGateway) -> None:
    note = await desk.add()
    outcomes = await asyncio.gather(*(send(chat, f"Chat {number}", note.id) for number in range(4)), return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AttachmentNotFoundError"] * 3 + ["Turn"]


async def test_files_alone_are_a_message_named_after_them(desk: Desk, chat: Chat, gateway: ScriptedGateway) -> None:
    turn = await send(chat, "", (await desk.add(name="report.txt")).id)
    assert (await chat.conversations.get(chat.actor, turn.conversation_id)).title == "report.txt"
    assert "Some words." in gateway.requests[0].messages[0].text
    with pytest.raises(EmptyMessageError):
        await send(chat, " ")


async def test_each_file_is_sent_once_and_by_its_owner(desk: Desk, chat: Chat, gateway: ScriptedGateway) -> None:
    file = await desk.add()
    eve = make_user(desk.db, "Eve")
    theirs = await desk.files.add(eve, in_pieces(b"secret"), "secret.txt")
    await send(chat, "One", file.id)
    for ids in ((file.id,), (theirs.id,), ("unknown",)):
        with pytest.raises(AttachmentNotFoundError):
            await send(chat, "Two", *ids)
    assert len(gateway.requests) == 1


async def test_limits_of_a_message(desk: Desk, chat: Chat, gateway: ScriptedGateway) -> None:
    small = [(await desk.add(str(number).encode())).id for number in range(6)]
    with pytest.raises(InvalidInputError, match="too_many"):
        await send(chat, "Hello", *small)
    large = [(await desk.add(f"{number} ".encode() * 900_000)).id for number in range(2)]
    with pytest.raises(InvalidInputError, match="message_too_large"):
        await send(chat, "Hello", *large)
    assert gateway.requests == []


async def test_the_same_key_sends_the_same_files_once(desk: Desk, chat: Chat, gateway: ScriptedGateway) -> None:
    file = await desk.add()
    first = await send(chat, "Hello", file.id, idempotency_key="k")
    second = await send(chat, "Hello", file.id, idempotency_key="k")
    assert first.id == second.id


class TestBranches:
    async def test_an_edited_message_keeps_its_files_unless_removed(self, desk: Desk, chat: Chat, gateway: ScriptedGateway) -> None:
        turn = await send(chat, "One", (await desk.add(name="a.txt")).id, (await desk.add(b"b", "b.txt")).id)
        asked, removed = (await chat.shown(turn.conversation_id))[0].id, (await chat.shown(turn.conversation_id))[0].attachments[0].id
        await send(chat, "Two", conversation_id=turn.conversation_id, kind="edit", message_id=asked)
        assert await files_shown(chat, turn.conversation_id) == [["a.txt", "b.txt"]]
        added = await desk.add(b"c", "c.txt")
        await send(
            chat, "", added.id, conversation_id=turn.conversation_id, kind="edit", message_id=asked, without_attachment_ids=(removed,)
        )
        assert await files_shown(chat, turn.conversation_id) == [["b.txt", "c.txt"]]
        await chat.messages.show_branch(chat.actor, asked)
        assert await files_shown(chat, turn.conversation_id) == [["a.txt", "b.txt"]]

    async def test_an_edited_message_cannot_lose_everything(self, desk: Desk, chat: Chat, gateway: ScriptedGateway) -> None:
        turn = await send(chat, "", (await desk.add()).id)
        asked = (await chat.shown(turn.conversation_id))[0]
        with pytest.raises(EmptyMessageError):
            await send(
                chat,
                "",
                conversation_id=turn.conversation_id,
                kind="edit",
                message_id=asked.id,
                without_attachment_ids=(asked.attachments[0].id,),
            )

    async def test_asked_anew_the_question_has_its_files(self, desk: Desk, chat: Chat, gateway: ScriptedGateway) -> None:
        turn = await send(chat, "One", (await desk.add()).id)
        answer = (await chat.shown(turn.conversation_id))[1]
        await send(chat, "", conversation_id=turn.conversation_id, kind="regenerate", message_id=answer.id)
        assert "Some words." in gateway.requests[1].messages[0].text

    async def test_a_fork_takes_them_along(self, desk: Desk, chat: Chat, gateway: ScriptedGateway) -> None:
        turn = await send(chat, "One", (await desk.add(name="a.txt")).id)
        answer = (await chat.shown(turn.conversation_id))[1]
        fork = await ForkService(chat.db, chat.changes).fork(chat.actor, answer.id)
        assert await files_shown(chat, fork.id) == [["a.txt"]]


class TestQueue:
    async def test_a_waiting_message_keeps_its_files(self, desk: Desk, chat: Chat, gateway: ScriptedGateway) -> None:
        import asyncio

        go = asyncio.Event()
        gateway.scripts = [["One", go, "."], ["Two."]]
        first = await chat.turns.begin(chat.actor, NewTurn("", text="Wait"))
        file = await desk.add(name="later.txt")
        waiting = await chat.turns.begin(chat.actor, NewTurn(first.conversation_id, text="", attachment_ids=(file.id,)))
        assert waiting.status == "queued"
        assert [turn.attachment_names for turn in await chat.turns.queued(chat.actor, first.conversation_id)] == [("later.txt",)]
        assert await desk.files.waiting(chat.actor, first.conversation_id) == []
        with pytest.raises(NotFoundError):
            await chat.turns.begin(chat.actor, NewTurn(first.conversation_id, text="again", attachment_ids=(file.id,)))
        go.set()
        await chat.end(waiting)
        assert await files_shown(chat, first.conversation_id) == [[], ["later.txt"]]
        assert "Some words." in gateway.requests[1].messages[-1].text

    async def test_a_discarded_one_gives_them_back(self, desk: Desk, chat: Chat, gateway: ScriptedGateway) -> None:
        import asyncio

        gateway.scripts = [["One", asyncio.Event()]]
        first = await chat.turns.begin(chat.actor, NewTurn("", text="Wait"))
        file = await desk.add()
        waiting = await chat.turns.begin(chat.actor, NewTurn(first.conversation_id, text="x", attachment_ids=(file.id,)))
        await chat.turns.discard_queued(chat.actor, waiting.id)
        assert [one.id for one in await desk.files.waiting(chat.actor, first.conversation_id)] == [file.id]


@given(st.text(alphabet="`~a\n ", max_size=80), st.text(max_size=40))
def test_nothing_in_a_file_ends_its_fence(text: str, name: str) -> None:
    lines = text_block(name, text).removesuffix("\n\n").split("\n")
    fence = lines[1]
    assert set(fence) == {"`"}
    assert lines[-1] == fence
    assert "\n".join(lines[2:-1]) == text
    assert all(fence not in line for line in lines[2:-1])


@given(st.text(max_size=60))
def test_a_name_stays_in_its_quotes(name: str) -> None:
    assert quoted(name).count('"') == 2
    assert "\n" not in quoted(name)
    assert "`" not in quoted(name)
