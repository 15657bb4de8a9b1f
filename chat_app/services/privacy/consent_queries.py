"""All SQL about what people agreed to."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, select

from chat_app.models import Consent


def list_consents(session: Session, user_id: str) -> Sequence[Consent]:
    """All that the person agreed to and took back, newest first."""
    return session.exec(select(Consent).where(Consent.user_id == user_id).order_by(col(Consent.id).desc())).all()
