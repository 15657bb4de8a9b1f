"""Who may use no paid models for the time being."""

from __future__ import annotations

from sqlmodel import Session

from chat_app.services.disputes import queries
from chat_app.services.disputes.errors import WalletBlockedError


def is_blocked(session: Session, owner_id: str) -> bool:
    """Whether somebody's bank took money back for credit that was spent, and it is neither won back nor let go."""
    return queries.owes(session, owner_id)


def refuse_blocked(session: Session, owner_id: str) -> None:
    """Raise `WalletBlockedError` for whoever owes."""
    if is_blocked(session, owner_id):
        raise WalletBlockedError
