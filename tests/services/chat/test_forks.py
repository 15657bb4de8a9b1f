"""New chats that begin as copies."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from sqlmodel import Session, col, select

from chat_app import models
from chat_app.errors import NotFoundError
from chat_app.services.chat.forks import ForkService, fork_title
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import utc_now
from chat_app.services.kernel.ids import new_id
from tests.fakes.scripted_gateway import ScriptedGateway
from tests.services.chat.conftest import Chat
from tests.services.chat.test_messages import make_long_conversation


@pytest.fixture
def forks(chat: Chat) -> ForkService:
    return ForkService(chat.db, chat.changes)


async def branched(chat: Chat) -> tuple[str, str, str]:
    """A chat of two branches; its id and the two answers to its first question."""
    chat.model.gateway = ScriptedGateway(["1"], ["2"], ["3"])
    first = await chat.ask("A")
    await chat.ask("B", first.conversation_id)
    again = await chat.ask("", first.conversation_id, kind="regenerate", message_id=first.answer_id)
    return first.conversation_id, first.answer_id, again.answer_id


class TestVisiblePath:
    async def test_ends_with_the_message_and_leaves_the_original_alone(self, chat: Chat, forks: ForkService) -> None:
        conversation_id, first_answer, _ = await branched(chat)
        made = await forks.fork(chat.actor, first_answer)
        shown = await chat.shown(made.id)
        assert [(message.text, message.sibling_count) for message in shown] == [("A", 1), ("1", 1)]
        assert made.title == "A (fork)"
        assert [message.text for message in await chat.shown(conversation_id)] == ["A", "3"]
        assert not {message.id for message in shown} & {message.id for message in await chat.shown(conversation_id)}

    async def test_goes_on_by_itself_and_costs_nothing(self, chat: Chat, forks: ForkService) -> None:
        conversation_id, first_answer, _ = await branched(chat)
        paid = (await chat.conversations.get(chat.actor, conversation_id)).cost_nano
        made = await forks.fork(chat.actor, first_answer)
        assert (await chat.conversations.get(chat.actor, made.id)).cost_nano == 0
        await chat.ask("Next", made.id)
        assert [message.text for message in await chat.shown(made.id)] == ["A", "1", "Next", "3"]
        assert (await chat.conversations.get(chat.actor, conversation_id)).cost_nano == paid

    async def test_takes_marks_files_and_summaries_along(self, chat: Chat, forks: ForkService) -> None:
        conversation_id, answer_id, _ = await branched(chat)

        def hang_on(session: Session) -> None:
            message = session.get(models.Message, answer_id)
            assert message
            message.pinned, message.excluded, message.rating = True, True, -1
            now = utc_now()
            session.add(models.Summary(id=new_id(), conversation_id=conversation_id, message_id=answer_id, text="S", created_at=now))
            session.add(
                models.Attachment(
                    id=new_id(),
                    owner_id=chat.actor.user_id,
                    conversation_id=conversation_id,
                    message_id=answer_id,
                    name="a.txt",
                    kind="text",
                    media_type="text/plain",
                    size=1,
                    sha256="0" * 64,
                    created_at=now,
                )
            )

        await chat.db.write(hang_on)
        made = await forks.fork(chat.actor, answer_id)
        copy = (await chat.shown(made.id))[-1]
        assert (copy.pinned, copy.excluded, copy.rating) == (True, True, -1)
        assert copy.summary is not None
        assert copy.summary.text == "S"
        files = await chat.db.read(lambda session: session.exec(select(models.Attachment).order_by(col(models.Attachment.id))).all())
        assert [file.message_id for file in files] == [answer_id, copy.id]
        assert files[0].sha256 == files[1].sha256

    async def test_copies_an_answer_on_its_way_as_far_as_it_came(self, chat: Chat, forks: ForkService) -> None:
        chat.model.gateway = ScriptedGateway([asyncio.Event()])
        turn = await chat.begin()
        made = await forks.fork(chat.actor, turn.answer_id)
        assert [message.status for message in await chat.shown(made.id)] == ["complete", "stopped"]
        assert (await chat.conversations.get(chat.actor, made.id)).running_turn_id == ""


class TestAllBranches:
    async def test_keeps_them_and_shows_the_one_through_the_message(self, chat: Chat, forks: ForkService) -> None:
        _, first_answer, _ = await branched(chat)
        made = await forks.fork(chat.actor, first_answer, all_branches=True)
        shown = await chat.shown(made.id)
        assert [message.text for message in shown] == ["A", "1", "B", "2"]
        assert (shown[1].sibling_index, shown[1].sibling_count) == (1, 2)

    async def test_what_is_in_the_trash_stays_behind(self, chat: Chat, forks: ForkService) -> None:
        _, first_answer, second_answer = await branched(chat)
        await chat.messages.delete(chat.actor, second_answer)
        made = await forks.fork(chat.actor, first_answer, all_branches=True)
        assert (await chat.shown(made.id))[1].sibling_count == 1


@pytest.mark.parametrize("all_branches", [False, True])
async def test_a_long_chat_at_once(chat: Chat, forks: ForkService, all_branches: bool) -> None:
    conversation_id = await make_long_conversation(chat, 1_200)
    end = (await chat.shown(conversation_id))[-1]
    made = await forks.fork(chat.actor, end.id, all_branches=all_branches)
    page = await chat.messages.page(chat.actor, made.id, limit=200)
    assert page.has_earlier
    assert [message.text for message in page.messages] == [f"Message {number}" for number in range(1_000, 1_200)]


async def test_another_persons_message_is_not_found(chat: Chat, forks: ForkService, make_actor: Callable[[str], Actor]) -> None:
    _, answer_id, _ = await branched(chat)
    with pytest.raises(NotFoundError):
        await forks.fork(make_actor("Eve"), answer_id)


def test_a_title_stays_within_its_length() -> None:
    assert fork_title("Trip", "de") == "Trip (Abzweigung)"
    assert fork_title("", "en") == "(fork)"
    assert len(fork_title("x" * 200, "en")) == 200
