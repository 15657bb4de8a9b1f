"""Limits where work begins: exactly so many and not one more, however many ask at once."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_app import models
from chat_app.errors import LimitReachedError
from chat_app.integrations.counters.memory import MemoryCounters
from chat_app.integrations.llm.port import Finished, TextDelta, TokenUsage, UsageReport
from chat_app.services.access.policy import Limits, Policy
from chat_app.services.audit import AuditLog
from chat_app.services.chat.side_questions import SideQuestion, SideQuestionService
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import utc_now
from chat_app.services.kernel.ids import new_id
from chat_app.services.limits import LimitService, queries
from chat_app.services.limits.errors import (
    BudgetLimitError,
    KeyBudgetLimitError,
    RequestLimitError,
    TokenLimitError,
    TurnLimitError,
    UploadLimitError,
    UploadSizeLimitError,
)
from chat_app.services.limits.rules import in_words, seconds_to_next_month, seconds_to_tomorrow, strictest
from chat_app.services.site import SiteService
from chat_app.services.site.sections import UsageLimits
from chat_app.settings import Settings
from tests.services.chat.conftest import make_user

ADMIN = Actor("", permissions=frozenset({"admin.limits"}))


class Waiting:
    """A model that writes a word and then waits for the test."""

    def __init__(self) -> None:
        self.go_on = asyncio.Event()

    async def stream(self, request):
        yield TextDelta("Hello")
        await self.go_on.wait()
        yield UsageReport(TokenUsage(input=600, output=400))
        yield Finished()


@pytest.fixture
def limits(chat):
    site = SiteService(chat.db, AuditLog(chat.db, utc_now), utc_now)
    service = LimitService(chat.db, site, MemoryCounters(), Settings(mode="multi"))
    chat.turns._limits = service
    chat.model.gateway = Waiting()
    return service


def member(chat, **limits: int) -> Actor:
    return replace(chat.actor, policy=Policy(limits=Limits(**limits)))


async def begin_many(chat, count: int) -> list[BaseException | None]:
    results = await asyncio.gather(*(chat.begin(f"Hello {number}") for number in range(count)), return_exceptions=True)
    return [result if isinstance(result, BaseException) else None for result in results]


async def test_fifty_parallel_answers_are_exactly_the_limit(chat, limits, monkeypatch):
    count = queries.count_running

    def slowly(*arguments: object) -> int:
        """Leaves time for others between counting and committing."""
        running = count(*arguments)
        time.sleep(0.01)
        return running

    monkeypatch.setattr(queries, "count_running", slowly)
    chat.actor = member(chat, concurrent_turns=7)

    errors = await begin_many(chat, 50)

    assert errors.count(None) == 7
    assert all(isinstance(error, TurnLimitError) for error in errors if error)
    assert chat.db.read_now(lambda session: queries.count_running(session, chat.actor.user_id)) == 7
    assert chat.db.read_now(lambda session: len(session.exec(_conversations()).all())) == 7


def _conversations():
    from sqlmodel import select

    return select(models.Conversation)


async def test_another_person_has_a_limit_of_their_own(chat, limits):
    chat.actor = member(chat, concurrent_turns=1)
    assert await begin_many(chat, 2) != [None, None]
    chat.actor = replace(make_user(chat.db, "Eve"), policy=Policy(limits=Limits(concurrent_turns=1)))

    assert (await begin_many(chat, 1)) == [None]


async def test_a_comparison_counts_all_of_its_answers(chat, limits):
    chat.actor = member(chat, concurrent_turns=2)

    with pytest.raises(TurnLimitError):
        await chat.begin(model_ids=("test/a", "test/b", "test/c"))

    assert await chat.begin(model_ids=("test/a", "test/b"))


async def test_the_site_is_the_ceiling(chat, limits):
    await limits._site.save(ADMIN, UsageLimits(limits=Limits(concurrent_turns=1)))
    chat.actor = member(chat, concurrent_turns=5)

    assert (await begin_many(chat, 3)).count(None) == 1


async def test_when_an_answer_has_ended_the_next_may_begin(chat, limits):
    chat.actor = member(chat, concurrent_turns=1)
    turn = await chat.begin()
    with pytest.raises(TurnLimitError):
        await chat.begin()
    chat.model.gateway.go_on.set()
    await chat.end(turn)

    assert await chat.begin()


async def test_the_same_key_of_a_request_is_the_same_answer_also_at_the_limit(chat, limits):
    chat.actor = member(chat, concurrent_turns=1)
    turn = await chat.begin(idempotency_key="k")

    assert (await chat.begin(idempotency_key="k")).id == turn.id


async def test_what_was_used_counts_for_the_day_and_says_when_it_goes_on(chat, limits):
    chat.actor = member(chat, tokens_per_day=1_500)
    chat.model.gateway.go_on.set()
    await chat.ask()
    await chat.ask()

    with pytest.raises(TokenLimitError) as refused:
        await chat.begin()

    assert 0 < refused.value.retry_after <= 86_400
    assert (await limits.usage(chat.actor)).tokens_today == 2_000


async def test_an_answer_that_is_being_written_counts_before_its_end(chat, limits):
    """Else fifty at once would all begin before the first has an end."""
    chat.actor = member(chat, tokens_per_day=5_000)

    assert (await begin_many(chat, 50)).count(None) == 3


async def test_deleting_a_chat_does_not_give_its_tokens_back(chat, limits):
    chat.actor = member(chat, tokens_per_day=1_000)
    chat.model.gateway.go_on.set()
    turn = await chat.ask()
    chat.db.write_now(lambda session: session.delete(session.get_one(models.Conversation, turn.conversation_id)))

    with pytest.raises(TokenLimitError):
        await chat.begin()


async def test_the_budget_of_the_month_is_held(chat, limits):
    chat.actor = member(chat, budget_nano_per_month=1_000)
    chat.model.gateway.go_on.set()
    await chat.ask()

    with pytest.raises(BudgetLimitError):
        await chat.begin()
    assert (await limits.usage(chat.actor)).cost_nano_this_month == 600 * 1_000 + 400 * 2_000


async def test_the_budget_of_a_key_holds_for_the_key_alone(chat, limits):
    key_id = new_id()
    row = models.ApiKey(
        id=key_id, owner_id=chat.actor.user_id, name="x", prefix="parley_x", secret_hash="x", budget_nano=1_000, created_at=utc_now()
    )
    chat.db.write_now(lambda session: session.add(row))
    person, chat.actor = chat.actor, replace(chat.actor, api_key_id=key_id)
    chat.model.gateway.go_on.set()
    await chat.ask()

    with pytest.raises(KeyBudgetLimitError):
        await chat.begin()
    chat.actor = person
    assert await chat.ask()


async def test_side_questions_count_too(chat, limits):
    chat.actor = member(chat, concurrent_turns=1)
    service = SideQuestionService(chat.db, chat.model, chat.changes, limits=limits)
    chat.model.gateway.go_on.set()
    turn = await chat.ask()
    chat.model.gateway.go_on.clear()
    results = await asyncio.gather(
        *(service.ask(chat.actor, SideQuestion(turn.conversation_id, "Why?")) for _ in range(20)), return_exceptions=True
    )

    assert sum(not isinstance(result, BaseException) for result in results) == 1
    with pytest.raises(TurnLimitError):
        await chat.begin()
    await service.close()
    await asyncio.sleep(0)
    assert await chat.begin()


async def test_fifty_requests_at_the_edge(chat, limits):
    actor = member(chat, requests_per_minute=20)

    results = await asyncio.gather(*(limits.request(actor) for _ in range(50)), return_exceptions=True)

    assert results.count(None) == 20
    refused = next(result for result in results if result)
    assert isinstance(refused, RequestLimitError)
    assert 0 < refused.retry_after <= 60


async def test_whoever_sets_the_limits_is_never_kept_from_raising_them(chat, limits):
    actor = member(chat, requests_per_minute=0)
    with pytest.raises(RequestLimitError):
        await limits.request(actor)

    setter = replace(actor, permissions=frozenset({"admin.limits"}))
    results = [result for result in await asyncio.gather(*(limits.request(setter) for _ in range(150)), return_exceptions=True) if result]

    assert len(results) == 30


async def test_uploads_are_limited_by_number_and_size(chat, limits):
    actor = member(chat, uploads_per_day=3, upload_mb_per_day=10)
    await limits.upload(actor, 4_000_000)
    with pytest.raises(UploadSizeLimitError):
        await limits.upload(actor, 6_000_001)
    await limits.upload(actor, 1)
    await limits.upload(actor, 1)

    with pytest.raises(UploadLimitError):
        await limits.upload(actor, 1)


async def test_whoever_sits_before_their_own_machine_has_none(chat, limits):
    limits._settings = Settings()
    actor = member(chat, requests_per_minute=1, concurrent_turns=1)

    assert [await limits.request(actor) for _ in range(5)] == [None] * 5
    assert await limits.gate(actor) is None
    with pytest.raises(LimitReachedError):
        for _ in range(2):
            await limits.request(replace(actor, api_key_id="x"))


@given(*[st.one_of(st.none(), st.integers(0, 10))] * 2)
def test_the_stricter_one_counts(one, other):
    found = strictest(Limits(concurrent_turns=one), Limits(concurrent_turns=other)).concurrent_turns

    assert found == min((each for each in (one, other) if each is not None), default=None)


@given(st.integers(0, 20 * 366 * 86_400))
def test_days_and_months_end_at_midnight(seconds):
    now = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    tomorrow = now + timedelta(seconds=seconds_to_tomorrow(now))
    next_month = now + timedelta(seconds=seconds_to_next_month(now))

    assert (tomorrow.hour, tomorrow.minute, tomorrow.second) == (0, 0, 0)
    assert timedelta() < tomorrow - now <= timedelta(days=1)
    assert (next_month.month - now.month) % 12 == 1
    assert (next_month.day, next_month.hour) == (1, 0)


def test_waits_are_said_in_whole_numbers_that_are_never_too_short():
    assert [in_words(seconds) for seconds in (0.1, 59.2, 121, 600, 7_300, 90_000, 200_000)] == [
        "1 s", "60 s", "3 min", "10 min", "3 h", "25 h", "3 d",
    ]  # fmt: skip
