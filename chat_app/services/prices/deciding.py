"""Administrators decide about changes that wait."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from sqlmodel import Session

from chat_app.models import PriceChange, PriceRun
from chat_app.services.prices import queries
from chat_app.services.prices.applying import version_of
from chat_app.services.prices.errors import ChangeDecidedError, ChangeNotFoundError

Decision = Literal["approved", "rejected"]


def decide(session: Session, user_id: str, ids: Sequence[str] | None, decision: Decision, now: datetime) -> Sequence[PriceChange]:
    """Approve or reject these changes, or with None all that wait; none of them unless all can be decided.

    An approved price holds from now on: nothing that was charged before changes. Raises `ChangeNotFoundError` or `ChangeDecidedError`.
    """
    queries.lock(session)
    waiting = queries.waiting_changes(session, ids=ids)
    if ids is not None and {row.id for row in waiting} != set(ids):
        known = {row.id for row in queries.changes_of(session, ids)}
        raise ChangeDecidedError if known == set(ids) else ChangeNotFoundError
    for row in waiting:
        row.state, row.decided_at, row.decided_by = decision, now, user_id
        if decision == "approved":
            source = session.get_one(PriceRun, row.run_id).source
            session.add(version_of((row.brand, row.model), row.after, source, row.run_id, now))
    return waiting
