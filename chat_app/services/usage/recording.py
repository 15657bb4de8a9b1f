"""Writes calls down, in the transaction that settles what they were made for."""

from __future__ import annotations

from collections.abc import Iterable

from sqlmodel import Session

from chat_app.services.charging.settling import settle
from chat_app.services.limits.queries import add_usage
from chat_app.services.usage import queries
from chat_app.services.usage.dto import Call


def record_call(session: Session, call: Call) -> None:
    """Keep one call, charge it, and count it for limits and budgets. Whoever calls this sees to it that it happens once."""
    paid = settle(session, call)
    queries.add_call(session, call, paid.payer_id, paid.charged_nano)
    tokens = call.usage.input + call.usage.output
    add_usage(session, call.owner_id, call.api_key_id, call.at.date(), tokens, call.charge.shown_nano or 0)


def record_calls(session: Session, calls: Iterable[Call]) -> None:
    """Keep the calls that were made for one thing."""
    for call in calls:
        record_call(session, call)
