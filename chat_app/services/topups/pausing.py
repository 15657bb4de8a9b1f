"""Automatic top-ups wait when money goes back: else what was sent back would be taken again at once."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from chat_app.services.topups import problems, queries


def pause(session: Session, owner_id: str, now: datetime) -> None:
    """Buy nothing by itself for somebody until they have looked; does nothing for whoever buys by hand."""
    account = queries.lock_account(session, owner_id)
    if account and account.automatic and not account.problem_key:
        account.problem_key, account.updated_at = problems.RETURNED, now
        session.flush()
