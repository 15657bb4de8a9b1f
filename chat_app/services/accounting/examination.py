"""Everything that must hold (I1 to I10), looked at in one go."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session

from chat_app.services.accounting import purchase_queries as queries
from chat_app.services.accounting.queries import list_left_in_clearing
from chat_app.services.ledger.dto import Violation
from chat_app.services.ledger.invariants import violations

CLEARED_WITHIN = timedelta(days=7)
ONLY_TOLD = frozenset({"I7"})
"""What is shown and stops nothing: when a provider pays out is agreed with the house, and may be once a month."""

_CHECKS = (
    ("I6", queries.list_paid_without_credit),
    ("I6", queries.list_credit_without_payment),
    ("I9", queries.list_wrong_invoices),
    ("I9", queries.list_wrong_corrections),
)


def examine(session: Session, now: datetime) -> list[Violation]:
    """Every rule that does not hold but for the chain, which `ledger.sealing` follows."""
    found = violations(session, now)
    for rule, read in _CHECKS:
        found += [Violation(rule, where, expected, amount) for where, expected, amount in read(session)]
    left = list_left_in_clearing(session, now - CLEARED_WITHIN)
    return found + [Violation("I7", account, 0, amount) for account, amount in left]


def alarming(found: list[Violation], accepted: frozenset[str]) -> list[Violation]:
    """Those of them that stop wallets: not the ones that somebody has seen and lives with."""
    return [each for each in found if each.rule not in ONLY_TOLD and fingerprint(each) not in accepted]


def fingerprint(violation: Violation) -> str:
    """Names a violation by how far off it is: figures may move on together, but another difference is another violation."""
    return f"{violation.rule}:{violation.where}:{violation.found - violation.expected}"
