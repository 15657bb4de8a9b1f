"""What the page does with marks, forks, the map and summaries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chat_app.container import override_services
from chat_app.services.chat.summaries import SummaryService
from chat_app.state.chat.branch_state import BranchState
from chat_app.state.chat.composer_state import MAX_MESSAGE, ComposerState
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.chat.fork_state import ForkState
from chat_app.state.chat.marks_state import MarksState
from chat_app.state.chat.reveal_state import RevealState
from chat_app.state.chat.summary_state import SummaryState
from chat_app.state.chat.tree_state import TreeState
from chat_app.wiring import Services
from tests.fakes.scripted_gateway import ScriptedGateway
from tests.state.conftest import Tab

Settled = Callable[[], Any]


@pytest.fixture
def gateway() -> ScriptedGateway:
    return ScriptedGateway(["First."], ["Second."])


@pytest.fixture
async def asked(tab: Tab, settled: Settled) -> Tab:
    """A tab with one question and its answer."""
    await tab.call(ComposerState.submit, "Hello", "key-1", "")
    await settled()
    return tab


class TestMarks:
    async def test_show_on_the_message(self, asked: Tab) -> None:
        answer = asked.conversation.messages[1]
        for handler, value in ((MarksState.exclude, True), (MarksState.pin, True), (MarksState.rate, -1), (MarksState.divide, True)):
            await asked.call(handler, answer.id, value)
        marked = asked.conversation.messages[1]
        assert (marked.excluded, marked.pinned, marked.rating, marked.divided) == (True, True, -1, True)
        await asked.call(MarksState.clear_context)
        assert not asked.conversation.messages[1].divided

    async def test_the_list_of_pins_follows(self, asked: Tab) -> None:
        question, answer = asked.conversation.messages
        await asked.call(MarksState.pin, question.id, True)
        await asked.call(MarksState.pin, answer.id, True)
        assert [(pin.author, pin.excerpt) for pin in asked.state(MarksState).pins] == [("You", "Hello"), ("Small", "First.")]
        await asked.call(MarksState.pin, answer.id, False)
        assert [pin.id for pin in asked.state(MarksState).pins] == [question.id]

    async def test_a_new_chat_has_nothing_to_clear(self, tab: Tab) -> None:
        await tab.call(MarksState.clear_context)
        await tab.call(MarksState.load_pins)
        assert (tab.notice, tab.state(MarksState).pins) == ("", [])


class TestFork:
    async def test_names_the_chat_to_go_to(self, asked: Tab) -> None:
        await asked.call(ForkState.fork, asked.conversation.messages[1].id, False)
        made = asked.state(ForkState).made_id
        assert made not in ("", asked.conversation.current_id)
        await asked.call(ConversationState.open_conversation, made)
        assert [view.text for view in asked.conversation.messages] == ["Hello", "First."]


class TestTree:
    async def test_shows_branches_and_goes_to_one(self, asked: Tab, settled: Settled) -> None:
        first = asked.conversation.messages[1].id
        await asked.call(BranchState.regenerate, first, "", "again-1")
        await settled()
        await asked.call(TreeState.load)
        tree = asked.state(TreeState)
        assert [(node.excerpt, node.lane, node.shown) for node in tree.nodes] == [
            ("Hello", 0, True),
            ("First.", 1, False),
            ("Second.", 0, True),
        ]
        assert tree.nodes[1].branch.startswith("$0.0")
        assert tree.nodes[1].details.startswith("This branch: one message, ")
        assert tree.nodes[0].details.startswith("This branch: 3 messages, ")
        assert (tree.shown_label.split()[0], tree.total_label.split()[0]) == ("7", "14")
        await asked.call(RevealState.go, first)
        assert asked.conversation.messages[1].id == first
        await asked.call(TreeState.close)
        assert tree.nodes == []

    async def test_of_a_new_chat_is_empty(self, tab: Tab) -> None:
        await tab.call(TreeState.load)
        assert tab.state(TreeState).nodes == []


class TestSummary:
    @pytest.fixture
    def own(self, parts: Services) -> Any:
        """Summaries by the model of these tests."""
        with override_services(parts, summaries=SummaryService(parts.db, parts.routing, parts.changes)) as changed:
            yield changed

    async def test_edit_and_remove(self, own: Services, asked: Tab) -> None:
        answer = asked.conversation.messages[1]
        await own.summaries.summarise(await own.accounts.owner(), asked.conversation.current_id, answer.id)
        await asked.call(ConversationState.follow, asked.conversation.current_id)
        marked = asked.conversation.messages[1]
        assert (marked.summary_label, marked.summary_text) == ("Summary of 2 messages", "Second.")
        await asked.call(SummaryState.edit, marked.summary_id, "Mine.")
        assert (asked.conversation.messages[1].summary_text, asked.conversation.messages[1].summary_edited) == ("Mine.", True)
        await asked.call(SummaryState.remove, marked.summary_id)
        assert asked.conversation.messages[1].summary_id == ""


async def test_a_message_that_is_too_long_is_told_its_limit(tab: Tab) -> None:
    await tab.call(ComposerState.submit, "x" * (MAX_MESSAGE + 1), "key-1", "")
    assert str(MAX_MESSAGE) in tab.notice
    assert tab.state(ComposerState).rejected_key == "key-1"
