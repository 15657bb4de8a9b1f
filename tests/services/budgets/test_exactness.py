"""Counters of budgets are exact, whatever happens at once and in whichever order."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from chat_app import models
from chat_app.db import Database
from chat_app.services.budgets.dto import Scope
from chat_app.services.budgets.errors import BudgetExceededError
from chat_app.services.budgets.reserving import release, reserve, settle
from chat_app.services.charging.dto import CoveredCall
from chat_app.services.kernel.ids import new_id
from tests.services.budgets.test_reserving import set_budget

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
STEPS = st.lists(
    st.tuples(st.sampled_from(["reserve", "settle", "release"]), st.sampled_from("abc"), st.integers(0, 70)), min_size=5, max_size=25
)


async def test_parallel_calls_never_use_more_than_there_is(db: Database) -> None:
    set_budget(db, Scope.USER, "anna", 100)
    set_budget(db, Scope.KEY, "key", 10_000)

    async def one(number: int) -> bool:
        made = CoveredCall(f"call-{number}", "anna", "anna", "m", api_key_id="key")
        try:
            await db.write(lambda session: reserve(session, made, 10, NOW))
        except BudgetExceededError:
            return False
        await db.write(lambda session: settle(session, made.id, 10))
        return True

    assert sum(await asyncio.gather(*(one(number) for number in range(40)))) == 10
    periods = db.read_now(lambda session: session.exec(select(models.BudgetPeriod)).all())
    assert {(row.used_nano, row.held_nano) for row in periods} == {(100, 0)}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_counters_equal_a_plain_model(db: Database, steps: list[tuple[str, str, int]]) -> None:
    person, held, used = new_id(), dict[str, int](), dict[str, int]()
    budget_id = set_budget(db, Scope.USER, person, 100)
    for verb, name, amount in steps:
        call_id = f"{name}{person[1:]}"
        if verb == "reserve" and name not in used:
            more = max(0, amount - held.get(name, 0))
            fits = sum(held.values()) + sum(used.values()) + more <= 100
            assert _reserved(db, call_id, person, amount) is (fits or (name in held and not more))
            held |= {name: held.get(name, 0) + more} if fits else {}
        elif verb == "settle" and name in held | used:
            db.write_now(lambda session, call_id=call_id, amount=amount: settle(session, call_id, amount))
            held.pop(name, None)
            used[name] = amount
        elif verb == "release":
            db.write_now(lambda session, call_id=call_id: release(session, call_id))
            used |= {name: 0} if held.pop(name, None) is not None else {}
        assert _figures(db, budget_id) == (sum(used.values()), sum(held.values()))


def _reserved(db: Database, call_id: str, person: str, amount: int) -> bool:
    try:
        db.write_now(lambda session: reserve(session, CoveredCall(call_id, person, person, "m"), amount, NOW))
    except BudgetExceededError:
        return False
    return True


def _figures(db: Database, budget_id: str) -> tuple[int, int]:
    found = db.read_now(lambda session: session.exec(select(models.BudgetPeriod).where(models.BudgetPeriod.budget_id == budget_id)).first())
    return (found.used_nano, found.held_nano) if found else (0, 0)
