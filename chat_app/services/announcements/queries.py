"""All SQL of announcements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, or_, tuple_
from sqlmodel import Session, col, select

from chat_app.models import Announcement
from chat_app.services.kernel.texts import needle


def list_announcements(session: Session, search: str, after: tuple[datetime, str] | None, limit: int) -> Sequence[Announcement]:
    """Newest first."""
    statement = select(Announcement).order_by(col(Announcement.created_at).desc(), col(Announcement.id).desc())
    if text := needle(search):
        said = func.lower(col(Announcement.text_en) + " " + col(Announcement.text_de))
        statement = statement.where(said.contains(text, autoescape=True))
    if after is not None:
        statement = statement.where(tuple_(Announcement.created_at, Announcement.id) < after)
    return session.exec(statement.limit(limit)).all()


def list_not_over(session: Session, now: datetime, limit: int) -> Sequence[Announcement]:
    """What is shown now or will be, newest first."""
    statement = select(Announcement).where(or_(col(Announcement.ends_at).is_(None), col(Announcement.ends_at) > now))
    return session.exec(statement.order_by(col(Announcement.created_at).desc(), col(Announcement.id).desc()).limit(limit)).all()


def find_announcement(session: Session, announcement_id: str) -> Announcement | None:
    return session.get(Announcement, announcement_id)
