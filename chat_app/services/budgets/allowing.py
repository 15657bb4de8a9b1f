"""More than a budget said, once somebody was asked. A function of a `Session`."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col

from chat_app import models
from chat_app.services.budgets import queries, rules
from chat_app.services.budgets.dto import Action, Counter, Scope

Periods = models.BudgetPeriod


def add_extra(session: Session, budget: models.Budget, subject_id: str, seen_nano: int | None, now: datetime) -> bool:
    """Allow the amount once more in the period of now; False when another answer to the same question came first.

    `seen_nano` is what had been allowed already when the person was asked: a second click finds that it is not so any more.
    """
    counter = Counter(
        budget.id, subject_id, rules.begins(budget.period, now), Scope(budget.scope), Action(budget.action), budget.amount_nano
    )
    queries.ensure_period(session, counter)
    extra = col(Periods.extra_nano)
    changed = update(Periods).where(
        col(Periods.budget_id) == counter.budget_id, col(Periods.subject_id) == subject_id, col(Periods.begins) == counter.begins
    )
    if seen_nano is not None:
        changed = changed.where(extra == seen_nano)
    return session.exec(changed.values(extra_nano=extra + budget.amount_nano, warned_at=None)).rowcount == 1
