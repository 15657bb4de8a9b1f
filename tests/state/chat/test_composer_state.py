"""Send, stop, draft and queue, as the composer calls them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from chat_app.errors import UpstreamTimeoutError
from chat_app.state.chat.composer_state import MAX_MESSAGE, ComposerState
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.wiring import Services
from tests.fakes.scripted_gateway import ScriptedGateway
from tests.state.conftest import Tab
from tests.waiting import eventually

Settled = Callable[[], Any]


class TestSubmit:
    async def test_begins_a_chat_and_shows_question_and_answer(self, tab: Tab, settled: Settled) -> None:
        await tab.call(ComposerState.submit, "Hello", "key-1", "")
        await settled()
        question, answer = tab.conversation.messages
        assert (question.role, question.text) == ("user", "Hello")
        assert (answer.text, answer.status, answer.model_label) == ("Good morning.", "complete", "Small")
        assert tab.state(ComposerState).accepted_key == "key-1"

    async def test_the_same_key_sends_once(self, tab: Tab, settled: Settled) -> None:
        await tab.call(ComposerState.submit, "Hello", "key-1", "")
        await tab.call(ComposerState.submit, "Hello", "key-1", "")
        await settled()
        assert len(tab.conversation.messages) == 2

    @pytest.mark.parametrize("text", ["", " \n ", "x" * (MAX_MESSAGE + 1)])
    async def test_refuses_and_says_so(self, tab: Tab, text: str) -> None:
        await tab.call(ComposerState.submit, text, "key-1", "")
        assert tab.state(ComposerState).rejected_key == "key-1"
        assert tab.notice.startswith("The message is ")
        assert tab.conversation.current_id == ""

    async def test_a_message_of_another_chat_does_not_take_over_the_page(self, tab: Tab, settled: Settled) -> None:
        await tab.call(ComposerState.submit, "Hello", "key-1", "")
        await settled()
        first = tab.conversation.current_id
        await tab.call(ConversationState.open_conversation, "")
        await tab.call(ComposerState.submit, "More", "key-2", first)
        assert tab.conversation.current_id == ""

    async def test_an_argument_of_the_wrong_type_is_refused(self, tab: Tab) -> None:
        await tab.call(ComposerState.submit, {"text": "Hello"}, "key-1", "")
        assert tab.conversation.current_id == ""
        assert tab.notice


class TestQueue:
    @pytest.fixture
    def gateway(self) -> ScriptedGateway:
        self.go_on = asyncio.Event()
        return ScriptedGateway(["One", self.go_on], ["Two"])

    async def test_waits_and_goes_on(self, tab: Tab, settled: Settled) -> None:
        await tab.call(ComposerState.submit, "First", "key-1", "")
        await tab.call(ComposerState.submit, "Second", "key-2", tab.conversation.current_id)
        assert [chip.text for chip in tab.conversation.queued] == ["Second"]
        self.go_on.set()
        await settled()
        assert [view.text for view in tab.conversation.messages] == ["First", "One", "Second", "Two"]

    async def test_discard(self, tab: Tab, settled: Settled) -> None:
        await tab.call(ComposerState.submit, "First", "key-1", "")
        await tab.call(ComposerState.submit, "Second", "key-2", tab.conversation.current_id)
        await tab.call(ComposerState.discard_queued, tab.conversation.queued[0].id)
        assert tab.conversation.queued == []
        self.go_on.set()
        await settled()
        assert len(tab.conversation.messages) == 2

    async def test_stop_keeps_what_came(self, tab: Tab, settled: Settled, gateway: ScriptedGateway) -> None:
        await tab.call(ComposerState.submit, "First", "key-1", "")
        await eventually(lambda: gateway.waiting)
        await tab.call(ComposerState.stop)
        await settled()
        answer = tab.conversation.messages[-1]
        assert (answer.status, answer.text, answer.can_continue) == ("stopped", "One", True)

    async def test_after_a_failure_the_queue_waits_for_the_person(self, tab: Tab, settled: Settled, gateway: ScriptedGateway) -> None:
        gateway.scripts[0] = [*gateway.scripts[0], UpstreamTimeoutError()]
        await tab.call(ComposerState.submit, "First", "key-1", "")
        await tab.call(ComposerState.submit, "Second", "key-2", tab.conversation.current_id)
        self.go_on.set()
        while tab.conversation.running_turn_id:
            await asyncio.sleep(0.01)
            await tab.call(ConversationState.follow, tab.conversation.current_id)
        assert (tab.conversation.messages[-1].status, len(tab.conversation.queued)) == ("failed", 1)
        await tab.call(ComposerState.send_queued, tab.conversation.queued[0].id)
        await settled()
        assert tab.conversation.messages[-1].text == "Two"

    async def test_stop_without_a_running_answer_does_nothing(self, tab: Tab) -> None:
        await tab.call(ComposerState.stop)
        assert tab.notice == ""


class TestDraft:
    async def test_is_kept_with_the_chat(self, tab: Tab, settled: Settled, parts: Services) -> None:
        await tab.call(ComposerState.submit, "Hello", "key-1", "")
        await settled()
        first = tab.conversation.current_id
        await tab.call(ComposerState.save_draft, first, "unsent")
        await tab.call(ConversationState.open_conversation, "")
        assert tab.conversation.draft == ""
        await tab.call(ConversationState.open_conversation, first)
        assert tab.conversation.draft == "unsent"
