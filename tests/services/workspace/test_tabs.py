"""The strip of open chats, what was seen, and where reading stopped."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chat_app.errors import InvalidInputError, NotFoundError
from chat_app.services.kernel.ids import new_id
from chat_app.services.workspace import tabs as module
from chat_app.services.workspace.reading import Reading
from chat_app.services.workspace.tabs import DeskTabs, _closing
from tests.fakes.scripted_gateway import ScriptedGateway
from tests.services.chat.conftest import Chat, chat, make_actor, make_user  # noqa: F401  (fixtures)
from tests.waiting import PATIENCE


@pytest.fixture
def desk(chat: Chat) -> DeskTabs:  # noqa: F811
    return DeskTabs(chat.db, chat.changes)


@pytest.fixture
def reading(chat: Chat) -> Reading:  # noqa: F811
    return Reading(chat.db, chat.changes)


async def opened(chat: Chat, desk: DeskTabs, count: int) -> list[str]:  # noqa: F811
    """The ids of so many new chats, each with its tab."""
    ids = [(await chat.conversations.create(chat.actor)).id for _ in range(count)]
    for conversation_id in ids:
        await desk.open(chat.actor, conversation_id)
    return ids


async def order(chat: Chat, desk: DeskTabs) -> list[str]:  # noqa: F811
    return [tab.conversation_id for tab in (await desk.desk(chat.actor)).tabs]


class TestOpen:
    async def test_puts_it_at_the_end_once(self, chat: Chat, desk: DeskTabs) -> None:  # noqa: F811
        ids = await opened(chat, desk, 3)
        await desk.open(chat.actor, ids[0])
        assert await order(chat, desk) == ids

    async def test_the_one_looked_at_longest_ago_gives_way(
        self,
        chat: Chat,  # noqa: F811
        desk: DeskTabs,
        reading: Reading,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(module, "MAX_TABS", 3)
        ids = await opened(chat, desk, 3)
        await desk.pin(chat.actor, ids[0], True)
        for seen in (ids[1], ids[2], ids[1]):
            await reading.mark_seen(chat.actor, seen)
        late = (await opened(chat, desk, 1))[0]
        assert await order(chat, desk) == [ids[0], ids[1], late]

    async def test_refuses_what_is_not_ones_own(self, chat: Chat, desk: DeskTabs) -> None:  # noqa: F811
        foreign = make_user(chat.db, "Bob")
        ids = await opened(chat, desk, 1)
        for attempt in (
            desk.open(foreign, ids[0]),
            desk.open(chat.actor, new_id()),
            desk.move(foreign, ids[0], 0),
            desk.pin(foreign, ids[0], True),
        ):
            with pytest.raises(NotFoundError):
                await attempt
        await desk.close(foreign, ids[0])
        assert await order(chat, desk) == ids
        assert (await desk.desk(foreign)).tabs == []

    async def test_a_chat_in_the_trash_has_no_tab_until_it_is_back(self, chat: Chat, desk: DeskTabs) -> None:  # noqa: F811
        ids = await opened(chat, desk, 2)
        await chat.conversations.delete(chat.actor, ids[0])
        assert await order(chat, desk) == ids[1:]
        await chat.conversations.restore(chat.actor, ids[0])
        assert await order(chat, desk) == ids


class TestClose:
    async def test_and_reopen_in_its_place(self, chat: Chat, desk: DeskTabs) -> None:  # noqa: F811
        ids = await opened(chat, desk, 4)
        await desk.close(chat.actor, ids[1])
        await desk.close(chat.actor, ids[3])
        assert (await desk.desk(chat.actor)).closed == 2
        assert await desk.reopen(chat.actor) == ids[3]
        assert await desk.reopen(chat.actor) == ids[1]
        assert await order(chat, desk) == ids
        assert await desk.reopen(chat.actor) == ""

    async def test_many_spares_pinned_ones(self, chat: Chat, desk: DeskTabs) -> None:  # noqa: F811
        ids = await opened(chat, desk, 5)
        await desk.pin(chat.actor, ids[0], True)
        await desk.close(chat.actor, ids[3], "right")
        assert await order(chat, desk) == ids[:4]
        await desk.close(chat.actor, ids[2], "others")
        assert await order(chat, desk) == [ids[0], ids[2]]

    async def test_of_an_unknown_one_closes_nothing(self, chat: Chat, desk: DeskTabs) -> None:  # noqa: F811
        ids = await opened(chat, desk, 2)
        await desk.close(chat.actor, new_id(), "others")
        assert await order(chat, desk) == ids

    async def test_keeps_only_the_latest(self, chat: Chat, desk: DeskTabs, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
        monkeypatch.setattr(module, "MAX_CLOSED", 2)
        for conversation_id in await opened(chat, desk, 4):
            await desk.close(chat.actor, conversation_id)
        assert (await desk.desk(chat.actor)).closed == 2


class TestOrder:
    async def test_move_and_pin(self, chat: Chat, desk: DeskTabs) -> None:  # noqa: F811
        a, b, c = await opened(chat, desk, 3)
        await desk.move(chat.actor, c, 0)
        assert await order(chat, desk) == [c, a, b]
        await desk.pin(chat.actor, b, True)
        assert await order(chat, desk) == [b, c, a]
        await desk.move(chat.actor, a, 0)
        assert await order(chat, desk) == [b, a, c]
        await desk.move(chat.actor, b, 9)
        assert await order(chat, desk) == [b, a, c]
        await desk.pin(chat.actor, b, False)
        assert await order(chat, desk) == [b, a, c]

    async def test_tells_the_pages_once_and_only_of_changes(self, chat: Chat, desk: DeskTabs) -> None:  # noqa: F811
        a, _ = await opened(chat, desk, 2)
        changes = chat.changes.watch(chat.actor)
        next_change = asyncio.ensure_future(anext(changes))
        await asyncio.sleep(0)
        await desk.move(chat.actor, a, 0)
        await desk.pin(chat.actor, a, False)
        await desk.open(chat.actor, a)
        assert not next_change.done()
        await desk.move(chat.actor, a, 1)
        assert (await asyncio.wait_for(next_change, PATIENCE)).kind == "tabs"
        await changes.aclose()


class TestSplit:
    async def test_one_chat_at_a_time_is_beside(self, chat: Chat, desk: DeskTabs) -> None:  # noqa: F811
        a, b = await opened(chat, desk, 2)
        await desk.split(chat.actor, a, 40)
        await desk.split(chat.actor, b, 60)
        assert [tab.share for tab in (await desk.desk(chat.actor)).tabs] == [0, 60]
        await desk.split(chat.actor, b, 0)
        assert [tab.share for tab in (await desk.desk(chat.actor)).tabs] == [0, 0]

    async def test_opens_the_tab_and_closing_ends_it(self, chat: Chat, desk: DeskTabs) -> None:  # noqa: F811
        made = await chat.conversations.create(chat.actor)
        await desk.split(chat.actor, made.id, 50)
        await desk.close(chat.actor, made.id)
        await desk.reopen(chat.actor)
        assert [tab.share for tab in (await desk.desk(chat.actor)).tabs] == [0]

    @pytest.mark.parametrize("share", [-1, 1, 19, 81, 1000])
    async def test_refuses_a_width_of_nothing(self, chat: Chat, desk: DeskTabs, share: int) -> None:  # noqa: F811
        a = (await opened(chat, desk, 1))[0]
        with pytest.raises(InvalidInputError):
            await desk.split(chat.actor, a, share)


class TestSeen:
    async def test_an_answer_that_ended_later_is_unread(self, chat: Chat, desk: DeskTabs, reading: Reading) -> None:  # noqa: F811
        chat.model.gateway = ScriptedGateway(["Yes."])
        turn = await chat.ask("One")
        await desk.open(chat.actor, turn.conversation_id)
        await reading.mark_seen(chat.actor, turn.conversation_id)
        assert not (await desk.desk(chat.actor)).tabs[0].unread
        await chat.ask("Two", turn.conversation_id)
        assert (await desk.desk(chat.actor)).tabs[0].unread
        await reading.mark_seen(chat.actor, turn.conversation_id)
        assert not (await desk.desk(chat.actor)).tabs[0].unread

    async def test_a_running_answer_shows(self, chat: Chat, desk: DeskTabs) -> None:  # noqa: F811
        chat.model.gateway = ScriptedGateway([asyncio.Event()])
        turn = await chat.begin()
        await desk.open(chat.actor, turn.conversation_id)
        assert (await desk.desk(chat.actor)).tabs[0].running

    async def test_of_a_foreign_chat_is_refused(self, chat: Chat, reading: Reading) -> None:  # noqa: F811
        made = await chat.conversations.create(chat.actor)
        with pytest.raises(NotFoundError):
            await reading.mark_seen(make_user(chat.db, "Bob"), made.id)


class TestPlace:
    async def test_is_kept_and_forgotten_at_the_end(self, chat: Chat, reading: Reading) -> None:  # noqa: F811
        chat.model.gateway = ScriptedGateway(["Yes."])
        turn = await chat.ask("One")
        await reading.keep_place(chat.actor, turn.conversation_id, turn.user_message_id)
        assert (await chat.conversations.get(chat.actor, turn.conversation_id)).read_message_id == turn.user_message_id
        await reading.keep_place(chat.actor, turn.conversation_id, "")
        assert (await chat.conversations.get(chat.actor, turn.conversation_id)).read_message_id == ""

    async def test_is_a_message_of_that_chat(self, chat: Chat, reading: Reading) -> None:  # noqa: F811
        chat.model.gateway = ScriptedGateway(["Yes."])
        one, two = await chat.ask("One"), await chat.ask("Two")
        for message_id in (two.answer_id, new_id()):
            with pytest.raises(NotFoundError):
                await reading.keep_place(chat.actor, one.conversation_id, message_id)


class TestNewChatDraft:
    async def test_belongs_to_the_person(self, chat: Chat, reading: Reading) -> None:  # noqa: F811
        await reading.save_new_chat_draft(chat.actor, "Half a thou")
        assert await reading.new_chat_draft(chat.actor) == "Half a thou"
        assert await reading.new_chat_draft(make_user(chat.db, "Bob")) == ""

    async def test_has_a_limit(self, chat: Chat, reading: Reading) -> None:  # noqa: F811
        with pytest.raises(InvalidInputError):
            await reading.save_new_chat_draft(chat.actor, "x" * 400_001)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(pinned=st.lists(st.booleans(), min_size=1, max_size=8), place=st.integers(0, 7), which=st.sampled_from(["this", "others", "right"]))
def test_closing_never_takes_a_pinned_tab_that_was_not_named(pinned: list[bool], place: int, which: str) -> None:
    tabs = [module.DeskTab(owner_id="o", conversation_id=str(at), pinned=flag) for at, flag in enumerate(pinned)]
    gone = _closing(tabs, str(place), which)  # type: ignore[arg-type]
    assert all(not tab.pinned or tab.conversation_id == str(place) for tab in gone)
    if which != "this":
        assert all(tab.conversation_id != str(place) for tab in gone)
