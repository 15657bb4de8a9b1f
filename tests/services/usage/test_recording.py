"""Every call is recorded at its end, once, whatever the end was."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from chat_app.errors import UpstreamUnavailableError
from chat_app.integrations.llm.json_objects import MOST_TOKENS
from chat_app.integrations.llm.port import ReasoningDelta, TokenUsage, UsageReport
from chat_app.integrations.llm.rates import Rates
from chat_app.integrations.llm.usage import usage_of
from chat_app.models import Conversation, ExchangeRate, Folder, Turn, TurnStatus
from chat_app.services.catalogue.dto import ModelCard, Price, Route
from chat_app.services.catalogue.pricing import with_margin
from chat_app.services.chat import settlement
from chat_app.services.chat.answer import Snapshot
from chat_app.services.chat.dto import NewTurn
from chat_app.services.chat.planning import begin_turn
from chat_app.services.chat.settlement import Outcome
from chat_app.services.chat.side_questions import SideQuestion, SideQuestionService
from chat_app.services.chat.summaries import SummaryService
from chat_app.services.documents.canvas import CanvasService
from chat_app.services.documents.rewriting import CanvasRewriter
from chat_app.services.kernel.clock import utc_now
from chat_app.services.kernel.ids import new_id
from chat_app.services.temporary import TemporaryChats
from chat_app.services.usage import UsageService
from chat_app.services.usage.charging import charge, lines_of
from chat_app.services.usage.dto import UsageFilter
from chat_app.services.usage.metering import Measured
from chat_app.services.usage.terms import measured_by, read_terms, terms_of, terms_text
from tests.fakes.scripted_gateway import ScriptedGateway
from tests.services.chat.conftest import MODEL, PRICE, Chat, make_chat
from tests.services.usage.conftest import calls_in, counted_in
from tests.waiting import eventually

USED = UsageReport(TokenUsage(input=1_000, output=500, cached=200, reasoning=100))
COST = 800 * 1_000 + 200 * 500 + 500 * 2_000


class TestTurns:
    async def test_a_turn_is_one_call_with_its_lines(self, chat: Chat) -> None:
        chat.model.gateway = ScriptedGateway(["Yes.", USED])
        turn = await chat.ask()
        (call,) = calls_in(chat.db)
        assert (call.kind, call.status, call.model_id, call.provider, call.counted_by) == ("send", "complete", MODEL, "test", "provider")
        assert (call.turn_id, call.conversation_id, call.owner_id, call.day) == (
            turn.id,
            turn.conversation_id,
            chat.actor.user_id,
            call.created_at.date(),
        )
        assert (call.tokens_in, call.tokens_out, call.tokens_cached, call.tokens_reasoning) == (1_000, 500, 200, 100)
        assert [(line.kind, line.count, line.rate, line.nano) for line in lines_of(call.lines)] == [
            ("input", 800, 1_000_000_000, 800_000),
            ("cache_read", 200, 500_000_000, 100_000),
            ("output", 400, 2_000_000_000, 800_000),
            ("reasoning", 100, 2_000_000_000, 200_000),
        ]
        assert call.cost_nano == call.sale_nano == turn.usage.cost_nano == COST
        assert (call.price_version, call.currency, call.own_key) == ("test-1", "USD", False)
        assert call.duration_ms is not None
        assert counted_in(chat.db) == (1_500, COST)

    @pytest.mark.parametrize("kind", ["edit", "regenerate", "continue"])
    async def test_every_way_to_ask(self, chat: Chat, kind: str) -> None:
        chat.model.gateway = ScriptedGateway(["Yes.", USED, UpstreamUnavailableError(provider="T")])
        first = await chat.ask()
        question = (await chat.shown(first.conversation_id))[0].id
        message_id = question if kind == "edit" else first.answer_id
        await chat.ask("Again" if kind == "edit" else "", first.conversation_id, kind=kind, message_id=message_id)
        assert [call.kind for call in calls_in(chat.db)] == ["send", kind]

    async def test_what_people_pay_on_top(self, chat: Chat) -> None:
        chat.model.card = replace(chat.model.card, price=with_margin(PRICE, 2_500))
        chat.model.provider_price = PRICE
        chat.model.gateway = ScriptedGateway(["Yes.", USED])
        turn = await chat.ask()
        (call,) = calls_in(chat.db)
        assert (call.cost_nano, call.sale_nano, turn.usage.cost_nano) == (COST, COST * 5 // 4, COST * 5 // 4)
        assert counted_in(chat.db) == (1_500, COST * 5 // 4)

    async def test_an_own_key_is_logged_and_not_charged(self, chat: Chat) -> None:
        chat.model.own_key = True
        chat.model.gateway = ScriptedGateway(["Yes.", USED])
        turn = await chat.ask()
        (call,) = calls_in(chat.db)
        assert (call.own_key, call.cost_nano, call.sale_nano, turn.usage.cost_nano) == (True, COST, 0, COST)

    async def test_an_unknown_price_is_recorded_without_an_amount(self, chat: Chat) -> None:
        chat.model.card = replace(chat.model.card, price=None)
        chat.model.gateway = ScriptedGateway(["Yes.", USED])
        await chat.ask()
        (call,) = calls_in(chat.db)
        assert (call.cost_nano, call.sale_nano, call.lines, call.tokens_in) == (None, None, "[]", 1_000)
        assert counted_in(chat.db) == (1_500, 0)

    async def test_the_project_and_the_rates_of_the_day(self, chat: Chat) -> None:
        folder = Folder(id=new_id(), owner_id=chat.actor.user_id, name="Thesis", created_at=utc_now())
        rates = [
            ExchangeRate(day=date(2026, 1, 1), currency="USD", rate_micro=1_100_000),
            ExchangeRate(day=date(2026, 1, 2), currency="USD", rate_micro=1_200_000),
            ExchangeRate(day=date(2026, 1, 3), currency="CHF", rate_micro=900_000),
            ExchangeRate(day=date(2999, 1, 1), currency="USD", rate_micro=9_000_000),
        ]
        chat.db.write_now(lambda session: session.add_all([folder, *rates]))
        chat.model.gateway = ScriptedGateway(["Yes.", USED])
        await chat.ask(folder_id=folder.id)
        (call,) = calls_in(chat.db)
        assert (call.folder_id, call.rate_day, call.eur_rate_micro) == (folder.id, date(2026, 1, 2), 1_200_000)


class TestUnhappyEnds:
    async def test_an_answer_that_fails_half_way_costs_what_came(self, chat: Chat) -> None:
        chat.model.gateway = ScriptedGateway(["Half an answer", UpstreamUnavailableError(provider="T")])
        turn = await chat.ask()
        (call,) = calls_in(chat.db)
        assert (call.status, call.counted_by, turn.usage.cost_nano) == ("failed", "parley", call.sale_nano)
        assert call.tokens_out == 3

    async def test_one_that_never_began_is_no_call(self, chat: Chat) -> None:
        chat.model.gateway = ScriptedGateway([UpstreamUnavailableError(provider="T")])
        await chat.ask()
        assert list(calls_in(chat.db)) == []

    async def test_an_empty_answer_that_was_counted_is_one(self, chat: Chat) -> None:
        chat.model.gateway = ScriptedGateway([UsageReport(TokenUsage(10, 0))])
        await chat.ask()
        assert [(call.status, call.tokens_in) for call in calls_in(chat.db)] == [("failed", 10)]

    @pytest.mark.parametrize("count", [10**400, 1e300, 2**63])
    async def test_a_count_beyond_all_sense_does_not_keep_it_from_ending(self, chat: Chat, count: float) -> None:
        usage = usage_of({"prompt_tokens": count, "completion_tokens": count, "total_tokens": 3})
        assert usage is not None
        chat.model.gateway = ScriptedGateway(["Yes.", UsageReport(usage)])
        turn = await chat.ask()
        (call,) = calls_in(chat.db)
        assert (turn.status, call.tokens_in, call.tokens_out) == ("complete", MOST_TOKENS, MOST_TOKENS)
        assert call.cost_nano == MOST_TOKENS * 3_000

    async def test_signs_that_cannot_be_stored_do_not_either(self, chat: Chat) -> None:
        chat.model.gateway = ScriptedGateway([ReasoningDelta("So\0 \ud83d"), "Y\0es \udc00 é.", USED])
        turn = await chat.ask()
        answer = (await chat.shown(turn.conversation_id))[1]
        assert (turn.status, answer.text, answer.reasoning) == ("complete", "Yes ? é.", "So ?")

    async def test_a_stopped_one_counts_thoughts_and_words(self, chat: Chat) -> None:
        gateway = chat.model.gateway = ScriptedGateway([ReasoningDelta("Think of it"), "A word", asyncio.Event()])
        turn = await chat.begin()
        await eventually(lambda: gateway.waiting)
        await chat.turns.stop(chat.actor, turn.id)
        (call,) = calls_in(chat.db)
        assert (call.status, call.tokens_reasoning, call.tokens_out) == ("stopped", 3, 5)

    async def test_going_on_does_not_pay_for_the_beginning_again(self, chat: Chat) -> None:
        chat.model.gateway = ScriptedGateway(
            ["One two three four five six seven eight nine ten", UpstreamUnavailableError(provider="T")], [" more"]
        )
        first = await chat.ask()
        await chat.ask("", first.conversation_id, kind="continue", message_id=first.answer_id)
        assert [call.tokens_out for call in calls_in(chat.db)] == [10, 1]


class TestKilled:
    """The process is gone; what was checkpointed is settled by whoever comes."""

    async def test_is_recorded_from_its_last_checkpoint(self, chat: Chat) -> None:
        chat.model.card = replace(chat.model.card, price=with_margin(PRICE, 5_000))
        chat.model.provider_price = PRICE
        turn = await self.begun(chat)
        assert await make_chat(chat.db, chat.actor).turns.recover(all_of_them=True) == 1
        (call,) = calls_in(chat.db)
        kept = (await chat.turns.get(chat.actor, turn.id)).usage
        assert (call.status, call.counted_by, call.model_id, call.price_version) == ("interrupted", "parley", MODEL, "test-1")
        assert (call.tokens_out, call.tokens_in, kept.tokens_in) == (2, kept.tokens_in, call.tokens_in)
        assert call.tokens_in > 0
        assert call.cost_nano == call.tokens_in * 1_000 + 2 * 2_000
        assert call.sale_nano == kept.cost_nano == call.cost_nano * 3 // 2
        assert counted_in(chat.db) == (call.tokens_in + 2, call.sale_nano)

    async def test_a_long_request_costs_what_it_would_have_cost(self) -> None:
        plain, long, longest = Rates(1_000_000, 2_000_000), Rates(3_000_000, 4_000_000), Rates(5_000_000, 6_000_000)
        price = Price(plain, "steps", 100, long, ((200, longest),), (("flex", 0, plain),))
        route = Route(ScriptedGateway(), "m", ModelCard(MODEL, "M", "test", "T", price=with_margin(price, 1_000)), provider_price=price)
        terms = terms_of(route, 201, 0, 0)
        assert read_terms(terms_text(terms)) == terms
        assert measured_by(terms, "one two", "").charge.cost_nano == 201 * 5 + 2 * 6

    async def test_names_the_model_that_had_stepped_in(self, chat: Chat) -> None:
        turn = await self.begun(chat)
        price = Price(Rates(0, 5_000_000), "other")
        other = Route(ScriptedGateway(), "two", ModelCard("b/two", "Two", "b", "B", price=price))
        kept = terms_text(terms_of(other, 1, 0, 0))
        chat.db.write_now(lambda session: settlement.keep_terms(session, {turn.id: kept}))
        await make_chat(chat.db, chat.actor).turns.recover(all_of_them=True)
        (call,) = calls_in(chat.db)
        assert (call.model_id, call.provider, call.sale_nano, call.price_version) == ("b/two", "b", 10, "other")
        assert chat.db.read_now(lambda session: session.get_one(Turn, turn.id).answered_by) == "b/two"

    async def test_the_late_end_of_its_process_records_nothing_more(self, chat: Chat) -> None:
        gateway = chat.model.gateway = ScriptedGateway(["Saved text", go_on := asyncio.Event(), " and late", USED])
        turn = await chat.begin()
        await eventually(lambda: gateway.waiting)
        await eventually(lambda: self.terms_of(chat, turn.id))
        await make_chat(chat.db, chat.actor).turns.recover(all_of_them=True)
        go_on.set()
        await chat.end(turn)
        assert [call.status for call in calls_in(chat.db)] == ["interrupted"]

    async def test_what_was_not_begun_costs_nothing(self, chat: Chat) -> None:
        gateway = chat.model.gateway = ScriptedGateway([asyncio.Event()])
        await chat.begin()
        await eventually(lambda: gateway.waiting)
        assert await make_chat(chat.db, chat.actor).turns.recover(all_of_them=True) == 1
        assert list(calls_in(chat.db)) == []

    async def test_nothing_is_kept_of_the_terms_once_it_has_ended(self, chat: Chat) -> None:
        turn = await self.begun(chat)
        await chat.turns.stop(chat.actor, turn.id)
        assert not self.terms_of(chat, turn.id)

    async def begun(self, chat: Chat):
        gateway = chat.model.gateway = ScriptedGateway(["Saved text", asyncio.Event()])
        turn = await chat.begin()
        await eventually(lambda: gateway.waiting)
        await eventually(lambda: self.terms_of(chat, turn.id))
        return turn

    def terms_of(self, chat: Chat, turn_id: str) -> str:
        return chat.db.read_now(lambda session: session.get_one(Turn, turn_id).terms)


class TestOnce:
    """Sweeper and runner may meet at the end of a turn, in two processes."""

    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        st.builds(
            Price, st.builds(Rates, st.integers(0, 10**10), st.integers(0, 10**10), st.none() | st.integers(0, 10**10)), st.just("v")
        ),
        st.builds(TokenUsage, st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**6)),
        st.integers(0, 50_000),
    )
    def test_whoever_wins_the_charge_is_the_sum_of_its_lines(self, chat: Chat, price: Price, usage: TokenUsage, margin: int) -> None:
        before, tokens, nano = len(calls_in(chat.db)), *counted_in(chat.db)
        turn = self.running_turn(chat, price)
        used = Measured(MODEL, usage, "provider", charge(price, with_margin(price, margin), usage, own_key=False))
        with ThreadPoolExecutor(4) as threads:
            ends = [threads.submit(self.settle, chat, turn, used) for _ in range(2)]
            ends += [threads.submit(self.sweep, chat) for _ in range(2)]
            won = [end.result() for end in ends]
        calls = calls_in(chat.db)[before:]
        assert (sum(won), len(calls)) == (1, 1)
        lines = lines_of(calls[0].lines)
        row = chat.db.read_now(lambda session: session.get_one(Turn, turn.id))
        assert calls[0].cost_nano == sum(line.nano for line in lines)
        assert row.cost_nano == calls[0].sale_nano == sum(line.sale_nano for line in lines)
        assert counted_in(chat.db) == (tokens + calls[0].tokens_in + calls[0].tokens_out, nano + (row.cost_nano or 0))

    def running_turn(self, chat: Chat, price: Price) -> Turn:
        """A turn with a word of its answer written down, whose lease is over."""

        route = Route(ScriptedGateway(), "model", ModelCard(MODEL, "M", "test", "T", price=price))

        def begin(session: Session) -> Turn:
            turn = begin_turn(session, chat.actor, NewTurn("", text="Hello"), MODEL, utc_now()).turn
            turn.lease_until, turn.terms = utc_now(), terms_text(terms_of(route, 7, 0, 0))
            session.flush()
            settlement.write_snapshots(session, [Snapshot(turn.answer_id or "", "word", "", 0)])
            return turn

        return chat.db.write_now(begin)

    def settle(self, chat: Chat, turn: Turn, used: Measured) -> int:
        now = utc_now()
        outcome = Outcome(
            turn.id, turn.conversation_id, TurnStatus.COMPLETE, Snapshot(turn.answer_id or "", "words", "", 0), settlement.usage_of(used),
            calls=(used.call_of(turn, TurnStatus.COMPLETE, now),),
        )  # fmt: skip
        return int(chat.db.write_now(lambda session: settlement.settle(session, outcome, now)).first_time)

    def sweep(self, chat: Chat) -> int:
        found = chat.db.write_now(lambda session: settlement.interrupt_abandoned(session, utc_now(), all_of_them=True, running_here=()))
        return len(found)


class TestBesideTheChat:
    async def test_a_title(self, chat: Chat) -> None:
        titled = make_chat(chat.db, chat.actor, titles=True)
        titled.model.gateway = ScriptedGateway(["Yes.", USED], ["A title", UsageReport(TokenUsage(10, 5))])
        await titled.ask()
        await eventually(lambda: calls_in(chat.db, "title"))
        (call,) = calls_in(chat.db, "title")
        assert (call.status, call.cost_nano, call.tokens_in) == ("complete", 10 * 1_000 + 5 * 2_000, 10)
        await titled.turns.close()

    async def test_a_title_that_breaks_off(self, chat: Chat) -> None:
        titled = make_chat(chat.db, chat.actor, titles=True)
        titled.model.gateway = ScriptedGateway(["Yes.", USED], ["A tit", UpstreamUnavailableError(provider="T")])
        turn = await titled.ask("What is it?")
        await eventually(lambda: calls_in(chat.db, "title"))
        assert [(call.status, call.counted_by) for call in calls_in(chat.db, "title")] == [("failed", "parley")]
        assert (await titled.conversations.get(chat.actor, turn.conversation_id)).title == "What is it?"
        await titled.turns.close()

    async def test_a_summary_is_a_call_for_each_of_its_pieces(self, chat: Chat) -> None:
        chat.model.card = replace(chat.model.card, context_tokens=1_000)
        summaries = SummaryService(chat.db, chat.model, chat.changes)
        chat.model.gateway = ScriptedGateway(["Yes.", USED])
        first = await chat.ask("word " * 400)
        for _ in range(3):
            await chat.ask("word " * 400, first.conversation_id)
        chat.model.gateway = ScriptedGateway(["They spoke.", UsageReport(TokenUsage(700, 5))])
        await summaries.summarise(chat.actor, first.conversation_id)
        calls = calls_in(chat.db, "summary")
        assert len(calls) > 1
        assert len({call.turn_id for call in calls}) == 1
        turn = chat.db.read_now(lambda session: session.get_one(Turn, calls[0].turn_id))
        assert turn.cost_nano == sum(call.cost_nano or 0 for call in calls) == len(calls) * 710_000

    async def test_a_side_question(self, chat: Chat) -> None:
        chat.model.gateway = ScriptedGateway(["Yes.", USED])
        turn = await chat.ask()
        side = SideQuestionService(chat.db, chat.model, chat.changes)
        async for _ in await side.ask(chat.actor, SideQuestion(turn.conversation_id, "How?")):
            pass
        await side.close()
        assert [(call.kind, call.cost_nano) for call in calls_in(chat.db, "side")] == [("side", COST)]

    async def test_work_on_a_canvas(self, chat: Chat) -> None:
        chat.model.gateway = ScriptedGateway(["Yes.", USED])
        turn = await chat.ask()
        canvases = CanvasService(chat.db, chat.changes)
        made = await canvases.create(chat.actor, turn.conversation_id, "A long passage.")
        await CanvasRewriter(chat.db, chat.model, canvases).rewrite(chat.actor, made.id, made.revision, 0, 6, "shorter")
        assert [call.cost_nano for call in calls_in(chat.db, "canvas")] == [COST]

    async def test_a_temporary_chat_leaves_nothing_but_what_it_used(self, chat: Chat) -> None:
        chat.model.gateway = ScriptedGateway(["Yes.", USED])
        temporary = TemporaryChats(chat.db, chat.hub, chat.model, chat.model)
        opened = await temporary.create(chat.actor)
        await temporary.send(chat.actor, opened.id, "Hello")
        await eventually(lambda: calls_in(chat.db))
        (call,) = calls_in(chat.db)
        assert (call.kind, call.status, call.conversation_id, call.turn_id, call.folder_id, call.cost_nano) == (
            "temporary",
            "complete",
            "",
            "",
            "",
            COST,
        )
        assert counted_in(chat.db) == (1_500, COST)
        await temporary.close()

    async def test_what_was_used_stays_when_its_chat_is_gone_meanwhile(self, chat: Chat) -> None:
        gateway = chat.model.gateway = ScriptedGateway(["Yes.", USED], [go_on := asyncio.Event(), "Aside", USED])
        turn = await chat.ask()
        side = SideQuestionService(chat.db, chat.model, chat.changes)
        events = await side.ask(chat.actor, SideQuestion(turn.conversation_id, "How?"))
        await eventually(lambda: gateway.waiting)

        chat.db.write_now(lambda session: session.delete(session.get_one(Conversation, turn.conversation_id)))
        go_on.set()
        async for _ in events:
            pass
        assert [call.cost_nano for call in calls_in(chat.db)] == [COST, COST]
        await side.close()


async def test_all_that_was_recorded_is_what_limits_and_chats_count(chat: Chat, usage: UsageService) -> None:
    chat.model.gateway = ScriptedGateway(["Yes.", USED], ["No", UpstreamUnavailableError(provider="T")], ["Maybe"])
    first = await chat.ask()
    await chat.ask("Two", first.conversation_id)
    await chat.ask("Three", first.conversation_id)
    total = await usage.total(chat.actor, UsageFilter())
    assert (total.tokens_in + total.tokens_out, total.paid_nano) == counted_in(chat.db)
    assert (await chat.conversations.get(chat.actor, first.conversation_id)).cost_nano == total.paid_nano
    assert total.calls == 3
