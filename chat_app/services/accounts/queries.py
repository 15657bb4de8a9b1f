"""All SQL of the accounts domain."""

from __future__ import annotations

from sqlmodel import Session, col, select

from chat_app import models


def find_user(session: Session, user_id: str) -> models.User | None:
    return session.get(models.User, user_id)


def lock_user(session: Session, user_id: str) -> models.User | None:
    """The row, to be read and then written: on PostgreSQL nobody else changes it in between (SQLite has one writer)."""
    return session.get(models.User, user_id, with_for_update=True)


def hold_user(session: Session, user_id: str) -> None:
    """Wait until nobody else holds the person, then hold them to the end. New rows of theirs may be written all the while."""
    session.exec(select(models.User.id).where(models.User.id == user_id).with_for_update(key_share=True)).first()


def find_user_by_email(session: Session, email: str) -> models.User | None:
    """The person with this address in its normal form (`emails.py`)."""
    return session.exec(select(models.User).where(models.User.email == email)).first()


def has_admin(session: Session) -> bool:
    """Whether anybody administers: the owner of `single` mode does not before they have an address to sign in with."""
    statement = select(models.User.id).where(
        models.User.role == "admin", col(models.User.email).is_not(None), col(models.User.deleted_at).is_(None)
    )
    return session.exec(statement).first() is not None


def list_admins(session: Session) -> list[models.User]:
    """Everybody who administers and has an address to sign in with."""
    statement = select(models.User).where(
        models.User.role == "admin", col(models.User.email).is_not(None), col(models.User.deleted_at).is_(None)
    )
    return list(session.exec(statement.order_by(col(models.User.created_at))))
