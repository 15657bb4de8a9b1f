"""All SQL about administrators' accesses to content."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select as select_columns
from sqlalchemy import tuple_, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from chat_app.models import ContentAccess, User
from chat_app.services.kernel.actor import Actor

ADMIN = aliased(User)
WITH_NAMES = (
    select_columns(ContentAccess, col(User.name), col(User.email), col(ADMIN.name))
    .join(User, col(User.id) == col(ContentAccess.user_id))
    .join(ADMIN, col(ADMIN.id) == col(ContentAccess.admin_id), isouter=True)
)

Named = Any


def list_accesses(session: Session, user_id: str, after: tuple[datetime, str] | None, limit: int) -> Sequence[Named]:
    """Accesses of all administrators to everybody, or to one person; newest first."""
    statement = WITH_NAMES
    if user_id:
        statement = statement.where(col(ContentAccess.user_id) == user_id)
    if after is not None:
        statement = statement.where(tuple_(col(ContentAccess.created_at), col(ContentAccess.id)) < after)
    return session.execute(statement.order_by(col(ContentAccess.created_at).desc(), col(ContentAccess.id).desc()).limit(limit)).all()


def get_access(session: Session, access_id: str) -> Named | None:
    return session.execute(WITH_NAMES.where(col(ContentAccess.id) == access_id)).first()


def find_open(session: Session, actor: Actor, access_id: str, now: datetime, *, lock: bool = False) -> ContentAccess | None:
    """The actor's own access of this id, if it is open."""
    statement = select(ContentAccess).where(
        ContentAccess.id == access_id,
        ContentAccess.admin_id == actor.user_id,
        col(ContentAccess.ended_at).is_(None),
        ContentAccess.expires_at > now,
    )
    return session.exec(statement.with_for_update() if lock else statement).first()


def end_open(session: Session, actor: Actor, user_id: str, now: datetime) -> None:
    """End what the actor has open to a person."""
    statement = update(ContentAccess).where(
        col(ContentAccess.admin_id) == actor.user_id, col(ContentAccess.user_id) == user_id, col(ContentAccess.ended_at).is_(None)
    )
    session.exec(statement.where(col(ContentAccess.expires_at) > now).values(ended_at=now))


def list_of_person(session: Session, actor: Actor, since: datetime | None, limit: int) -> Sequence[ContentAccess]:
    """The accesses to what is the actor's own, newest first."""
    statement = select(ContentAccess).where(ContentAccess.user_id == actor.user_id)
    if since is not None:
        statement = statement.where(ContentAccess.created_at > since)
    return session.exec(statement.order_by(col(ContentAccess.created_at).desc(), col(ContentAccess.id).desc()).limit(limit)).all()


def person_exists(session: Session, user_id: str) -> bool:
    return session.get(User, user_id) is not None
