"""Titles made by the model after the first answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from chat_app.db import Database
from chat_app.errors import UpstreamUnavailableError
from chat_app.integrations.llm.port import TokenUsage, UsageReport
from chat_app.services.chat.titles import clean_title
from tests.fakes.scripted_gateway import ScriptedGateway
from tests.services.chat.conftest import Chat, make_chat, make_user
from tests.waiting import eventually


@pytest.fixture
async def titled(db: Database) -> AsyncIterator[Chat]:
    chat = make_chat(db, make_user(db), titles=True)
    yield chat
    await chat.turns.close()


async def title_after(chat: Chat, conversation_id: str, requests: int) -> str:
    """The title once so many requests have been made and settled."""
    gateway = chat.model.gateway
    assert isinstance(gateway, ScriptedGateway)
    await eventually(lambda: len(gateway.requests) >= requests)
    await eventually(lambda: not chat.runner.turn_ids and not chat.turns._background)
    return (await chat.conversations.get(chat.actor, conversation_id)).title


class TestAfterTurn:
    async def test_replaces_the_beginning_of_the_question(self, titled: Chat) -> None:
        titled.model.gateway = ScriptedGateway(["An answer."], ['"A fine title."', UsageReport(TokenUsage(10, 5))])
        turn = await titled.ask("A rather long question")
        assert await title_after(titled, turn.conversation_id, 2) == "A fine title"
        conversation = await titled.conversations.get(titled.actor, turn.conversation_id)
        assert conversation.cost_nano == (turn.usage.cost_nano or 0) + 10 * 1_000 + 5 * 2_000

    async def test_is_made_once(self, titled: Chat) -> None:
        gateway = titled.model.gateway = ScriptedGateway(["One."], ["First title"], ["Two."])
        turn = await titled.ask("Q")
        await title_after(titled, turn.conversation_id, 2)
        await titled.ask("R", turn.conversation_id)
        assert await title_after(titled, turn.conversation_id, 3) == "First title"
        assert len(gateway.requests) == 3

    async def test_a_failure_leaves_the_old_one(self, titled: Chat) -> None:
        titled.model.gateway = ScriptedGateway(["One."], [UpstreamUnavailableError(provider="T")])
        turn = await titled.ask("The question")
        assert await title_after(titled, turn.conversation_id, 2) == "The question"

    async def test_never_replaces_the_persons_own(self, titled: Chat) -> None:
        go_on = asyncio.Event()
        titled.model.gateway = ScriptedGateway(["One.", go_on], ["Made title"])
        turn = await titled.begin("Q")
        await titled.conversations.rename(titled.actor, turn.conversation_id, "Mine")
        go_on.set()
        await titled.end(turn)
        assert await title_after(titled, turn.conversation_id, 2) == "Mine"


@pytest.mark.parametrize(
    ("answer", "title"),
    [
        ('"Gardening in spring."', "Gardening in spring"),
        ("**Title:**\nmore", "Title"),
        ("\n\n# Plan for Rome\n", "Plan for Rome"),
        ("<think>\nHm\n", "Hm"),
        ("„Fahrt nach Köln“", "Fahrt nach Köln"),
        ("A quiet **weekend** by the `sea`", "A quiet weekend by the sea"),
        ("", ""),
        ("x" * 300, "x" * 80),
    ],
)
def test_clean_title(answer: str, title: str) -> None:
    assert clean_title(answer) == title
