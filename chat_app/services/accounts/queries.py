"""All SQL of the accounts domain."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select, update

from chat_app import models


def find_user(session: Session, user_id: str) -> models.User | None:
    return session.get(models.User, user_id)


def lock_user(session: Session, user_id: str) -> models.User | None:
    """The row, to be read and then written: on PostgreSQL nobody else changes it in between (SQLite has one writer)."""
    return session.get(models.User, user_id, with_for_update=True)


def hold_user(session: Session, user_id: str) -> None:
    """Wait until nobody else holds the person, then hold them to the end. New rows of theirs may be written all the while."""
    session.exec(select(models.User.id).where(models.User.id == user_id).with_for_update(key_share=True)).first()


def find_live_session(
    session: Session, token_hash: str, idle_since: datetime, made_since: datetime
) -> tuple[models.LoginSession, models.User] | None:
    """The login session of this token and its person, unless it was revoked, lay idle, is too old or nobody may sign in."""
    statement = (
        select(models.LoginSession, models.User)
        .join(models.User, col(models.User.id) == col(models.LoginSession.user_id))
        .where(
            models.LoginSession.token_hash == token_hash,
            col(models.LoginSession.revoked_at).is_(None),
            col(models.LoginSession.needs_second_factor).is_(False),
            col(models.User.suspended_at).is_(None),
            col(models.User.deleted_at).is_(None),
            models.LoginSession.last_seen_at > idle_since,
            models.LoginSession.created_at > made_since,
        )
    )
    return session.exec(statement).first()


def touch_session(session: Session, session_id: str, now: datetime) -> None:
    session.exec(update(models.LoginSession).where(col(models.LoginSession.id) == session_id).values(last_seen_at=now))


def revoke_session(session: Session, token_hash: str, now: datetime) -> None:
    session.exec(update(models.LoginSession).where(col(models.LoginSession.token_hash) == token_hash).values(revoked_at=now))


def revoke_sessions_of(session: Session, user_id: str, now: datetime) -> None:
    """End every login session of a person that is still open."""
    statement = update(models.LoginSession).where(
        col(models.LoginSession.user_id) == user_id, col(models.LoginSession.revoked_at).is_(None)
    )
    session.exec(statement.values(revoked_at=now))
