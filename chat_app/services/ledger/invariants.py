"""What must hold at any moment (I1 to I8), read from the books themselves. I9 and I10 belong to invoices and to the seal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

from sqlmodel import Session

from chat_app.services.ledger import audit_queries as queries
from chat_app.services.ledger.dto import Violation

GRACE = timedelta(minutes=5)
"""How long the sweep may take to end a hold whose time is up."""


def violations(session: Session, now: datetime) -> list[Violation]:
    """Every rule that does not hold; empty when the books are right."""
    return [violation for check in _CHECKS for violation in check(session)] + list(_overdue(session, now))


def _named(rule: str, read: Callable[[Session], Iterable[tuple[str, int, int]]]) -> Callable[[Session], Iterator[Violation]]:
    def check(session: Session) -> Iterator[Violation]:
        return (Violation(rule, where, expected, found) for where, expected, found in read(session))

    return check


def _overdue(session: Session, now: datetime) -> Iterator[Violation]:
    return (Violation("I8", request, 0, 1) for request in queries.list_forgotten(session, now - GRACE))


_CHECKS = (
    _named("I1", queries.list_unbalanced),
    _named("I2", queries.list_wrong_balances),
    _named("I3", queries.list_uncovered),
    _named("I4", queries.list_wrong_held),
    _named("I5", queries.list_wrong_lots),
    _named("I6", queries.list_wrong_captures),
)
