"""What calls may use of budgets, counted exactly on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from chat_app import models
from chat_app.db import Database
from chat_app.services.budgets.dto import Action, Period, Scope
from chat_app.services.budgets.errors import BudgetExceededError, BudgetQuestionError
from chat_app.services.budgets.reserving import headroom, release, reserve, settle
from chat_app.services.charging.dto import CoveredCall
from chat_app.services.kernel.ids import new_id

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
ANNA, BEN, GROUP = "anna", "ben", "group"


def set_budget(db: Database, scope: Scope, scope_id: str, amount: int, action: Action = Action.STOP, period: Period = Period.MONTH) -> str:
    row = models.Budget(
        id=new_id(), scope=scope, scope_id=scope_id, period=period, amount_nano=amount, action=action,
        created_at=NOW, updated_at=NOW,
    )  # fmt: skip
    db.write_now(lambda session: session.add(row))
    return row.id


def call(call_id: str, actor: str = ANNA, **more: str) -> CoveredCall:
    return CoveredCall(id=call_id, actor_id=actor, payer_id=actor, model_id="openai/gpt", **more)  # pyright: ignore[reportArgumentType]


def take(db: Database, made: CoveredCall, amount: int, now: datetime = NOW) -> None:
    db.write_now(lambda session: reserve(session, made, amount, now))


def end(db: Database, call_id: str, used: int) -> None:
    db.write_now(lambda session: settle(session, call_id, used))


def left(db: Database, made: CoveredCall, now: datetime = NOW) -> int | None:
    return db.read_now(lambda session: headroom(session, made, now))


def test_a_call_keeps_its_part_until_it_is_known_what_it_cost(db: Database) -> None:
    set_budget(db, Scope.USER, ANNA, 100)
    take(db, call("one"), 60)
    assert left(db, call("two")) == 40
    take(db, call("one"), 60)  # told twice
    assert left(db, call("two")) == 40
    end(db, "one", 25)
    assert left(db, call("two")) == 75


def test_what_is_not_left_is_refused_and_nothing_is_kept(db: Database) -> None:
    budget = set_budget(db, Scope.USER, ANNA, 100)
    set_budget(db, Scope.KEY, "a-key", 1_000)
    take(db, call("one"), 60)
    with pytest.raises(BudgetExceededError) as caught:
        take(db, call("two", api_key_id="a-key"), 41)
    assert (caught.value.key, caught.value.budget_id, caught.value.amount_nano) == ("budgets.error.user", budget, 100)
    assert left(db, call("three", api_key_id="a-key")) == 40
    assert left(db, call("four", BEN, api_key_id="a-key")) == 1_000


def test_a_running_call_may_ask_for_more_until_the_budget_ends(db: Database) -> None:
    set_budget(db, Scope.USER, ANNA, 100, Action.ASK)
    take(db, call("one"), 60)
    take(db, call("one"), 100)
    with pytest.raises(BudgetQuestionError):
        take(db, call("one"), 101)
    end(db, "one", 100)
    assert left(db, call("two")) == 0


def test_the_last_word_about_a_call_counts(db: Database) -> None:
    set_budget(db, Scope.USER, ANNA, 100)
    take(db, call("one"), 60)
    db.write_now(lambda session: release(session, "one"))
    assert left(db, call("two")) == 100
    end(db, "one", 120)  # a capture after a sweep's void; more than was kept
    assert left(db, call("two")) == 0
    end(db, "one", 20)  # a correction
    db.write_now(lambda session: release(session, "one"))
    assert left(db, call("two")) == 80


def test_periods_begin_at_midnight_utc_and_a_call_counts_where_it_began(db: Database) -> None:
    set_budget(db, Scope.USER, ANNA, 100, period=Period.DAY)
    last = datetime(2026, 11, 21, 23, 59, 59, tzinfo=UTC)
    take(db, call("one"), 100, last)
    assert left(db, call("two"), last) == 0
    assert left(db, call("two"), last + timedelta(seconds=1)) == 100
    end(db, "one", 100)
    assert left(db, call("two"), last + timedelta(seconds=1)) == 100


def test_a_warning_stops_nobody(db: Database) -> None:
    set_budget(db, Scope.USER, ANNA, 100, Action.WARN)
    take(db, call("one"), 500)
    assert left(db, call("two")) is None


def test_a_group_shares_one_budget_or_each_member_has_one(db: Database) -> None:
    people = [models.User(id=name, email=f"{name}@example.com", created_at=NOW) for name in (ANNA, BEN)]
    db.write_now(
        lambda session: session.add_all([*people, models.Group(id=GROUP, name="Team", policy="{}", created_at=NOW, updated_at=NOW)])
    )
    members = [models.GroupMember(group_id=GROUP, user_id=name, added_at=NOW) for name in (ANNA, BEN)]
    db.write_now(lambda session: session.add_all(members))
    set_budget(db, Scope.GROUP, GROUP, 100)
    set_budget(db, Scope.MEMBER, GROUP, 70)
    take(db, call("one"), 60)
    assert (left(db, call("two")), left(db, call("three", BEN)), left(db, call("four", "carl"))) == (10, 40, None)


def test_a_folder_counts_what_is_below_it(db: Database) -> None:
    user = models.User(id=ANNA, email="anna@example.com", created_at=NOW)
    db.write_now(lambda session: session.add(user))
    for name, above in (("top", None), ("inner", "top")):
        row = models.Folder(id=name, owner_id=ANNA, parent_id=above, name=name, created_at=NOW)
        db.write_now(lambda session, row=row: session.add(row))
    set_budget(db, Scope.FOLDER, "top", 100)
    take(db, call("one", folder_id="inner"), 60)
    assert left(db, call("two", folder_id="top")) == 40
    assert left(db, call("three")) is None
