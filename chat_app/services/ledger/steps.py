"""Holds that begin small and grow while their call goes on, so that calls beside each other do not starve. Functions of a `Session`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from chat_app.services.ledger import queries, rules
from chat_app.services.ledger.credits import without_expired
from chat_app.services.ledger.holds import open_hold


def available(session: Session, wallet_id: str, now: datetime) -> int:
    """What may be spent of a wallet, which is locked from now on; nothing of one that does not exist."""
    wallet = queries.lock_wallet(session, wallet_id)
    return without_expired(session, wallet, now).available if wallet else 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """How much to hold: `most`, or what there is of it, but not less than `least`."""

    least: int
    most: int


def grow(session: Session, request_id: str, most: int, now: datetime, expires_at: datetime) -> int:
    """Hold up to `most` more; returns how much more it is, nothing for a hold that has ended.

    What is under way may grow while wallets are stopped: it began before.
    """
    held = open_hold(session, request_id)
    if held is None:
        return 0
    amount = min(rules.checked(most), available(session, held.account_id, now))
    if amount <= 0 or not queries.add_to_held(session, held.account_id, amount):
        return 0
    queries.grow_hold(session, held, amount, max(held.expires_at, expires_at))
    return amount
