"""What a call may use of budgets: kept before it is made, counted once it is known what it cost.

Functions of a `Session`, for the transaction that holds, captures or voids the credit of the same call. Counters change by
conditional updates alone and in the order of their ids, so that parallel calls neither use more than there is nor wait for
each other in a circle; for the same reason a transaction that locks a wallet, too, does so first (`charging/holding.py`). A call
counts in the period in which it began.
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from chat_app import models
from chat_app.services.budgets import queries
from chat_app.services.budgets.dto import Action, Counter
from chat_app.services.budgets.errors import BudgetExceededError, BudgetQuestionError
from chat_app.services.charging.dto import CoveredCall


def headroom(session: Session, call: CoveredCall, now: datetime) -> int | None:
    """How much more the call may use before a budget stops it; None where none does. What other calls hold is not left."""
    left = [_left(session, counter) for counter in queries.counters_of(session, call, now) if counter.action != Action.WARN]
    return min(left, default=None)


def reserve(session: Session, call: CoveredCall, amount_nano: int, now: datetime) -> None:
    """Keep `amount_nano` for a call in all budgets that it counts in; of a call that has something already, so much in all.

    Raises `BudgetExceededError`, or `BudgetQuestionError` where somebody may allow more: nothing may be written then.
    """
    held = {(use.budget_id, use.subject_id): use for use in queries.list_uses(session, call.id)}
    if held:
        return _raise(session, list(held.values()), amount_nano)
    for counter in queries.counters_of(session, call, now):
        queries.ensure_period(session, counter)
        if not queries.hold(session, counter, amount_nano):
            raise _refusal(session, counter)
        queries.add_use(session, call.id, counter, amount_nano, now)
    session.flush()
    return None


def settle(session: Session, call_id: str, used_nano: int) -> None:
    """The call cost `used_nano`: that counts, and the rest is left again. Told twice, or corrected, the last word counts."""
    for use in queries.list_uses(session, call_id):
        known = use.used_nano is not None
        queries.count(session, use, 0 if known else use.held_nano, used_nano - (use.used_nano or 0))
        use.used_nano = used_nano
    session.flush()


def release(session: Session, call_id: str) -> None:
    """The call cost nothing; what was counted already stays counted."""
    if any(use.used_nano is None for use in queries.list_uses(session, call_id)):
        settle(session, call_id, 0)


def _raise(session: Session, uses: list[models.BudgetUse], amount_nano: int) -> None:
    for use in uses:
        more = amount_nano - use.held_nano
        if use.used_nano is not None or more <= 0:
            continue
        counter = queries.counter_of(session, use)
        if not queries.hold(session, counter, more):
            raise _refusal(session, counter)
        use.held_nano = amount_nano
    session.flush()


def _left(session: Session, counter: Counter) -> int:
    period = queries.find_period(session, counter)
    if period is None:
        return counter.amount_nano
    return max(0, counter.amount_nano + period.extra_nano - period.used_nano - period.held_nano)


def _refusal(session: Session, counter: Counter) -> BudgetExceededError:
    period = queries.find_period(session, counter)
    kind = BudgetQuestionError if counter.action == Action.ASK else BudgetExceededError
    used, extra = (period.used_nano, period.extra_nano) if period else (0, 0)
    return kind(kind.keys[counter.scope], budget_id=counter.budget_id, used_nano=used, amount_nano=counter.amount_nano + extra)
