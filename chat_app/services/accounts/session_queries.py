"""All SQL about login sessions."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, delete, select, update

from chat_app import models


def find_session(session: Session, token_hash: str) -> tuple[models.LoginSession, models.User] | None:
    """The session of this token and its person, unless it was revoked or nobody may sign in as that person."""
    statement = (
        select(models.LoginSession, models.User)
        .join(models.User, col(models.User.id) == col(models.LoginSession.user_id))
        .where(
            models.LoginSession.token_hash == token_hash,
            col(models.LoginSession.revoked_at).is_(None),
            col(models.User.suspended_at).is_(None),
            col(models.User.deleted_at).is_(None),
        )
    )
    return session.exec(statement).first()


def open_sessions_of(session: Session, user_id: str) -> list[models.LoginSession]:
    """What is not revoked, last used first; some of it may have run out."""
    statement = select(models.LoginSession).where(
        models.LoginSession.user_id == user_id,
        col(models.LoginSession.revoked_at).is_(None),
        col(models.LoginSession.needs_second_factor).is_(False),
    )
    return list(session.exec(statement.order_by(col(models.LoginSession.last_seen_at).desc())))


def touch_session(session: Session, session_id: str, now: datetime) -> None:
    session.exec(update(models.LoginSession).where(col(models.LoginSession.id) == session_id).values(last_seen_at=now))


def mark_proved(session: Session, session_id: str, user_id: str, now: datetime) -> None:
    """The person behind this session has just proved who they are."""
    statement = update(models.LoginSession).where(col(models.LoginSession.id) == session_id, col(models.LoginSession.user_id) == user_id)
    session.exec(statement.values(proved_at=now))


def revoke_session(session: Session, session_id: str, user_id: str, now: datetime) -> bool:
    """End one session of a person; False if they have no such session that is open."""
    statement = update(models.LoginSession).where(
        col(models.LoginSession.id) == session_id,
        col(models.LoginSession.user_id) == user_id,
        col(models.LoginSession.revoked_at).is_(None),
    )
    return session.exec(statement.values(revoked_at=now)).rowcount == 1


def revoke_sessions_of(session: Session, user_id: str, now: datetime, except_id: str = "") -> int:
    """End every open session of a person but one; returns how many. Call `AccountService.forget_cached` after the commit."""
    statement = update(models.LoginSession).where(
        col(models.LoginSession.user_id) == user_id,
        col(models.LoginSession.revoked_at).is_(None),
        col(models.LoginSession.id) != except_id,
    )
    return session.exec(statement.values(revoked_at=now)).rowcount


def delete_sessions_before(session: Session, user_id: str, made_before: datetime) -> None:
    """Drop those of a person that ran out long ago."""
    session.exec(
        delete(models.LoginSession).where(col(models.LoginSession.user_id) == user_id, col(models.LoginSession.created_at) < made_before)
    )
