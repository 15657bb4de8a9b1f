"""Sets right what was charged by an estimate, once a provider has told what a call really used."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from chat_app.services.budgets import reserving
from chat_app.services.ledger import late
from chat_app.services.ledger.dto import Captured
from chat_app.services.ledger.holds import Charge


def correct_charge(session: Session, call_id: str, due_nano: int, provider_nano: int, told: str, now: datetime) -> Captured | None:
    """Let a call cost `due_nano` in all, by an entry of its own beside the one that stands; `told` names the news that brings it.

    Returns what changed; None for news that were told before or change nothing. Raises `LedgerError` for a call that was not charged.
    """
    changed = late.correct(session, call_id, Charge(due_nano, provider_nano, call_id), f"correction:{call_id}:{told}", now)
    if changed:
        reserving.settle(session, call_id, due_nano)
    return changed
