"""The search field, the way to a message, the search within a chat."""

from __future__ import annotations

import pytest

from chat_app.services.accounts.owner import OWNER_ID
from chat_app.services.kernel.actor import Actor
from chat_app.state.chat import opening
from chat_app.state.chat.branch_state import BranchState
from chat_app.state.chat.composer_state import ComposerState
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.chat.reveal_state import RevealState
from chat_app.state.search.in_chat_state import InChatState
from chat_app.state.search.search_state import SearchState
from chat_app.wiring import Services
from tests.state.chat.test_conversation_state import Settled, at, chat_with
from tests.state.conftest import Tab

OWNER = Actor(OWNER_ID)


async def find(tab: Tab, text: str) -> list:
    await tab.call(SearchState.search, text, 60, 1)
    return tab.state(SearchState).hits


class TestSearch:
    async def test_hits_have_finished_labels(self, tab: Tab, settled: Settled) -> None:
        chat = await chat_with(tab, settled, "Where do quokkas live?")
        hits = await find(tab, "quokka")

        assert {(hit.kind, hit.conversation_id) for hit in hits} == {("chat", chat), ("message", chat)}
        assert all(hit.day for hit in hits)
        assert (tab.state(SearchState).answered, tab.state(SearchState).serial) == ("quokka", 1)
        assert {hit.model for hit in await find(tab, "morning") if hit.role == "assistant"} == {"Small"}

    async def test_problems_are_sentences(self, tab: Tab) -> None:
        await find(tab, "x before:soon")

        assert tab.state(SearchState).problems == ["“soon” is no date. Try 2026-11-21, 2026-11 or 2026."]

    async def test_what_leads_somewhere_is_remembered(self, tab: Tab) -> None:
        await tab.call(SearchState.keep, "  quokka   tag:x ")
        await tab.call(SearchState.load_words)

        assert tab.state(SearchState).recent == ["quokka tag:x"]
        assert tab.state(SearchState).models == ["small", "large"]
        await tab.call(SearchState.forget_recent)
        assert tab.state(SearchState).recent == []

    async def test_what_is_in_the_trash_comes_back(self, tab: Tab, settled: Settled, parts: Services) -> None:
        chat = await chat_with(tab, settled, "Where do quokkas live?")
        message = tab.conversation.messages[1].id
        await parts.messages.delete(OWNER, message)
        await parts.conversations.delete(OWNER, chat)
        other = Tab()
        assert all(hit.trashed for hit in await find(other, "quokka in:trash"))
        await other.call(SearchState.restore, chat, "")
        assert (other.conversation.current_id, len(other.conversation.messages)) == (chat, 1)
        await other.call(SearchState.restore, chat, message)
        assert len(other.conversation.messages) == 2


class TestReveal:
    async def test_goes_to_a_message_of_another_chat(self, tab: Tab, settled: Settled) -> None:
        first = await chat_with(tab, settled, "Quokka one")
        await chat_with(tab, settled, "Something else")
        message = next(hit.message_id for hit in await find(tab, "quokka") if hit.kind == "message")
        await tab.call(SearchState.open_message, message)

        assert tab.conversation.current_id == first
        assert (tab.state(RevealState).message_id, tab.state(RevealState).serial) == (message, 1)

    async def test_a_link_is_followed_once(self, tab: Tab, settled: Settled) -> None:
        chat = await chat_with(tab, settled, "Hello")
        message = tab.conversation.messages[0].id
        other = Tab()
        at(other, f"/c/{chat}?m={message}")
        for _ in range(2):
            await other.call(ConversationState.load)
            await other.call(RevealState.load)

        assert (other.state(RevealState).message_id, other.state(RevealState).serial) == ("", 1)

    async def test_reading_goes_on_far_up_without_all_that_follows(
        self, tab: Tab, settled: Settled, parts: Services, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(opening, "LARGE_PAGE", 10)
        chat = await chat_with(tab, settled, *(f"Question {number}" for number in range(40)))
        ids = [message.id for message in (await parts.messages.page(OWNER, chat, limit=200)).messages]
        await parts.reading.keep_place(OWNER, chat, ids[20])
        other = Tab()
        await other.call(ConversationState.open_conversation, chat)
        shown = other.conversation

        assert [message.id for message in shown.messages] == ids[5:36]
        assert (shown.read_id, shown.end_id) == (ids[20], ids[35])

    async def test_only_the_stretch_around_a_far_message_is_loaded(self, tab: Tab, settled: Settled, parts: Services) -> None:
        await chat_with(tab, settled, *(f"Question {number}" for number in range(45)))
        page = await parts.messages.page(OWNER, tab.conversation.current_id, limit=200)
        ids = [message.id for message in page.messages]
        other = Tab()
        await other.call(RevealState.go, ids[20])
        shown = other.conversation

        assert [message.id for message in shown.messages] == ids[5:36]
        assert (shown.has_earlier, shown.end_id) == (True, ids[35])
        await other.call(ConversationState.load_later)
        assert [message.id for message in shown.messages] == ids[5:66]
        await other.call(ConversationState.follow, shown.current_id)
        assert [message.id for message in shown.messages] == ids[5:66]
        await other.call(ConversationState.load_later)
        assert (shown.messages[-1].id, shown.end_id) == (ids[-1], "")

    async def test_the_place_stays_when_the_page_asks_for_the_chat_that_it_already_shows(
        self, tab: Tab, settled: Settled, parts: Services
    ) -> None:
        chat = await chat_with(tab, settled, *(f"Question {number}" for number in range(20)))
        first = (await parts.messages.page(OWNER, chat, limit=200)).messages[0].id
        other = Tab()
        await other.call(RevealState.go, first)
        await other.call(ConversationState.open_conversation, chat)

        assert other.conversation.messages[0].id == first
        assert other.conversation.opened == 1

    async def test_sending_goes_to_the_end(self, tab: Tab, settled: Settled, parts: Services) -> None:
        await chat_with(tab, settled, *(f"Question {number}" for number in range(20)))
        first = (await parts.messages.page(OWNER, tab.conversation.current_id, limit=200)).messages[0].id
        await tab.call(ConversationState.open_conversation, "")
        await tab.call(RevealState.go, first)
        assert tab.conversation.end_id
        await tab.call(ComposerState.submit, "One more", "key-more", tab.conversation.current_id)
        await settled()

        assert (tab.conversation.end_id, tab.conversation.messages[-2].text) == ("", "One more")

    async def test_a_message_off_the_branch_brings_its_branch_on_show(self, tab: Tab, settled: Settled) -> None:
        await chat_with(tab, settled, "Hello")
        before = tab.conversation.messages[0].id
        await tab.call(BranchState.send_edit, before, "Hello again", "key-edit")
        await settled()
        assert tab.conversation.messages[0].text == "Hello again"
        await tab.call(RevealState.go, before)

        assert tab.conversation.messages[0].text == "Hello"

    async def test_what_is_gone_is_said(self, tab: Tab) -> None:
        await tab.call(RevealState.go, "01990000-0000-7000-8000-000000000000")

        assert tab.notice


class TestInChat:
    async def test_counts_the_places_of_the_branch(self, tab: Tab, settled: Settled) -> None:
        await chat_with(tab, settled, "one two ONE", "and one")
        await tab.call(InChatState.find, "One")

        assert [match.count for match in tab.state(InChatState).matches] == [2, 1]
        assert tab.state(InChatState).searched_id == tab.conversation.current_id
        await tab.call(InChatState.find, " ")
        assert tab.state(InChatState).matches == []
