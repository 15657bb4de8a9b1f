"""All SQL about links that work once."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select, update

from chat_app import models


def find_token(session: Session, purpose: str, token_hash: str, now: datetime) -> models.OneTimeToken | None:
    """The link's row as long as it may still be used."""
    statement = select(models.OneTimeToken).where(
        models.OneTimeToken.token_hash == token_hash,
        models.OneTimeToken.purpose == purpose,
        col(models.OneTimeToken.used_at).is_(None),
        models.OneTimeToken.expires_at > now,
    )
    return session.exec(statement).first()


def use_token(session: Session, token_id: str, now: datetime) -> bool:
    """Use a link up; False if somebody else was faster."""
    statement = update(models.OneTimeToken).where(col(models.OneTimeToken.id) == token_id, col(models.OneTimeToken.used_at).is_(None))
    return session.exec(statement.values(used_at=now)).rowcount == 1


def void_tokens_for_email(session: Session, purpose: str, email: str, now: datetime) -> None:
    """A newer link to the same address ends those before it."""
    statement = update(models.OneTimeToken).where(
        col(models.OneTimeToken.purpose) == purpose, col(models.OneTimeToken.email) == email, col(models.OneTimeToken.used_at).is_(None)
    )
    session.exec(statement.values(used_at=now))


def void_tokens_of(session: Session, user_id: str, now: datetime) -> None:
    """End every open link of a person."""
    statement = update(models.OneTimeToken).where(col(models.OneTimeToken.user_id) == user_id, col(models.OneTimeToken.used_at).is_(None))
    session.exec(statement.values(used_at=now))


def find_waiting_email(session: Session, user_id: str, now: datetime) -> str:
    """The address that a person has asked for last and not confirmed yet, "" for none."""
    statement = select(models.OneTimeToken.email).where(
        models.OneTimeToken.user_id == user_id,
        models.OneTimeToken.purpose == "email",
        col(models.OneTimeToken.used_at).is_(None),
        models.OneTimeToken.expires_at > now,
    )
    return session.exec(statement.order_by(col(models.OneTimeToken.id).desc())).first() or ""


def find_invitation(session: Session, token_id: str) -> models.OneTimeToken | None:
    row = session.get(models.OneTimeToken, token_id)
    return row if row and row.purpose == "invite" and row.used_at is None else None


def open_invitations(session: Session, made_by: str, now: datetime, before_id: str, limit: int) -> list[models.OneTimeToken]:
    """Invitations nobody has taken yet, newest first; of one person, or with "" of everybody."""
    statement = select(models.OneTimeToken).where(
        models.OneTimeToken.purpose == "invite", col(models.OneTimeToken.used_at).is_(None), models.OneTimeToken.expires_at > now
    )
    if made_by:
        statement = statement.where(models.OneTimeToken.created_by == made_by)
    if before_id:
        statement = statement.where(col(models.OneTimeToken.id) < before_id)
    return list(session.exec(statement.order_by(col(models.OneTimeToken.id).desc()).limit(limit)))
