"""Open, load, page and follow a chat."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from reflex.istate.data import ReflexURL, URLData

from chat_app.state.chat.composer_state import ComposerState
from chat_app.state.chat.conversation_state import NOWHERE, ConversationState, conversation_id_of
from chat_app.state.chat.opening import PAGE_SIZE
from chat_app.state.chat.sidebar_state import SidebarState
from chat_app.state.workspace.arrange_state import ArrangeState
from chat_app.wiring import Services
from tests.state.conftest import Tab

Settled = Callable[[], Any]
UNKNOWN = "01a1fde7-2120-7f22-86f2-3cdd0fff4877"


async def chat_with(tab: Tab, settled: Settled, *texts: str) -> str:
    """Ask these questions in a new chat and return its id."""
    await tab.call(ConversationState.open_conversation, "")
    for number, text in enumerate(texts):
        await tab.call(ComposerState.submit, text, f"{texts[0]}-{number}", tab.conversation.current_id)
        await settled()
    return tab.conversation.current_id


def at(tab: Tab, path: str) -> None:
    """Let the tab be at this address."""
    tab.root.rx_router_url = URLData.from_url(ReflexURL(f"http://localhost:3000{path}"))


class TestLoad:
    async def test_shows_what_the_address_says(self, tab: Tab, settled: Settled) -> None:
        chat = await chat_with(tab, settled, "Hello")
        other = Tab()
        at(other, f"/c/{chat}")
        await other.call(ConversationState.load)
        assert [view.text for view in other.conversation.messages] == ["Hello", "Good morning."]
        assert other.conversation.ready

    async def test_after_a_reconnect_shows_what_was_on_show(self, tab: Tab, settled: Settled) -> None:
        at(tab, "/")
        await tab.call(ConversationState.load)
        chat = await chat_with(tab, settled, "Hello")
        await tab.call(ConversationState.load)
        assert tab.conversation.current_id == chat

    async def test_keeps_a_chat_that_began_before_the_page_was_loaded(self, tab: Tab, settled: Settled) -> None:
        at(tab, "/")
        await tab.call(ComposerState.submit, "Hello", "key-1", "")
        chat = tab.conversation.current_id
        await tab.call(ConversationState.load)
        await settled()
        assert (tab.conversation.current_id, tab.conversation.ready) == (chat, True)
        assert [view.text for view in tab.conversation.messages] == ["Hello", "Good morning."]
        assert tab.conversation.opened == 0, "an opening would let the page put its old address on show"

    async def test_an_unknown_chat_is_a_sentence_not_an_exception(self, tab: Tab) -> None:
        at(tab, f"/c/{UNKNOWN}")
        await tab.call(ConversationState.load)
        assert "does not exist" in tab.conversation.problem
        assert tab.conversation.current_id == UNKNOWN

    async def test_a_new_chat_knows_the_model_that_would_answer(self, tab: Tab) -> None:
        await tab.call(ConversationState.open_conversation, "")
        assert (tab.conversation.model_label, tab.conversation.model_context) == ("Small", 8_000)


class TestOpen:
    @pytest.mark.parametrize("strange", ["../../etc", "x' OR 1=1", "c" * 400])
    async def test_what_is_no_id_is_no_chat_and_says_so(self, tab: Tab, strange: str) -> None:
        await tab.call(ConversationState.open_conversation, strange)
        assert tab.conversation.current_id == NOWHERE
        assert "does not exist" in tab.conversation.problem

    async def test_every_opening_is_counted(self, tab: Tab) -> None:
        await tab.call(ConversationState.open_conversation, "")
        await tab.call(ConversationState.open_conversation, "")
        assert tab.conversation.opened == 2


class TestEarlier:
    async def test_pages_upwards_without_gaps(self, tab: Tab, settled: Settled) -> None:
        chat = await chat_with(tab, settled, *(f"Question {number}" for number in range(PAGE_SIZE)))
        await tab.call(ConversationState.open_conversation, "")
        await tab.call(ConversationState.open_conversation, chat)
        assert (len(tab.conversation.messages), tab.conversation.has_earlier) == (PAGE_SIZE, True)
        await tab.call(ConversationState.load_earlier)
        texts = [view.text for view in tab.conversation.messages if view.role == "user"]
        assert texts == [f"Question {number}" for number in range(PAGE_SIZE)]
        assert not tab.conversation.has_earlier
        await tab.call(ConversationState.load_earlier)
        assert len(tab.conversation.messages) == 2 * PAGE_SIZE

    async def test_an_update_keeps_what_was_loaded(self, tab: Tab, settled: Settled) -> None:
        chat = await chat_with(tab, settled, *(f"Question {number}" for number in range(PAGE_SIZE)))
        await tab.call(ConversationState.open_conversation, chat)
        await tab.call(ConversationState.load_earlier)
        await tab.call(ConversationState.follow, chat)
        assert len(tab.conversation.messages) == 2 * PAGE_SIZE


class TestFollow:
    async def test_an_unchanged_chat_sends_nothing(self, tab: Tab, settled: Settled) -> None:
        chat = await chat_with(tab, settled, "Hello")
        tab.conversation._clean()
        await tab.call(ConversationState.follow, chat)
        assert tab.conversation.dirty_vars == set()

    async def test_other_chats_are_not_our_business(self, tab: Tab, settled: Settled) -> None:
        await chat_with(tab, settled, "Hello")
        tab.conversation._clean()
        await tab.call(ConversationState.follow, UNKNOWN)
        assert tab.conversation.dirty_vars == set()

    async def test_a_chat_that_was_deleted_says_so_until_it_is_back(self, tab: Tab, settled: Settled, parts: Services) -> None:
        chat = await chat_with(tab, settled, "Hello")
        actor = await parts.accounts.owner()
        await parts.conversations.delete(actor, chat)
        await tab.call(ConversationState.follow, chat)
        assert tab.conversation.problem
        await parts.conversations.restore(actor, chat)
        await tab.call(ConversationState.follow, chat)
        assert (tab.conversation.problem, len(tab.conversation.messages)) == ("", 2)


class TestReadingPlace:
    async def test_a_chat_opens_where_reading_stopped_however_far_up(self, tab: Tab, settled: Settled) -> None:
        chat = await chat_with(tab, settled, *(f"Question {number}" for number in range(PAGE_SIZE)))
        await tab.call(ConversationState.load_earlier)
        place = tab.conversation.messages[2].id
        await tab.call(ConversationState.keep_place, chat, place)
        await tab.call(ConversationState.open_conversation, "")
        await tab.call(ConversationState.open_conversation, chat)
        assert tab.conversation.read_id == place
        assert any(view.id == place for view in tab.conversation.messages)
        await tab.call(ConversationState.keep_place, chat, "")
        await tab.call(ConversationState.open_conversation, "")
        await tab.call(ConversationState.open_conversation, chat)
        assert tab.conversation.read_id == ""

    async def test_a_chat_that_is_gone_is_no_error(self, tab: Tab) -> None:
        await tab.call(ConversationState.keep_place, UNKNOWN, UNKNOWN)
        assert tab.notice == ""


class TestDraft:
    async def test_comes_from_another_page_and_not_back_from_there(self, tab: Tab, settled: Settled) -> None:
        chat = await chat_with(tab, settled, "Hello")
        other = Tab()
        await other.call(ConversationState.open_conversation, chat)
        await tab.call(ComposerState.save_draft, chat, "Half a thought")
        for page in (tab, other):
            await page.call(ConversationState.follow_draft, chat)
        assert (other.conversation.draft, other.conversation.drafted) == ("Half a thought", 1)
        assert tab.conversation.drafted == 0

    async def test_sending_empties_it_on_other_pages_only(self, tab: Tab, settled: Settled) -> None:
        chat = await chat_with(tab, settled, "Hello")
        other = Tab()
        await tab.call(ComposerState.save_draft, chat, "More")
        await other.call(ConversationState.open_conversation, chat)
        await tab.call(ComposerState.submit, "More", "more", chat)
        await other.call(ConversationState.follow, chat)
        assert (other.conversation.draft, other.conversation.drafted) == ("", 1)
        assert tab.conversation.drafted == 0

    async def test_of_a_chat_that_has_not_begun_is_the_persons(self, tab: Tab) -> None:
        await tab.call(ConversationState.open_conversation, "")
        await tab.call(ComposerState.save_draft, "", "A chat to come")
        other = Tab()
        await other.call(ConversationState.open_conversation, "")
        assert other.conversation.draft == "A chat to come"
        await tab.call(ComposerState.submit, "A chat to come", "begin", "")
        await other.call(ConversationState.follow_draft, "")
        assert other.conversation.draft == ""


class TestSidebar:
    async def test_lists_renames_deletes_and_leaves(self, tab: Tab, settled: Settled) -> None:
        chat = await chat_with(tab, settled, "Hello")
        await tab.call(SidebarState.load)
        assert [row.id for row in tab.state(SidebarState).chats] == [chat]
        await tab.call(SidebarState.rename, chat, "  A  name ")
        assert tab.state(SidebarState).chats[0].title == tab.conversation.title == "A name"
        await tab.call(ArrangeState.act, "delete", [chat], "", "", "key")
        assert tab.state(SidebarState).chats == []
        assert (tab.conversation.current_id, tab.conversation.left) == ("", 1)

    async def test_pages_by_cursor(self, tab: Tab, settled: Settled) -> None:
        for number in range(55):
            await tab.call(ConversationState.open_conversation, "")
            await tab.call(ComposerState.submit, f"Chat {number}", f"key-{number}", "")
        await tab.call(SidebarState.load)
        assert len(tab.state(SidebarState).chats) == 50
        await tab.call(SidebarState.load_more)
        ids = [row.id for row in tab.state(SidebarState).chats]
        assert len(ids) == len(set(ids)) == 55
        assert not tab.state(SidebarState).has_more


@pytest.mark.parametrize(
    ("path", "expected"),
    [(f"/c/{UNKNOWN}", UNKNOWN), (f"/c/{UNKNOWN}/", UNKNOWN), ("/", ""), ("/c/", ""), ("/c/nonsense", NOWHERE), (f"/c/{UNKNOWN}/x", "")],
)
def test_the_chat_in_an_address(path: str, expected: str) -> None:
    assert conversation_id_of(path) == expected
