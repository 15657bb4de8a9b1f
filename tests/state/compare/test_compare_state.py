"""Comparing as a tab sees it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from chat_app.services.chat.dto import Conversation
from chat_app.services.kernel.actor import Actor
from chat_app.state.chat.composer_state import ComposerState
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.chat.models_state import ModelsState
from chat_app.state.compare.compare_state import CompareState
from chat_app.state.compare.standings_state import StandingsState
from chat_app.state.shared.guards import current_actor
from chat_app.wiring import Services
from tests.fakes.scripted_gateway import ScriptedGateway
from tests.state.conftest import Tab

SMALL, LARGE = "test/small", "test/large"


def chips(tab: Tab) -> list[str]:
    return [chip.label for chip in tab.conversation.compare_models]


async def compare(tab: Tab, settled: Callable[[], Any], *, blind: bool = False) -> Any:
    """Send to both models from a new chat; the row of columns."""
    await tab.call(ConversationState.load)
    await tab.call(CompareState.set_blind, blind)
    await tab.call(CompareState.add_model, LARGE)
    await tab.call(ComposerState.submit, "Hello", "key", "")
    await settled()
    return tab.conversation.messages[-1].comparison


async def test_a_chat_that_has_not_begun_keeps_its_models(tab: Tab, settled: Callable[[], Any], parts: Services) -> None:
    await tab.call(ConversationState.load)
    assert chips(tab) == []
    await tab.call(CompareState.add_model, LARGE)
    assert chips(tab) == ["Small", "Large"]
    await tab.call(CompareState.set_blind, True)
    await tab.call(ComposerState.submit, "Hello", "key", "")
    await settled()
    assert chips(tab) == ["Small", "Large"]
    row = tab.conversation.messages[-1].comparison
    assert row.hidden
    assert sorted(column.name for column in row.columns) == ["Answer A", "Answer B"]
    assert all(column.model_id == "" and column.cost_label == "" for column in row.columns)


async def test_models_come_and_go(tab: Tab) -> None:
    await tab.call(ConversationState.load)
    await tab.call(CompareState.add_model, LARGE)
    await tab.call(CompareState.remove_model, SMALL)
    assert chips(tab) == []
    assert tab.conversation.model_id == LARGE
    await tab.call(CompareState.add_model, SMALL)
    await tab.call(ModelsState.choose, SMALL)
    assert chips(tab) == []
    await tab.call(CompareState.add_model, "test/unknown")
    assert tab.notice.startswith("No connected provider offers this model.")


async def test_what_begins_while_the_chat_is_read_is_its_end(
    tab: Tab, settled: Callable[[], Any], parts: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = await compare(tab, settled)
    asked = parts.conversations.get

    async def before_it_began(actor: Actor, conversation_id: str) -> Conversation:
        return replace(await asked(actor, conversation_id), active_leaf_id=tab.conversation.messages[0].id)

    monkeypatch.setattr(type(parts.conversations), "get", lambda _, actor, conversation_id: before_it_began(actor, conversation_id))
    await tab.call(ConversationState.follow, tab.conversation.current_id)
    assert not row.ended
    assert not tab.conversation.messages[-1].comparison.ended


async def test_columns_say_what_comes_next(tab: Tab, settled: Callable[[], Any]) -> None:
    row = await compare(tab, settled)
    assert [(column.name, column.text, column.goes_on) for column in row.columns] == [
        ("Small", "Good morning.", True),
        ("Large", "Good morning.", False),
    ]
    assert tab.conversation.goes_on_name == "Small"
    await tab.call(CompareState.choose, row.id, row.columns[1].id)
    row = tab.conversation.messages[-1].comparison
    assert [column.chosen for column in row.columns] == [False, True]
    assert tab.conversation.goes_on_name == ""
    await tab.call(ComposerState.submit, "Next", "key 2", tab.conversation.current_id)
    await settled()
    assert tab.conversation.messages[1].comparison.ended


async def test_one_column_ends_alone_and_the_composer_ends_all(tab: Tab, gateway: ScriptedGateway) -> None:
    gateway.scripts = [["Begun", asyncio.Event()]]
    await tab.call(ConversationState.load)
    await tab.call(CompareState.add_model, LARGE)
    await tab.call(ComposerState.submit, "Hello", "key", "")
    columns = tab.conversation.messages[-1].comparison.columns
    await tab.call(CompareState.stop, columns[0].turn_id)
    assert [column.status for column in tab.conversation.messages[-1].comparison.columns] == ["stopped", "running"]
    await tab.call(ComposerState.stop)
    assert [column.status for column in tab.conversation.messages[-1].comparison.columns] == ["stopped", "stopped"]
    assert tab.conversation.running_turn_id == ""


async def test_merge_vote_and_win_rates(tab: Tab, settled: Callable[[], Any]) -> None:
    row = await compare(tab, settled, blind=True)
    await tab.call(CompareState.vote, row.id, row.columns[0].id)
    winner = tab.conversation.messages[-1].comparison.columns[0]
    assert winner.voted
    await tab.call(StandingsState.load)
    table = tab.state(StandingsState)
    loser = next(iter({"Small", "Large"} - {winner.name}))
    assert [(line.name, line.votes.rate) for line in table.models] == [(winner.name, "100 %"), (loser, "0 %")]
    await tab.call(CompareState.merge, row.id, LARGE, "fuse", "key 3")
    await settled()
    merged = tab.conversation.messages[-1].comparison.columns[-1]
    assert (merged.chosen, merged.merged) == (True, "Made of 2 answers")


async def test_the_end_of_a_column_brings_its_figures(tab: Tab, parts: Services, gateway: ScriptedGateway) -> None:
    go = asyncio.Event()
    gateway.scripts = [[go, "Done."]]
    await tab.call(ConversationState.load)
    await tab.call(CompareState.add_model, LARGE)
    await tab.call(ComposerState.submit, "Hello", "key", "")
    turn_ids = [column.turn_id for column in tab.conversation.messages[-1].comparison.columns]
    go.set()
    for turn_id in turn_ids:
        async for _ in parts.turns.follow(await current_actor(tab.conversation), turn_id):
            pass
    await tab.call(ConversationState.finish_turn, turn_ids[1])
    assert [column.text for column in tab.conversation.messages[-1].comparison.columns] == ["Done.", "Done."]
