"""From rows to what people see of budgets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from chat_app import models
from chat_app.errors import InvalidInputError
from chat_app.services.budgets import list_queries, rules
from chat_app.services.budgets.dto import Action, BudgetState, NewBudget, Period, Scope
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.ids import new_id

MOST_NANO = 1_000_000 * 1_000_000_000
"""A million: more than anybody means, and a hundred times that still fits into a column."""


def states(session: Session, actor: Actor | None, budgets: Sequence[models.Budget], now: datetime) -> list[BudgetState]:
    """Budgets with what was used of them: as they are for the actor, or for administrators (None)."""
    names = list_queries.names_of(session, budgets)
    return [_state(session, actor, row, names.get(row.id, ""), now) for row in budgets]


def _state(session: Session, actor: Actor | None, row: models.Budget, name: str, now: datetime) -> BudgetState:
    begins = rules.begins(row.period, now)
    found = list_queries.period_of(session, row, subject_of(row, actor), begins)
    return BudgetState(
        id=row.id,
        scope=Scope(row.scope),
        scope_id=row.scope_id,
        name=name,
        owner_id=row.owner_id,
        period=Period(row.period),
        action=Action(row.action),
        amount_nano=row.amount_nano,
        extra_nano=found.extra_nano if found else 0,
        used_nano=found.used_nano if found else 0,
        held_nano=found.held_nano if found else 0,
        warn_percent=row.warn_percent,
        begins=begins,
        ends_at=rules.ends_at(row.period, now),
        can_change=actor is None or row.owner_id == actor.user_id,
        can_allow=actor is not None and may_allow(session, actor, row),
    )


def subject_of(budget: models.Budget, actor: Actor | None) -> str:
    """Whose counter it is: that of the actor, for a budget of each member."""
    return actor.user_id if actor and budget.scope == Scope.MEMBER else ""


def may_allow(session: Session, actor: Actor, budget: models.Budget) -> bool:
    """Whether the actor may go beyond a budget that applies to them.

    Only where its end is a question: their own ones, and those that administrators set for them; for a group that shares one,
    whoever leads it. No program may: a key that leaks would be worth all that its person has.
    """
    if budget.action != Action.ASK or actor.api_key_id:
        return False
    return budget.scope != Scope.GROUP or list_queries.leads(session, actor, budget)


def write(session: Session, owner_id: str, new: NewBudget, now: datetime) -> models.Budget:
    """Set a budget; one for the same thing and period is changed, and what was used of it stays counted."""
    row = list_queries.find_same(session, owner_id, new)
    if row is None:
        row = models.Budget(
            id=new_id(), scope=new.scope, scope_id=new.scope_id, owner_id=owner_id, period=new.period, amount_nano=0, action=new.action,
            created_at=now, updated_at=now,
        )  # fmt: skip
        session.add(row)
    row.amount_nano, row.action, row.warn_percent, row.updated_at = new.amount_nano, new.action, new.warn_percent, now
    session.flush()
    return row


def checked(new: NewBudget) -> NewBudget:
    """Raises `InvalidInputError` for an amount or a share that cannot be."""
    if not 1 <= new.amount_nano <= MOST_NANO or not 1 <= new.warn_percent <= 100:
        raise InvalidInputError("budgets.error.amount")
    return new
