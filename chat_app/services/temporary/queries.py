"""All SQL of temporary chats: which login sessions are still open, and what was used. Nothing that anybody wrote."""

from __future__ import annotations

from collections.abc import Iterable

from sqlmodel import Session, col, select

from chat_app.models import LoginSession


def open_sessions(session: Session, session_ids: Iterable[str]) -> set[str]:
    """Those of these login sessions that were not ended."""
    statement = select(LoginSession.id).where(col(LoginSession.id).in_(list(session_ids)), col(LoginSession.revoked_at).is_(None))
    return set(session.exec(statement).all())
