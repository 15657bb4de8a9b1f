"""A turn from the question to its settled end."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from chat_app.errors import InvalidInputError, NotFoundError, UpstreamUnavailableError
from chat_app.integrations.llm.port import Finished, FinishReason, ReasoningDelta, Role, TokenUsage, UsageReport
from chat_app.services.chat import runner, settlement
from chat_app.services.chat.dto import NewTurn
from chat_app.services.chat.errors import EmptyMessageError, IdempotencyConflictError, TurnRunningError
from chat_app.services.chat.events import EventType, TurnEvent
from chat_app.services.kernel.ids import new_id
from tests.fakes.scripted_gateway import ScriptedGateway
from tests.services.chat.conftest import MODEL, Chat, make_chat
from tests.waiting import PATIENCE, eventually

USAGE = UsageReport(TokenUsage(input=1_000, output=500, cached=200, reasoning=100))


def types(events: list[TurnEvent]) -> list[str]:
    return [event.type for event in events]


async def saved(chat: Chat, message_id: str, text: str) -> bool:
    """Whether a checkpoint has written the text down."""
    return (await chat.messages.get(chat.actor, message_id)).text == text


def text_of(events: list[TurnEvent]) -> str:
    return "".join(str(event.data["text"]) for event in events if event.type == EventType.DELTA)


class TestBegin:
    async def test_writes_question_and_answer_and_streams_it(self, chat: Chat) -> None:
        chat.model.gateway = ScriptedGateway(["Good ", "morning.", USAGE])
        turn = await chat.begin("Hello there")
        events = await chat.end(turn)
        assert types(events)[0] == EventType.STARTED
        assert types(events)[-2:] == [EventType.USAGE, EventType.COMPLETED]
        assert [event.seq for event in events] == list(range(1, len(events) + 1))
        assert text_of(events) == "Good morning."
        question, answer = await chat.shown(turn.conversation_id)
        assert (question.role, question.text) == ("user", "Hello there")
        assert (answer.role, answer.text, answer.status, answer.model_id) == ("assistant", "Good morning.", "complete", MODEL)

    async def test_stores_usage_as_the_provider_counted_it_and_its_cost(self, chat: Chat) -> None:
        chat.model.gateway = ScriptedGateway(["Yes.", USAGE])
        usage = (await chat.ask()).usage
        assert (usage.tokens_in, usage.tokens_out, usage.tokens_cached, usage.tokens_reasoning) == (1_000, 500, 200, 100)
        assert usage.counted_by == "provider"
        assert usage.cost_nano == 800 * 1_000 + 200 * 500 + 500 * 2_000
        assert usage.price_version == "test-1"
        assert usage.ttft_ms is not None
        assert usage.duration_ms is not None

    async def test_counts_itself_when_the_provider_does_not(self, chat: Chat) -> None:
        chat.model.gateway = ScriptedGateway(["One two three four."])
        usage = (await chat.ask("How many words?")).usage
        assert usage.counted_by == "parley"
        assert usage.tokens_in > 0
        assert usage.tokens_out >= 4

    async def test_sends_the_whole_branch(self, chat: Chat) -> None:
        gateway = chat.model.gateway = ScriptedGateway(["First."], ["Second."])
        turn = await chat.ask("One")
        await chat.ask("Two", turn.conversation_id)
        assert [(message.role, message.text) for message in gateway.requests[1].messages] == [
            (Role.USER, "One"),
            (Role.ASSISTANT, "First."),
            (Role.USER, "Two"),
        ]

    async def test_same_key_gives_the_same_turn(self, chat: Chat) -> None:
        gateway = chat.model.gateway = ScriptedGateway([0.05, "Once."])
        first, second = await asyncio.gather(*(chat.begin("Hi", idempotency_key="k1") for _ in range(2)))
        await chat.end(first)
        third = await chat.begin("Hi", idempotency_key="k1")
        assert first.id == second.id == third.id
        assert len(gateway.requests) == 1
        assert len(await chat.shown(first.conversation_id)) == 2

    async def test_same_key_for_something_else_is_a_conflict(self, chat: Chat) -> None:
        chat.model.gateway = ScriptedGateway(["Once."])
        await chat.ask("Hi", idempotency_key="k1")
        with pytest.raises(IdempotencyConflictError):
            await chat.begin("Ho", idempotency_key="k1")

    async def test_same_key_of_another_person_is_another_turn(self, chat: Chat, make_actor: Any) -> None:
        chat.model.gateway = ScriptedGateway(["Once."])
        mine = await chat.ask("Hi", idempotency_key="k1")
        other = make_chat(chat.db, make_actor("Grace"))
        other.model.gateway = ScriptedGateway(["Twice."])
        theirs = await other.ask("Hi", idempotency_key="k1")
        assert mine.id != theirs.id
        assert mine.conversation_id != theirs.conversation_id

    @pytest.mark.parametrize("text", ["", "  \n\t ", "\x00"])
    async def test_refuses_an_empty_message(self, chat: Chat, text: str) -> None:
        with pytest.raises(EmptyMessageError):
            await chat.begin(text)

    async def test_keeps_any_text_as_it_is(self, chat: Chat) -> None:
        chat.model.gateway = ScriptedGateway(["👍🏽 'quoted'; DROP TABLE messages; -- \u202e"])
        text = "Zeile 1\n\n\tZeile 2 \u0000 \ud800 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 %s {x} <script>"
        turn = await chat.ask(text)
        question, answer = await chat.shown(turn.conversation_id)
        assert question.text == text.replace("\u0000", "").replace("\ud800", "?")
        assert answer.text == "👍🏽 'quoted'; DROP TABLE messages; -- \u202e"

    async def test_someone_elses_chat_is_not_found(self, chat: Chat, make_actor: Any) -> None:
        chat.model.gateway = ScriptedGateway(["Mine."])
        turn = await chat.ask()
        other = make_actor("Mallory")
        attempts = [
            chat.turns.begin(other, NewTurn(turn.conversation_id, text="Hi")),
            chat.turns.get(other, turn.id),
            chat.turns.stop(other, turn.id),
            chat.turns.queued(other, turn.conversation_id),
            chat.turns.send_queued(other, turn.id),
            chat.turns.discard_queued(other, turn.id),
            anext(chat.turns.follow(other, turn.id)),
            chat.messages.page(other, turn.conversation_id),
            chat.messages.get(other, turn.answer_id),
            chat.messages.edit_text(other, turn.answer_id, "x"),
            chat.messages.delete(other, turn.answer_id),
            chat.messages.restore(other, turn.answer_id),
            chat.messages.show_branch(other, turn.answer_id),
            chat.conversations.get(other, turn.conversation_id),
            chat.conversations.rename(other, turn.conversation_id, "x"),
            chat.conversations.choose_model(other, turn.conversation_id, "a/b"),
            chat.conversations.save_draft(other, turn.conversation_id, "x"),
            chat.conversations.delete(other, turn.conversation_id),
            chat.conversations.restore(other, turn.conversation_id),
        ]
        for attempt in attempts:
            with pytest.raises(NotFoundError):
                await attempt
        assert not (await chat.conversations.list(other)).items


class TestReasoning:
    async def test_is_kept_apart_with_its_duration(self, chat: Chat) -> None:
        chat.model.gateway = ScriptedGateway([ReasoningDelta("Let me "), 0.02, ReasoningDelta("think."), "Done."])
        turn = await chat.begin()
        events = await chat.end(turn)
        answer = (await chat.shown(turn.conversation_id))[-1]
        assert (answer.reasoning, answer.text) == ("Let me think.", "Done.")
        assert answer.reasoning_ms >= 20
        assert types(events).index(EventType.REASONING_DONE) < types(events).index(EventType.DELTA)


class TestFollow:
    async def test_a_late_viewer_gets_everything(self, chat: Chat) -> None:
        go_on = asyncio.Event()
        gateway = chat.model.gateway = ScriptedGateway(["A", 0.05, "B", go_on, "C"])
        turn = await chat.begin()
        early = asyncio.create_task(chat.end(turn))
        await eventually(lambda: gateway.waiting)
        late = asyncio.create_task(chat.end(turn))
        go_on.set()
        assert text_of(await early) == text_of(await late) == "ABC"

    async def test_resumes_after_a_seq(self, chat: Chat) -> None:
        chat.model.gateway = ScriptedGateway(["A", 0.05, "B"])
        turn = await chat.begin()
        all_events = await chat.end(turn)
        rest = [event async for batch in chat.turns.follow(chat.actor, turn.id, after=2) for event in batch]
        assert rest == all_events[2:]

    async def test_a_turn_of_the_past_answers_with_the_whole_message(self, chat: Chat) -> None:
        chat.model.gateway = ScriptedGateway(["Long ago."])
        turn = await chat.ask()
        restarted = make_chat(chat.db, chat.actor)
        events = await restarted.end(turn)
        assert types(events) == [EventType.COMPLETED]
        assert events[0].data["message"].text == "Long ago."  # type: ignore[attr-defined]

    async def test_leaving_does_not_stop_the_turn(self, chat: Chat) -> None:
        go_on = asyncio.Event()
        gateway = chat.model.gateway = ScriptedGateway(["A", go_on, "B"])
        turn = await chat.begin()
        viewer = await chat.view(turn)
        await eventually(lambda: gateway.waiting)
        viewer.cancel()
        go_on.set()
        await chat.end(turn)
        assert (await chat.shown(turn.conversation_id))[-1].text == "AB"

    async def test_deltas_are_batched(self, chat: Chat) -> None:
        chat.model.gateway = ScriptedGateway([str(number % 10) for number in range(2_000)])
        turn = await chat.begin()
        events = await chat.end(turn)
        assert len(text_of(events)) == 2_000
        assert types(events).count(EventType.DELTA) < 200


class TestStop:
    async def test_keeps_what_came(self, chat: Chat) -> None:
        gateway = chat.model.gateway = ScriptedGateway(["Half", asyncio.Event()])
        turn = await chat.begin()
        await eventually(lambda: gateway.waiting)
        stopped = await chat.turns.stop(chat.actor, turn.id)
        assert stopped.status == "stopped"
        answer = (await chat.shown(turn.conversation_id))[-1]
        assert (answer.text, answer.status) == ("Half", "stopped")
        assert stopped.usage.counted_by == "parley"

    async def test_works_before_the_first_token(self, chat: Chat) -> None:
        gateway = chat.model.gateway = ScriptedGateway([asyncio.Event()])
        turn = await chat.begin()
        stopped = await chat.turns.stop(chat.actor, turn.id)
        assert stopped.status == "stopped"
        assert gateway.running == 0
        assert stopped.usage.tokens_out == 0

    async def test_twice_and_afterwards_changes_nothing(self, chat: Chat) -> None:
        gateway = chat.model.gateway = ScriptedGateway(["Half", asyncio.Event()])
        turn = await chat.begin()
        await eventually(lambda: gateway.waiting)
        await asyncio.gather(*(chat.turns.stop(chat.actor, turn.id) for _ in range(3)))
        assert (await chat.turns.stop(chat.actor, turn.id)).status == "stopped"

    async def test_works_before_the_first_step(self, chat: Chat) -> None:
        chat.model.gateway = ScriptedGateway([asyncio.Event()])
        turn = await chat.begin()
        await chat.turns.close()
        async with asyncio.timeout(PATIENCE):
            assert types(await chat.end(turn))[-1] == EventType.COMPLETED
        assert (await chat.turns.get(chat.actor, turn.id)).status == "interrupted"


class TestFailure:
    async def test_keeps_the_question_and_what_came_and_says_why(self, chat: Chat) -> None:
        chat.model.gateway = ScriptedGateway(["Half ", UpstreamUnavailableError(provider="Test")])
        turn = await chat.begin("Important question")
        events = await chat.end(turn)
        assert types(events)[-1] == EventType.COMPLETED
        error = next(event for event in events if event.type == EventType.ERROR)
        assert error.data["key"] == "error.upstream_unavailable"
        assert "saved" in str(error.data["detail"])
        question, answer = await chat.shown(turn.conversation_id)
        assert question.text == "Important question"
        assert (answer.text, answer.status, answer.error_key) == ("Half ", "failed", "error.upstream_unavailable")

    async def test_an_answer_outlives_a_full_disk(self, chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
        settle, failures = settlement.settle, [OSError("disk full"), OSError("disk full")]

        def settle_later(*args: Any) -> settlement.Settled:
            if failures:
                raise failures.pop()
            return settle(*args)

        monkeypatch.setattr(settlement, "settle", settle_later)
        monkeypatch.setattr(runner, "SETTLE_PAUSE_SECONDS", 0.01)
        chat.model.gateway = ScriptedGateway(["All of it."])
        turn = await chat.ask()
        assert turn.status == "complete"
        assert (await chat.shown(turn.conversation_id))[-1].text == "All of it."

    async def test_a_bug_in_an_adapter_does_not_reach_the_person(self, chat: Chat) -> None:
        chat.model.gateway = ScriptedGateway([ValueError("secret internals")])
        events = await chat.end(await chat.begin())
        error = next(event for event in events if event.type == EventType.ERROR)
        assert error.data["key"] == "error.unexpected"
        assert "secret" not in str(error.data)

    @pytest.mark.parametrize(
        ("reason", "key"), [(FinishReason.STOP, "error.empty_answer"), (FinishReason.REFUSED, "error.upstream_refused")]
    )
    async def test_nothing_to_read_is_a_failure(self, chat: Chat, reason: FinishReason, key: str) -> None:
        chat.model.gateway = ScriptedGateway([Finished(reason)])
        turn = await chat.ask()
        assert (turn.status, turn.error_key) == ("failed", key)


class TestRegenerate:
    async def test_makes_a_sibling_by_another_model(self, chat: Chat) -> None:
        gateway = chat.model.gateway = ScriptedGateway(["One."], ["Two."])
        first = await chat.ask("Q")
        second = await chat.ask("", first.conversation_id, kind="regenerate", message_id=first.answer_id, model_id="test/other")
        question, answer = await chat.shown(first.conversation_id)
        assert (answer.text, answer.model_id, answer.sibling_index, answer.sibling_count) == ("Two.", "test/other", 2, 2)
        assert answer.previous_sibling_id == first.answer_id
        assert answer.parent_id == question.id
        assert gateway.requests[1].model == "other"
        assert (await chat.conversations.get(chat.actor, first.conversation_id)).model_id == MODEL
        assert second.user_message_id == question.id

    async def test_of_a_question_is_refused(self, chat: Chat) -> None:
        chat.model.gateway = ScriptedGateway(["One."])
        first = await chat.ask("Q")
        with pytest.raises(InvalidInputError):
            await chat.begin("", first.conversation_id, kind="regenerate", message_id=first.user_message_id)

    async def test_with_a_message_of_another_chat_is_refused(self, chat: Chat) -> None:
        chat.model.gateway = ScriptedGateway(["One."])
        first, second = await chat.ask("Q"), await chat.ask("R")
        with pytest.raises(InvalidInputError):
            await chat.begin("", second.conversation_id, kind="regenerate", message_id=first.answer_id)


class TestEdit:
    async def test_makes_a_new_branch_and_leaves_the_old_one(self, chat: Chat) -> None:
        gateway = chat.model.gateway = ScriptedGateway(["One."], ["Two."], ["Three."])
        first = await chat.ask("A")
        second = await chat.ask("B", first.conversation_id)
        third = await chat.ask("B2", first.conversation_id, kind="edit", message_id=second.user_message_id)
        assert [message.text for message in await chat.shown(first.conversation_id)] == ["A", "One.", "B2", "Three."]
        assert [message.text for message in gateway.requests[2].messages] == ["A", "One.", "B2"]
        await chat.messages.show_branch(chat.actor, second.user_message_id)
        assert [message.text for message in await chat.shown(first.conversation_id)] == ["A", "One.", "B", "Two."]
        assert third.user_message_id != second.user_message_id

    async def test_of_the_first_message_begins_the_chat_anew(self, chat: Chat) -> None:
        chat.model.gateway = ScriptedGateway(["One."], ["Two."])
        first = await chat.ask("A")
        await chat.ask("B", first.conversation_id, kind="edit", message_id=first.user_message_id)
        question, _ = await chat.shown(first.conversation_id)
        assert (question.text, question.sibling_count) == ("B", 2)


class TestContinue:
    async def test_goes_on_in_the_same_message(self, chat: Chat) -> None:
        gateway = chat.model.gateway = ScriptedGateway(["The end is ", UpstreamUnavailableError(provider="T")], ["near.", USAGE])
        first = await chat.ask("Q")
        second = await chat.begin("", first.conversation_id, kind="continue", message_id=first.answer_id)
        events = await chat.end(second)
        assert text_of(events) == "The end is near."
        answer = (await chat.shown(first.conversation_id))[-1]
        assert (answer.text, answer.status, answer.id, answer.error_key) == ("The end is near.", "complete", first.answer_id, "")
        assert [message.text for message in gateway.requests[1].messages][:2] == ["Q", "The end is "]
        assert gateway.requests[1].messages[2].role == Role.USER
        assert answer.usage is not None
        assert answer.usage.tokens_out > 500

    async def test_after_a_cut_at_the_length_limit(self, chat: Chat) -> None:
        chat.model.gateway = ScriptedGateway(["Long", Finished(FinishReason.LENGTH)], [" text"])
        first = await chat.ask("Q")
        assert first.finish_reason == "length"
        await chat.ask("", first.conversation_id, kind="continue", message_id=first.answer_id)
        assert (await chat.shown(first.conversation_id))[-1].text == "Long text"

    async def test_of_nothing_asks_again(self, chat: Chat) -> None:
        gateway = chat.model.gateway = ScriptedGateway([UpstreamUnavailableError(provider="T")], ["Here."])
        first = await chat.ask("Q")
        await chat.ask("", first.conversation_id, kind="continue", message_id=first.answer_id)
        assert [message.text for message in gateway.requests[1].messages] == ["Q"]
        assert [message.text for message in await chat.shown(first.conversation_id)] == ["Q", "Here."]

    async def test_of_a_complete_answer_is_refused(self, chat: Chat) -> None:
        chat.model.gateway = ScriptedGateway(["Done."])
        first = await chat.ask("Q")
        with pytest.raises(InvalidInputError):
            await chat.begin("", first.conversation_id, kind="continue", message_id=first.answer_id)

    async def test_by_the_offline_assistant_drops_what_it_repeats(self, chat: Chat) -> None:
        gateway = chat.model.gateway = ScriptedGateway(["I am ", asyncio.Event()], ["I am ", "Parley's assistant."])
        first = await chat.begin("Q", model_id="offline/parley")
        await eventually(lambda: gateway.waiting)
        await chat.turns.stop(chat.actor, first.id)
        await chat.ask("", first.conversation_id, kind="continue", message_id=first.answer_id)
        assert (await chat.shown(first.conversation_id))[-1].text == "I am Parley's assistant."


class TestQueue:
    async def test_sends_after_the_running_answer(self, chat: Chat) -> None:
        go_on = asyncio.Event()
        gateway = chat.model.gateway = ScriptedGateway(["One", go_on], ["Two"], ["Three"])
        first = await chat.begin("A")
        second = await chat.begin("B", first.conversation_id)
        third = await chat.begin("C", first.conversation_id)
        assert (first.status, second.status, third.status) == ("running", "queued", "queued")
        assert [turn.queued_text for turn in await chat.turns.queued(chat.actor, first.conversation_id)] == ["B", "C"]
        go_on.set()
        for turn in (first, second, third):
            await chat.end(turn)
        assert [message.text for message in await chat.shown(first.conversation_id)] == ["A", "One", "B", "Two", "C", "Three"]
        assert len(gateway.requests) == 3

    async def test_waits_after_a_failure_until_it_is_sent(self, chat: Chat) -> None:
        go_on = asyncio.Event()
        chat.model.gateway = ScriptedGateway([go_on, UpstreamUnavailableError(provider="T")], ["Two"])
        first = await chat.begin("A")
        second = await chat.begin("B", first.conversation_id)
        go_on.set()
        await chat.end(first)
        await asyncio.sleep(0.05)
        assert (await chat.turns.get(chat.actor, second.id)).status == "queued"
        await chat.turns.send_queued(chat.actor, second.id)
        await chat.end(second)
        assert (await chat.shown(first.conversation_id))[-1].text == "Two"

    async def test_a_discarded_message_is_not_sent(self, chat: Chat) -> None:
        go_on = asyncio.Event()
        gateway = chat.model.gateway = ScriptedGateway(["One", go_on])
        first = await chat.begin("A")
        second = await chat.begin("B", first.conversation_id)
        waiting = await chat.view(second)
        assert (await chat.turns.stop(chat.actor, second.id)).status == "stopped"
        assert types(await waiting)[-1] == EventType.COMPLETED
        go_on.set()
        await chat.end(first)
        await asyncio.sleep(0.05)
        assert len(gateway.requests) == 1
        assert len(await chat.shown(first.conversation_id)) == 2

    async def test_discarding_a_message_that_has_just_gone_leaves_its_answer_alone(self, chat: Chat) -> None:
        go_on = asyncio.Event()
        chat.model.gateway = ScriptedGateway(["One ", go_on, "two"])
        turn = await chat.begin()
        await chat.turns.discard_queued(chat.actor, turn.id)
        go_on.set()
        events = await chat.end(turn)
        assert text_of(events) == "One two"
        assert [event.data["status"] for event in events if event.type == EventType.COMPLETED] == ["complete"]

    async def test_only_new_messages_wait(self, chat: Chat) -> None:
        chat.model.gateway = ScriptedGateway(["One"], [asyncio.Event()])
        first = await chat.ask("A")
        await chat.begin("B", first.conversation_id)
        for kind in ("regenerate", "continue"):
            with pytest.raises(TurnRunningError):
                await chat.begin("", first.conversation_id, kind=kind, message_id=first.answer_id)


class TestRecover:
    async def test_a_killed_process_leaves_the_last_checkpoint(self, chat: Chat) -> None:
        chat.model.gateway = ScriptedGateway(["Saved text", asyncio.Event()])
        turn = await chat.begin()
        await eventually(lambda: saved(chat, turn.answer_id, "Saved text"))
        restarted = make_chat(chat.db, chat.actor)
        assert await restarted.turns.recover(all_of_them=True) == 1
        answer = (await restarted.shown(turn.conversation_id))[-1]
        assert (answer.text, answer.status) == ("Saved text", "interrupted")
        restarted.model.gateway = ScriptedGateway([" goes on"])
        await restarted.ask("", turn.conversation_id, kind="continue", message_id=turn.answer_id)
        assert (await restarted.shown(turn.conversation_id))[-1].text == "Saved text goes on"

    async def test_the_late_end_of_a_turn_that_was_given_up_changes_nothing(self, chat: Chat) -> None:
        go_on = asyncio.Event()
        chat.model.gateway = ScriptedGateway(["Old", go_on, " and late"])
        turn = await chat.begin()
        await eventually(lambda: saved(chat, turn.answer_id, "Old"))
        await make_chat(chat.db, chat.actor).turns.recover(all_of_them=True)
        go_on.set()
        await chat.end(turn)
        assert (await chat.turns.get(chat.actor, turn.id)).status == "interrupted"

    async def test_leaves_turns_with_a_fresh_lease_alone(self, chat: Chat) -> None:
        chat.model.gateway = ScriptedGateway(["One", asyncio.Event()])
        turn = await chat.begin()
        assert await make_chat(chat.db, chat.actor).turns.recover() == 0
        assert (await chat.turns.get(chat.actor, turn.id)).status == "running"

    async def test_an_orderly_end_interrupts_and_keeps_everything(self, chat: Chat) -> None:
        gateway = chat.model.gateway = ScriptedGateway(["All of it", asyncio.Event()])
        turn = await chat.begin()
        await eventually(lambda: gateway.waiting)
        await chat.turns.close()
        answer = (await chat.shown(turn.conversation_id))[-1]
        assert (answer.text, answer.status) == ("All of it", "interrupted")


class TestLoad:
    async def test_a_hundred_at_once_without_an_error(self, chat: Chat) -> None:
        chat.model.gateway = ScriptedGateway(["One", 0.05, "Two"])
        turns = await asyncio.gather(*(chat.begin(f"Question {number}") for number in range(100)))
        await asyncio.gather(*(chat.end(turn) for turn in turns))
        ended = await asyncio.gather(*(chat.turns.get(chat.actor, turn.id) for turn in turns))
        assert {turn.status for turn in ended} == {"complete"}

    async def test_unknown_ids_are_not_found(self, chat: Chat) -> None:
        with pytest.raises(NotFoundError):
            await chat.turns.get(chat.actor, new_id())
