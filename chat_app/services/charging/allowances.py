"""What the groups of a person give them each month. Functions of a `Session`."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from chat_app.services.charging.dto import LEDGER_CURRENCY
from chat_app.services.kernel.clock import next_month
from chat_app.services.ledger.credits import NewCredit, add_credit


def grant_allowance(session: Session, person_id: str, allowance_nano: int, now: datetime) -> None:
    """Give a person this month's allowance (UTC), unless they have had it; what is left at its end expires."""
    if allowance_nano > 0:
        key = f"allowance:{person_id}:{now:%Y-%m}"
        credit = NewCredit(person_id, allowance_nano, key, expires_at=next_month(now), ref="allowance")
        add_credit(session, credit, LEDGER_CURRENCY, now)
