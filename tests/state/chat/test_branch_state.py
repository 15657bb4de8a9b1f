"""Branches, edits, deletions and their undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chat_app.state.chat.branch_state import BranchState
from chat_app.state.chat.composer_state import ComposerState
from chat_app.state.chat.trash_state import TrashState
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


class TestRegenerate:
    async def test_adds_a_sibling_and_walks_back(self, asked: Tab, settled: Settled) -> None:
        await asked.call(BranchState.regenerate, asked.conversation.messages[1].id, "test/large", "again-1")
        await settled()
        answer = asked.conversation.messages[1]
        assert (answer.text, answer.place_label, answer.model_label) == ("Second.", "2/2", "Large")
        await asked.call(BranchState.show_branch, answer.previous_id)
        assert asked.conversation.messages[1].text == "First."

    async def test_one_key_answers_once(self, asked: Tab, settled: Settled) -> None:
        answer_id = asked.conversation.messages[1].id
        await asked.call(BranchState.regenerate, answer_id, "", "again-1")
        await asked.call(BranchState.regenerate, answer_id, "", "again-1")
        await settled()
        assert asked.conversation.messages[1].place_label == "2/2"


class TestEdit:
    async def test_send_makes_a_branch(self, asked: Tab, settled: Settled) -> None:
        question = asked.conversation.messages[0]
        await asked.call(BranchState.edit, question.id)
        assert asked.state(BranchState).editing_id == question.id
        await asked.call(BranchState.send_edit, question.id, "Hello again", "edit-1")
        await settled()
        assert [view.text for view in asked.conversation.messages] == ["Hello again", "Second."]
        assert asked.conversation.messages[0].place_label == "2/2"
        assert asked.state(BranchState).editing_id == ""

    async def test_save_changes_in_place(self, asked: Tab) -> None:
        answer = asked.conversation.messages[1]
        await asked.call(BranchState.save_edit, answer.id, "Better.")
        assert (asked.conversation.messages[1].text, asked.conversation.messages[1].edited) == ("Better.", True)

    async def test_an_error_keeps_the_editor_open(self, asked: Tab) -> None:
        question = asked.conversation.messages[0]
        await asked.call(BranchState.edit, question.id)
        await asked.call(BranchState.save_edit, question.id, "  ")
        assert asked.state(BranchState).editing_id == question.id
        assert asked.notice


class TestDelete:
    async def test_undo_brings_it_back_once(self, asked: Tab) -> None:
        await asked.call(BranchState.delete_message, asked.conversation.messages[1].id)
        assert len(asked.conversation.messages) == 1
        assert asked.notice == "Message moved to the trash"
        await asked.call(TrashState.undo)
        assert len(asked.conversation.messages) == 2
        await asked.call(TrashState.undo)
        assert asked.notice == ""
