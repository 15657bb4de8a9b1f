"""All SQL about short-lived tokens and the keys that sign them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, delete, select

from chat_app import models


def find_signing_key(session: Session, kid: str) -> models.SigningKey | None:
    return session.get(models.SigningKey, kid)


def list_signing_keys(session: Session) -> Sequence[models.SigningKey]:
    """Newest first."""
    return session.exec(select(models.SigningKey).order_by(col(models.SigningKey.id).desc())).all()


def find_login(session: Session, session_id: str) -> tuple[models.LoginSession, models.User] | None:
    """The login session with this id and its person, unless it was revoked, is half open, or nobody may sign in."""
    statement = (
        select(models.LoginSession, models.User)
        .join(models.User, col(models.User.id) == col(models.LoginSession.user_id))
        .where(
            models.LoginSession.id == session_id,
            col(models.LoginSession.revoked_at).is_(None),
            col(models.LoginSession.needs_second_factor).is_(False),
            col(models.User.suspended_at).is_(None),
            col(models.User.deleted_at).is_(None),
        )
    )
    return session.exec(statement).first()


def is_revoked(session: Session, token_id: str) -> bool:
    return session.get(models.RevokedToken, token_id) is not None


def keep_revoked(session: Session, token_id: str, owner_id: str, expires_at: datetime) -> None:
    session.merge(models.RevokedToken(id=token_id, owner_id=owner_id, expires_at=expires_at))


def forget_expired(session: Session, now: datetime) -> None:
    """Tokens that would have expired by themselves need not be remembered."""
    session.exec(delete(models.RevokedToken).where(col(models.RevokedToken.expires_at) < now))
