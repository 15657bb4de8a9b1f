"""Summaries: when they are made, what they stand for, what they cost."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from chat_app.errors import NotFoundError, UpstreamUnavailableError
from chat_app.integrations.llm.port import Part, TextPart, TokenUsage, UsageReport
from chat_app.models import Message, Turn
from chat_app.services.catalogue.dto import OFFLINE_MODEL_ID, ModelCard
from chat_app.services.chat.dto import Summary
from chat_app.services.chat.errors import NothingToSummariseError, SummaryFailedError
from chat_app.services.chat.summaries import SummaryService
from chat_app.services.chat.summary_text import Said, extract, pieces_of, shortened
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.tokens import MESSAGE_OVERHEAD, estimate_tokens
from tests.fakes.scripted_gateway import ScriptedGateway
from tests.services.chat.conftest import MODEL, PRICE, Chat
from tests.waiting import eventually

LONG = "word " * 365


@pytest.fixture
def summaries(chat: Chat) -> SummaryService:
    """As the container wires it, with a model of 1,000 tokens."""
    service = SummaryService(chat.db, chat.model, chat.changes)
    chat.runner.relay.parts = replace(chat.runner.relay.parts, before_turn=service.before_turn)
    chat.model.card = ModelCard(MODEL, "Model", "test", "Test", context_tokens=1_000, price=PRICE)
    return service


def play(chat: Chat, *scripts: list[object]) -> ScriptedGateway:
    chat.model.gateway = ScriptedGateway(*scripts)  # type: ignore[arg-type]
    return chat.model.gateway


async def standing(chat: Chat, conversation_id: str) -> list[Summary]:
    return [message.summary for message in await chat.shown(conversation_id) if message.summary]


async def turns_of(chat: Chat, kind: str) -> list[Turn]:
    return list(await chat.db.read(lambda session: session.exec(select(Turn).where(Turn.kind == kind)).all()))


class TestBeforeATurn:
    async def test_the_older_messages_are_summarised_when_the_window_fills(self, chat: Chat, summaries: SummaryService) -> None:
        gateway = play(chat, ["One."], ["Two."], ["They spoke of ", "words.", UsageReport(TokenUsage(700, 5))], ["Three."])
        first = await chat.ask(f"First {LONG}")
        second = await chat.ask(f"Second {LONG}", first.conversation_id)
        await chat.ask("And now?", first.conversation_id)
        asked, answered = gateway.requests[-2].messages, gateway.requests[-1].messages
        assert "First word" in asked[0].text
        assert answered[0].text.endswith("They spoke of words.")
        assert [message.text for message in answered[1:]] == [f"Second {LONG}", "Two.", "And now?"]
        (block,) = await standing(chat, first.conversation_id)
        assert (block.text, block.count, block.message_id) == ("They spoke of words.", 2, first.answer_id)
        (turn,) = await turns_of(chat, "summary")
        assert (turn.tokens_in, turn.tokens_out, turn.counted_by, turn.cost_nano) == (700, 5, "provider", 710_000)
        assert second.answer_id

    async def test_its_cost_is_in_the_chats_sum(self, chat: Chat, summaries: SummaryService) -> None:
        play(chat, ["One.", UsageReport(TokenUsage(1, 1))], ["S", UsageReport(TokenUsage(700, 5))], ["Two.", UsageReport(TokenUsage(1, 1))])
        first = await chat.ask(LONG)
        await chat.ask(LONG * 2, first.conversation_id)
        assert (await chat.conversations.get(chat.actor, first.conversation_id)).cost_nano == 3_000 + 710_000 + 3_000

    async def test_nothing_is_summarised_while_all_fits(self, chat: Chat, summaries: SummaryService) -> None:
        gateway = play(chat, ["One."], ["Two."])
        first = await chat.ask(LONG)
        await chat.ask("Short", first.conversation_id)
        assert len(gateway.requests) == 2
        assert await standing(chat, first.conversation_id) == []

    async def test_a_later_summary_takes_over_the_earlier_one(self, chat: Chat, summaries: SummaryService) -> None:
        gateway = play(chat, ["1"], ["2"], ["Early summary."], ["Late summary."], ["3"])
        first = await chat.ask(f"A {LONG}")
        await chat.ask(f"B {LONG}", first.conversation_id)
        await summaries.summarise(chat.actor, first.conversation_id, first.answer_id)
        await chat.ask(f"C {LONG}", first.conversation_id)
        asked, answered = gateway.requests[-2].messages[0].text, gateway.requests[-1].messages
        assert "Early summary." in asked
        assert "A word" not in asked
        assert [message.text[:6] for message in answered[1:]] == ["C word"]
        assert [(block.text, block.count) for block in await standing(chat, first.conversation_id)] == [
            ("Early summary.", 2),
            ("Late summary.", 4),
        ]

    async def test_where_the_model_fails_the_page_says_so_and_the_oldest_are_left_out(self, chat: Chat, summaries: SummaryService) -> None:
        gateway = play(chat, ["One."], ["Two."], [UpstreamUnavailableError()], ["Three."], ["A summary."], ["Four."])
        first = await chat.ask(f"First {LONG}")
        await chat.ask(f"Second {LONG}", first.conversation_id)
        third = await chat.ask("And now?", first.conversation_id)
        assert third.status == "complete"
        assert gateway.requests[-1].messages[-1].text == "And now?"
        assert "First" not in gateway.requests[-1].messages[0].text
        (block,) = await standing(chat, first.conversation_id)
        assert (block.text, block.count) == ("", 2)
        await chat.ask("Once more", first.conversation_id)
        (block,) = await standing(chat, first.conversation_id)
        assert block.text == "A summary."

    async def test_the_text_of_files_counts_and_is_summarised(self, chat: Chat, summaries: SummaryService) -> None:
        class Files:
            """A long file with the first question."""

            async def parts(self, messages: Sequence[Message], card: ModelCard) -> dict[str, tuple[Part, ...]]:
                return {messages[0].id: (TextPart(f"Report: {LONG * 2}"),)} if len(messages) > 1 else {}

        chat.runner.relay.parts = replace(chat.runner.relay.parts, files=Files())  # type: ignore[arg-type]
        gateway = play(chat, ["One."], ["A report."], ["Two."])
        first = await chat.ask("Read this")
        await chat.ask("And now?", first.conversation_id)
        asked = [request.messages[0].text for request in gateway.requests[1:-1]]
        assert "Report: word" in asked[0]
        assert [message.text for message in gateway.requests[-1].messages][1:] == ["And now?"]

    async def test_stopping_meanwhile_keeps_what_it_cost(self, chat: Chat, summaries: SummaryService) -> None:
        gateway = play(chat, ["One."], ["Half a", asyncio.Event()])
        first = await chat.ask(f"First {LONG}")
        turn = await chat.begin(LONG * 2, first.conversation_id)
        await eventually(lambda: gateway.waiting)
        assert (await chat.turns.stop(chat.actor, turn.id)).status == "stopped"
        assert [one.counted_by for one in await turns_of(chat, "summary")] == ["parley"]
        assert await standing(chat, first.conversation_id) == []


class TestOnDemand:
    async def test_up_to_a_message(self, chat: Chat, summaries: SummaryService) -> None:
        gateway = play(chat, ["1"], ["2"], ["In short."], ["3"])
        first = await chat.ask("A")
        await chat.ask("B", first.conversation_id)
        await summaries.summarise(chat.actor, first.conversation_id, first.answer_id)
        await chat.ask("C", first.conversation_id)
        assert [message.text for message in gateway.requests[-1].messages][1:] == ["B", "2", "C"]

    async def test_all_but_the_last_exchange(self, chat: Chat, summaries: SummaryService) -> None:
        play(chat, ["1"], ["2"], ["In short."])
        first = await chat.ask("A")
        with pytest.raises(NothingToSummariseError):
            await summaries.summarise(chat.actor, first.conversation_id)
        await chat.ask("B", first.conversation_id)
        await summaries.summarise(chat.actor, first.conversation_id)
        assert [(block.text, block.message_id) for block in await standing(chat, first.conversation_id)] == [("In short.", first.answer_id)]

    async def test_a_failure_changes_nothing(self, chat: Chat, summaries: SummaryService) -> None:
        play(chat, ["1"], [UpstreamUnavailableError()])
        first = await chat.ask("A")
        with pytest.raises(SummaryFailedError):
            await summaries.summarise(chat.actor, first.conversation_id, first.answer_id)
        assert await standing(chat, first.conversation_id) == []

    async def test_the_offline_assistant_takes_the_beginnings(self, chat: Chat, summaries: SummaryService) -> None:
        play(chat, ["1"])
        first = await chat.ask("A", model_id=OFFLINE_MODEL_ID)
        await summaries.summarise(chat.actor, first.conversation_id, first.answer_id)
        assert [block.text for block in await standing(chat, first.conversation_id)] == ["- A\n  - 1"]
        assert await turns_of(chat, "summary") == []


class TestByHand:
    @pytest.fixture
    async def block(self, chat: Chat, summaries: SummaryService) -> Summary:
        play(chat, ["1"], ["In short."], ["Shorter."])
        first = await chat.ask("A")
        await summaries.summarise(chat.actor, first.conversation_id, first.answer_id)
        return (await standing(chat, first.conversation_id))[0]

    async def test_edit_renew_and_delete(self, chat: Chat, summaries: SummaryService, block: Summary) -> None:
        conversation_id = (await chat.messages.get(chat.actor, block.message_id)).conversation_id
        await summaries.edit(chat.actor, block.id, "My words.")
        edited = (await standing(chat, conversation_id))[0]
        assert (edited.text, edited.edited_at is not None) == ("My words.", True)
        await summaries.regenerate(chat.actor, block.id)
        (renewed,) = await standing(chat, conversation_id)
        assert renewed.text == "Shorter."
        await summaries.delete(chat.actor, renewed.id)
        assert await standing(chat, conversation_id) == []

    async def test_another_persons_is_not_found(
        self, summaries: SummaryService, block: Summary, make_actor: Callable[[str], Actor]
    ) -> None:
        eve = make_actor("Eve")
        for attempt in (summaries.edit(eve, block.id, "x"), summaries.regenerate(eve, block.id), summaries.delete(eve, block.id)):
            with pytest.raises(NotFoundError):
                await attempt


def said(texts: list[str]) -> list[Said]:
    return [Said("assistant" if number % 2 else "user", text) for number, text in enumerate(texts)]


@given(st.lists(st.text(max_size=2_000), max_size=12), st.integers(150, 2_000))
def test_pieces_hold_all_messages_and_fit(texts: list[str], room: int) -> None:
    pieces = list(pieces_of(said(texts), room))
    assert sum(map(len, pieces)) == len(texts)
    assert all(pieces)
    for piece in pieces:
        assert len(piece) == 1 or sum(estimate_tokens(text) + MESSAGE_OVERHEAD for text in piece) <= room


def test_a_long_text_loses_its_middle() -> None:
    short = shortened("a" * 5_000 + "b" * 5_000, 200)
    assert len(short) < 500
    assert short.startswith("aaa")
    assert short.endswith("bbb")


def test_an_extract_of_a_long_chat_stays_readable() -> None:
    text = extract(said([LONG] * 1_000), "")
    assert len(text) < 60_000
    assert text.splitlines()[1].startswith("  - word")
