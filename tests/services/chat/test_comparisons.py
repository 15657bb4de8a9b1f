"""Several models answer one message: columns, choice, vote, merge, standings."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_app.db import Database
from chat_app.errors import InvalidInputError, NotFoundError, UpstreamUnavailableError
from chat_app.integrations.llm.port import Role
from chat_app.services.catalogue.dto import ModelCard, Route
from chat_app.services.chat.columns import MAX_COLUMNS, places
from chat_app.services.chat.comparisons import ComparisonService
from chat_app.services.chat.dto import Comparison, NewTurn, Turn
from chat_app.services.chat.errors import IdempotencyConflictError, TurnRunningError
from chat_app.services.chat.relay_parts import RelayParts
from chat_app.services.chat.standings import score, standings
from chat_app.services.kernel.actor import Actor
from chat_app.services.routing.dto import Chain
from tests.fakes.scripted_gateway import ScriptedGateway
from tests.services.chat.conftest import PRICE, Chat, make_chat, make_user
from tests.waiting import eventually

ONE, TWO, THREE, FOUR = "test/one", "test/two", "test/three", "test/four"


@dataclass
class SomeModels:
    """A catalogue in which each model has a gateway of its own."""

    gateways: dict[str, ScriptedGateway] = field(default_factory=dict)

    async def chain(self, actor: Actor, model_id: str, chat_id: str = "") -> Chain:
        return Chain()

    async def route(self, actor: Actor, model_id: str) -> Route:
        gateway = self.gateways.setdefault(model_id, ScriptedGateway([f"I am {model_id}."]))
        return Route(gateway, model_id, ModelCard(model_id, model_id, "test", "Test", context_tokens=8_000, price=PRICE))

    async def default_model_id(self, actor: Actor, folder_id: str = "") -> str:
        return ONE

    async def require(self, actor: Actor, *model_ids: str) -> None:
        """Whatever is asked for is there."""


@dataclass
class Desk:
    """A chat with several models, and what these tests do with it."""

    chat: Chat
    models: SomeModels
    comparisons: ComparisonService

    @property
    def actor(self) -> Actor:
        return self.chat.actor

    def says(self, model_id: str, *script: Any) -> None:
        self.models.gateways[model_id] = ScriptedGateway(list(script))

    async def begin(self, text: str = "Hello", *model_ids: str, conversation_id: str = "", **fields: Any) -> Turn:
        wanted = model_ids or (ONE, TWO, THREE)
        return await self.comparisons.begin_comparison(self.actor, NewTurn(conversation_id, text=text, **fields), wanted)

    async def compared(self, *model_ids: str, **fields: Any) -> Comparison:
        """A comparison with all its answers."""
        turn = await self.begin("Hello", *model_ids, **fields)
        await self.rest(turn.conversation_id)
        return await self.of(turn)

    async def of(self, turn: Turn) -> Comparison:
        return await self.comparisons.get(self.actor, await self.comparisons.of_turn(self.actor, turn.id))

    async def again(self, comparison: Comparison) -> Comparison:
        return await self.comparisons.get(self.actor, comparison.id)

    async def rest(self, conversation_id: str) -> None:
        """Wait until nothing runs or waits."""
        while True:
            # What waits is looked at first: it may begin to run in between.
            waiting = await self.chat.turns.queued(self.actor, conversation_id)
            running = (await self.chat.conversations.get(self.actor, conversation_id)).running_turn_ids
            if not waiting and not running:
                return
            for turn_id in running:
                async for _ in self.chat.turns.follow(self.actor, turn_id):
                    pass
            await asyncio.sleep(0.005)

    def answer(self, comparison: Comparison, model_id: str) -> Any:
        return next(answer for answer in reversed(comparison.answers) if answer.model_id == model_id)


def make_desk(db: Database, actor: Actor, *, titles: bool = False) -> Desk:
    chat = make_chat(db, actor, titles=titles)
    models = SomeModels()
    chat.runner.relay.parts = RelayParts(models)
    chat.turns._models = models
    if chat.turns._titles:
        chat.turns._titles._relay._router = models
    return Desk(chat, models, ComparisonService(db, chat.changes, chat.turns))


@pytest.fixture
async def desk(db: Database) -> Any:
    desk = make_desk(db, make_user(db))
    yield desk
    await desk.chat.turns.close()


class TestBegin:
    async def test_every_model_answers_the_same_question(self, desk: Desk) -> None:
        comparison = await desk.compared()
        assert [(answer.model_id, answer.text) for answer in comparison.answers] == [(m, f"I am {m}.") for m in (ONE, TWO, THREE)]
        assert {answer.parent_id for answer in comparison.answers} == {comparison.question_id}
        assert [answer.comparison_place for answer in comparison.answers] == [0, 1, 2]
        shown = await desk.chat.shown(comparison.conversation_id)
        assert [message.role for message in shown] == ["user", "assistant"]
        assert shown[-1].comparison_id == comparison.id

    async def test_all_run_at_once(self, desk: Desk) -> None:
        go = asyncio.Event()
        for model_id in (ONE, TWO, THREE):
            desk.says(model_id, go, "Done.")
        turn = await desk.begin()
        conversation = await desk.chat.conversations.get(desk.actor, turn.conversation_id)
        assert len(conversation.running_turn_ids) == 3
        assert conversation.running_turn_id == conversation.running_turn_ids[0] == turn.id
        go.set()
        await desk.rest(turn.conversation_id)
        assert {answer.status for answer in (await desk.of(turn)).answers} == {"complete"}

    async def test_one_key_is_one_comparison(self, desk: Desk) -> None:
        first = await desk.begin(idempotency_key="k")
        again = await desk.begin(conversation_id="", idempotency_key="k")
        assert again.id == first.id
        await desk.rest(first.conversation_id)
        assert len((await desk.of(first)).answers) == 3
        with pytest.raises(IdempotencyConflictError):
            await desk.begin("Hello", ONE, FOUR, idempotency_key="k")

    async def test_each_model_answers_once_and_there_are_limits(self, desk: Desk) -> None:
        comparison = await desk.compared(ONE, TWO, ONE)
        assert [answer.model_id for answer in comparison.answers] == [ONE, TWO]
        with pytest.raises(InvalidInputError, match="too_few_models"):
            await desk.begin("Hello", ONE, ONE)
        with pytest.raises(InvalidInputError, match="too_many_models"):
            await desk.begin("Hello", *(f"test/{number}" for number in range(MAX_COLUMNS + 1)))

    async def test_a_chat_that_compares_does_so_by_itself(self, desk: Desk) -> None:
        first = await desk.chat.ask("Hello", model_id=ONE)
        await desk.comparisons.add_model(desk.actor, first.conversation_id, TWO)
        turn = await desk.chat.begin("And now?", first.conversation_id)
        await desk.rest(first.conversation_id)
        assert [answer.model_id for answer in (await desk.of(turn)).answers] == [ONE, TWO]
        edited = await desk.chat.begin("And then?", first.conversation_id, kind="edit", message_id=turn.user_message_id)
        await desk.rest(first.conversation_id)
        assert len((await desk.of(edited)).answers) == 2
        alone = await desk.chat.ask("Only you", first.conversation_id, model_id=THREE)
        assert await desk.comparisons.of_turn(desk.actor, alone.id) == ""

    async def test_one_may_fail_while_the_others_answer(self, desk: Desk) -> None:
        desk.says(TWO, UpstreamUnavailableError())
        comparison = await desk.compared()
        assert [answer.status for answer in comparison.answers] == ["complete", "failed", "complete"]

    async def test_the_title_is_made_once(self, db: Database) -> None:
        desk = make_desk(db, make_user(db), titles=True)
        await desk.compared()
        await desk.chat.turns.close()
        asked = [request for gateway in desk.models.gateways.values() for request in gateway.requests]
        assert sum("Write a title" in request.messages[-1].text for request in asked) == 1


class TestQueue:
    async def test_a_message_waits_for_all_columns_and_then_goes_to_all(self, desk: Desk) -> None:
        slow = asyncio.Event()
        desk.says(TWO, slow, "At last.")
        turn = await desk.begin("Hello", ONE, TWO)
        await desk.comparisons.add_model(desk.actor, turn.conversation_id, TWO)
        waiting = await desk.chat.begin("Next", turn.conversation_id)
        assert waiting.status == "queued"
        await desk.chat.end(turn)
        assert (await desk.chat.turns.get(desk.actor, waiting.id)).status == "queued"
        slow.set()
        await desk.rest(turn.conversation_id)
        assert [answer.model_id for answer in (await desk.of(waiting)).answers] == [ONE, TWO]
        assert [message.text for message in await desk.chat.shown(turn.conversation_id)] == [
            "Hello",
            f"I am {ONE}.",
            "Next",
            f"I am {ONE}.",
        ]

    async def test_it_goes_on_when_one_of_them_answered(self, desk: Desk) -> None:
        late = asyncio.Event()
        desk.says(TWO, late, UpstreamUnavailableError())
        turn = await desk.begin("Hello", ONE, TWO)
        waiting = await desk.chat.begin("Next", turn.conversation_id, model_id=ONE)
        await desk.chat.end(turn)
        late.set()
        await desk.rest(turn.conversation_id)
        assert (await desk.chat.turns.get(desk.actor, waiting.id)).status == "complete"

    async def test_it_stays_when_all_failed(self, desk: Desk) -> None:
        late = asyncio.Event()
        for model_id in (ONE, TWO):
            desk.says(model_id, late, UpstreamUnavailableError())
        turn = await desk.begin("Hello", ONE, TWO)
        waiting = await desk.chat.begin("Next", turn.conversation_id, model_id=ONE)
        late.set()
        for turn_id in (await desk.chat.conversations.get(desk.actor, turn.conversation_id)).running_turn_ids:
            async for _ in desk.chat.turns.follow(desk.actor, turn_id):
                pass
        assert (await desk.chat.turns.get(desk.actor, waiting.id)).status == "queued"

    async def test_a_comparison_may_wait_itself(self, desk: Desk) -> None:
        go = asyncio.Event()
        desk.says(ONE, go, "Done.")
        first = await desk.chat.begin("Hello", model_id=ONE)
        waiting = await desk.begin("Compare", TWO, THREE, conversation_id=first.conversation_id)
        assert (waiting.status, waiting.queued_text) == ("queued", "Compare")
        go.set()
        await desk.rest(first.conversation_id)
        assert [answer.model_id for answer in (await desk.of(waiting)).answers] == [TWO, THREE]


class TestStop:
    async def test_one_column_ends_and_the_others_go_on(self, desk: Desk) -> None:
        go = asyncio.Event()
        desk.says(ONE, "Begun", go)
        desk.says(TWO, "Begun", go, " and done.")
        turn = await desk.begin("Hello", ONE, TWO)
        assert (await desk.chat.turns.stop(desk.actor, turn.id)).status == "stopped"
        go.set()
        await desk.rest(turn.conversation_id)
        assert [answer.status for answer in (await desk.of(turn)).answers] == ["stopped", "complete"]

    async def test_all_end_together(self, desk: Desk) -> None:
        for model_id in (ONE, TWO):
            desk.says(model_id, "Begun", asyncio.Event())
        turn = await desk.begin("Hello", ONE, TWO)
        ended = await desk.chat.turns.stop_all(desk.actor, turn.conversation_id)
        assert [row.status for row in ended] == ["stopped", "stopped"]
        assert (await desk.chat.conversations.get(desk.actor, turn.conversation_id)).running_turn_ids == ()

    async def test_deleting_the_chat_ends_all(self, desk: Desk) -> None:
        for model_id in (ONE, TWO):
            desk.says(model_id, "Begun", asyncio.Event())
        turn = await desk.begin("Hello", ONE, TWO)
        await desk.chat.conversations.delete(desk.actor, turn.conversation_id)
        await eventually(lambda: not desk.chat.runner.turn_ids)

    async def test_a_restart_interrupts_all_and_each_can_go_on(self, desk: Desk) -> None:
        for model_id in (ONE, TWO):
            desk.says(model_id, "Begun", asyncio.Event())
        turn = await desk.begin("Hello", ONE, TWO)
        await eventually(lambda: all(gateway.waiting for gateway in desk.models.gateways.values()))
        await desk.chat.turns.close()
        after = make_desk(desk.chat.db, desk.actor)
        comparison = await after.of(turn)
        assert [answer.status for answer in comparison.answers] == ["interrupted", "interrupted"]
        after.says(ONE, " and ended.")
        target = comparison.answers[0]
        goes_on = await after.chat.begin("", turn.conversation_id, kind="continue", message_id=target.id)
        await after.rest(turn.conversation_id)
        assert goes_on.model_id == ONE
        assert [answer.status for answer in (await after.of(turn)).answers] == ["complete", "interrupted"]
        await after.chat.turns.close()


class TestColumns:
    async def test_a_column_is_asked_anew_while_others_run(self, desk: Desk) -> None:
        go = asyncio.Event()
        desk.says(ONE, "Quick.")
        desk.says(TWO, "Slow", go)
        turn = await desk.begin("Hello", ONE, TWO)
        await desk.chat.end(turn)
        first = (await desk.of(turn)).answers[0]
        anew = await desk.chat.begin("", turn.conversation_id, kind="regenerate", message_id=first.id)
        assert (anew.status, anew.model_id) == ("running", ONE)
        await desk.chat.end(anew)
        comparison = await desk.of(turn)
        assert [(answer.comparison_place, answer.model_id) for answer in comparison.answers] == [(0, ONE), (0, ONE), (1, TWO)]
        assert (await desk.chat.shown(turn.conversation_id))[-1].id == anew.answer_id
        with pytest.raises(TurnRunningError):
            await desk.chat.begin("", turn.conversation_id, kind="regenerate", message_id=comparison.answers[-1].id)
        go.set()
        await desk.rest(turn.conversation_id)

    async def test_another_model_joins_an_old_answer(self, desk: Desk) -> None:
        old = await desk.chat.ask("Hello", model_id=ONE)
        await desk.chat.ask("Go on", old.conversation_id)
        turn = await desk.comparisons.add_answer(desk.actor, old.answer_id, TWO)
        await desk.rest(old.conversation_id)
        comparison = await desk.of(turn)
        assert [(answer.id == old.answer_id, answer.model_id) for answer in comparison.answers] == [(True, ONE), (False, TWO)]
        # What is on show stays where it is until the other one is chosen.
        assert len(await desk.chat.shown(old.conversation_id)) == 4
        await desk.comparisons.choose(desk.actor, comparison.id, comparison.answers[1].id)
        assert [message.model_id for message in await desk.chat.shown(old.conversation_id)] == ["", TWO]

    async def test_it_may_join_while_the_first_one_writes(self, desk: Desk) -> None:
        go = asyncio.Event()
        desk.says(ONE, "Slow", go)
        first = await desk.chat.begin("Hello", model_id=ONE)
        turn = await desk.comparisons.add_answer(desk.actor, first.answer_id, TWO)
        assert turn.status == "running"
        go.set()
        await desk.rest(first.conversation_id)
        assert len((await desk.of(turn)).answers) == 2

    async def test_nothing_else_starts_while_they_run(self, desk: Desk) -> None:
        before = await desk.chat.ask("Before", model_id=ONE)
        go = asyncio.Event()
        desk.says(TWO, go)
        await desk.begin("Hello", ONE, TWO, conversation_id=before.conversation_id)
        for kind in ("regenerate", "compare"):
            with pytest.raises(TurnRunningError):
                await desk.chat.begin("", before.conversation_id, kind=kind, message_id=before.answer_id, model_id=THREE)
        go.set()
        await desk.rest(before.conversation_id)

    async def test_there_are_at_most_six(self, desk: Desk) -> None:
        comparison = await desk.compared(*(f"test/{number}" for number in range(MAX_COLUMNS)))
        with pytest.raises(InvalidInputError, match="too_many_models"):
            await desk.comparisons.add_answer(desk.actor, comparison.answers[0].id, FOUR)

    async def test_a_deleted_column_is_gone_and_nothing_else_moves(self, desk: Desk) -> None:
        comparison = await desk.compared()
        await desk.comparisons.choose(desk.actor, comparison.id, comparison.answers[1].id)
        await desk.chat.messages.delete(desk.actor, comparison.answers[2].id)
        assert (await desk.chat.shown(comparison.conversation_id))[-1].model_id == TWO
        assert len((await desk.again(comparison)).answers) == 2


class TestGoingOn:
    async def test_with_the_first_complete_one_when_nobody_chose(self, desk: Desk) -> None:
        desk.says(ONE, UpstreamUnavailableError())
        comparison = await desk.compared()
        assert comparison.goes_on_id == desk.answer(comparison, TWO).id
        await desk.chat.ask("Next", comparison.conversation_id, model_id=ONE)
        assert [message.model_id for message in await desk.chat.shown(comparison.conversation_id)] == ["", TWO, "", ONE]
        assert (await desk.again(comparison)).winner_id == ""

    async def test_with_the_chosen_one(self, desk: Desk) -> None:
        comparison = await desk.compared()
        chosen = desk.answer(comparison, THREE)
        await desk.comparisons.choose(desk.actor, comparison.id, chosen.id)
        assert (await desk.again(comparison)).winner_id == chosen.id
        await desk.chat.ask("Next", comparison.conversation_id, model_id=ONE)
        shown = await desk.chat.shown(comparison.conversation_id)
        assert [message.model_id for message in shown] == ["", THREE, "", ONE]
        other = desk.answer(comparison, ONE)
        await desk.comparisons.choose(desk.actor, comparison.id, other.id)
        assert [message.model_id for message in await desk.chat.shown(comparison.conversation_id)] == ["", ONE]
        await desk.comparisons.choose(desk.actor, comparison.id, chosen.id)
        assert len(await desk.chat.shown(comparison.conversation_id)) == 4

    async def test_only_answers_of_the_comparison_can_be_chosen(self, desk: Desk) -> None:
        comparison = await desk.compared()
        with pytest.raises(InvalidInputError):
            await desk.comparisons.choose(desk.actor, comparison.id, comparison.question_id)


class TestBlind:
    async def test_a_vote_reveals_and_counts_once(self, desk: Desk) -> None:
        comparison = await desk.compared(blind=True)
        assert not comparison.revealed
        best = desk.answer(comparison, TWO)
        await desk.comparisons.vote(desk.actor, comparison.id, best.id)
        after = await desk.again(comparison)
        assert (after.revealed, after.vote_id, after.winner_id) == (True, best.id, best.id)
        with pytest.raises(InvalidInputError, match="no_vote_here"):
            await desk.comparisons.vote(desk.actor, comparison.id, comparison.answers[0].id)
        await desk.comparisons.choose(desk.actor, comparison.id, comparison.answers[0].id)
        assert (await desk.again(comparison)).vote_id == best.id

    async def test_no_vote_where_names_are_known_or_answers_missing(self, desk: Desk) -> None:
        open_ = await desk.compared()
        with pytest.raises(InvalidInputError):
            await desk.comparisons.vote(desk.actor, open_.id, open_.answers[0].id)
        shown = await desk.compared(blind=True)
        await desk.comparisons.reveal(desk.actor, shown.id)
        assert (await desk.again(shown)).revealed
        with pytest.raises(InvalidInputError):
            await desk.comparisons.vote(desk.actor, shown.id, shown.answers[0].id)
        go = asyncio.Event()
        desk.says(TWO, go)
        turn = await desk.begin("Hello", ONE, TWO, blind=True)
        await desk.chat.end(turn)
        running = await desk.of(turn)
        with pytest.raises(TurnRunningError):
            await desk.comparisons.vote(desk.actor, running.id, turn.answer_id)
        go.set()
        await desk.rest(turn.conversation_id)

    async def test_the_chat_remembers_that_it_is_blind(self, desk: Desk) -> None:
        turn = await desk.begin("Hello", ONE, TWO, blind=True)
        await desk.rest(turn.conversation_id)
        chat = await desk.chat.conversations.get(desk.actor, turn.conversation_id)
        assert (chat.model_id, chat.compare_model_ids, chat.compare_blind) == (ONE, (TWO,), True)
        again = await desk.chat.begin("Again", turn.conversation_id)
        await desk.rest(turn.conversation_id)
        assert not (await desk.of(again)).revealed

    @given(st.integers(2, MAX_COLUMNS), st.booleans())
    def test_every_column_has_its_own_place(self, count: int, blind: bool) -> None:
        assert sorted(places(count, blind=blind)) == list(range(count))


class TestMerge:
    async def test_the_merged_answer_knows_its_sources_and_is_chosen(self, desk: Desk) -> None:
        desk.says(THREE, UpstreamUnavailableError())
        comparison = await desk.compared()
        desk.says(FOUR, "All in one.")
        turn = await desk.comparisons.merge(desk.actor, comparison.id, FOUR, "improve")
        await desk.rest(comparison.conversation_id)
        after = await desk.again(comparison)
        merged = desk.answer(after, FOUR)
        assert (turn.kind, merged.text) == ("merge", "All in one.")
        assert merged.merged_from == (desk.answer(after, ONE).id, desk.answer(after, TWO).id)
        assert after.winner_id == merged.id
        assert (await desk.chat.shown(comparison.conversation_id))[-1].id == merged.id
        asked = desk.models.gateways[FOUR].requests[-1].messages
        assert [message.role for message in asked[-3:]] == [Role.USER, Role.ASSISTANT, Role.USER]
        assert f"I am {ONE}." in asked[-2].text
        assert f"I am {TWO}." in asked[-2].text
        assert "criticise" in asked[-1].text

    async def test_one_that_fails_is_not_chosen_and_can_be_tried_again(self, desk: Desk) -> None:
        comparison = await desk.compared()
        desk.says(FOUR, UpstreamUnavailableError())
        await desk.comparisons.merge(desk.actor, comparison.id, FOUR)
        await desk.rest(comparison.conversation_id)
        failed = desk.answer(await desk.again(comparison), FOUR)
        assert (failed.status, (await desk.again(comparison)).winner_id) == ("failed", "")
        desk.says(FOUR, "Better.")
        await desk.chat.begin("", comparison.conversation_id, kind="regenerate", message_id=failed.id)
        await desk.rest(comparison.conversation_id)
        after = await desk.again(comparison)
        assert after.winner_id == after.answers[-1].id
        assert len(after.answers[-1].merged_from) == 3
        assert "draft" in desk.models.gateways[FOUR].requests[-1].messages[-2].text

    async def test_it_needs_two_answers_and_a_known_recipe(self, desk: Desk) -> None:
        comparison = await desk.compared()
        with pytest.raises(InvalidInputError, match="recipe_unknown"):
            await desk.comparisons.merge(desk.actor, comparison.id, FOUR, "stew")
        desk.says(TWO, UpstreamUnavailableError())
        poor = await desk.compared(ONE, TWO)
        with pytest.raises(InvalidInputError, match="nothing_to_merge"):
            await desk.comparisons.merge(desk.actor, poor.id, FOUR)


class TestModels:
    async def test_added_and_removed(self, desk: Desk) -> None:
        chat_id = (await desk.chat.ask("Hello", model_id=ONE)).conversation_id
        for model_id in (TWO, THREE, TWO):
            await desk.comparisons.add_model(desk.actor, chat_id, model_id)
        chat = await desk.chat.conversations.get(desk.actor, chat_id)
        assert (chat.model_id, chat.compare_model_ids) == (ONE, (TWO, THREE))
        await desk.comparisons.remove_model(desk.actor, chat_id, ONE)
        chat = await desk.chat.conversations.get(desk.actor, chat_id)
        assert (chat.model_id, chat.compare_model_ids) == (TWO, (THREE,))
        await desk.comparisons.set_models(desk.actor, chat_id, [])
        await desk.comparisons.remove_model(desk.actor, chat_id, TWO)
        chat = await desk.chat.conversations.get(desk.actor, chat_id)
        assert (chat.model_id, chat.compare_model_ids) == (TWO, ())

    async def test_at_most_six_with_the_chats_own(self, desk: Desk) -> None:
        chat_id = (await desk.chat.ask("Hello", model_id=ONE)).conversation_id
        await desk.comparisons.set_models(desk.actor, chat_id, [f"test/{number}" for number in range(MAX_COLUMNS - 1)])
        with pytest.raises(InvalidInputError, match="too_many_models"):
            await desk.comparisons.add_model(desk.actor, chat_id, "test/7")


class TestOthers:
    async def test_nobody_elses(self, desk: Desk, make_actor: Callable[[str], Actor]) -> None:
        comparison = await desk.compared(blind=True)
        stranger = make_actor("Eve")
        answer_id = comparison.answers[0].id
        comparisons = desk.comparisons
        for attempt in (
            comparisons.get(stranger, comparison.id),
            comparisons.choose(stranger, comparison.id, answer_id),
            comparisons.vote(stranger, comparison.id, answer_id),
            comparisons.reveal(stranger, comparison.id),
            comparisons.merge(stranger, comparison.id, ONE),
            comparisons.add_answer(stranger, answer_id, ONE),
            comparisons.add_model(stranger, comparison.conversation_id, ONE),
            comparisons.set_blind(stranger, comparison.conversation_id, True),
            desk.chat.turns.stop_all(stranger, comparison.conversation_id),
        ):
            with pytest.raises(NotFoundError):
                await attempt
        assert await comparisons.of(stranger, [comparison.id]) == {}
        assert (await comparisons.standings(stranger)).models == []


class TestStandings:
    async def test_only_votes_count_as_votes(self, desk: Desk) -> None:
        voted = await desk.compared(blind=True)
        await desk.comparisons.vote(desk.actor, voted.id, desk.answer(voted, TWO).id)
        chosen = await desk.compared(ONE, TWO)
        await desk.comparisons.choose(desk.actor, chosen.id, desk.answer(chosen, ONE).id)
        await desk.compared()
        table = await desk.comparisons.standings(desk.actor)
        rows = {row.model_id: row for row in table.models}
        assert table.models[0].model_id == TWO
        assert [(rows[m].votes.games, rows[m].votes.wins) for m in (ONE, TWO, THREE)] == [(1, 0), (1, 1), (1, 0)]
        assert [(rows[m].choices.games, rows[m].choices.wins) for m in (ONE, TWO, THREE)] == [(2, 1), (2, 1), (1, 0)]
        assert rows[ONE].average_ms is not None
        assert rows[ONE].average_cost_nano
        pair = next(pair for pair in table.pairs if {pair.model_id, pair.other_id} == {ONE, TWO})
        assert (pair.votes.games, pair.choices.games) == (1, 2)

    def test_failed_answers_do_not_play(self) -> None:
        rows = [("c", None, "a", "a", ONE, "complete"), ("c", None, "a", "b", TWO, "failed")]
        assert standings(rows, []).models == []

    @given(st.integers(1, 500).flatmap(lambda games: st.tuples(st.integers(0, games), st.just(games))))
    def test_the_interval_holds_the_rate(self, wins_games: tuple[int, int]) -> None:
        result = score(*wins_games)
        assert result.low is not None
        assert result.high is not None
        assert result.rate is not None
        assert 0 <= result.low <= result.rate + 1e-9
        assert result.rate <= result.high + 1e-9 <= 1 + 2e-9

    def test_known_interval(self) -> None:
        """Of the literature: 8 of 10 are 49.0 % to 94.3 %."""
        result = score(8, 10)
        assert result.low == pytest.approx(0.4902, abs=1e-4)
        assert result.high == pytest.approx(0.9433, abs=1e-4)
