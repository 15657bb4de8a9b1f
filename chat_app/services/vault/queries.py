"""All SQL about sealed secrets."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, func, select

from chat_app import models


def count_by_key(session: Session) -> dict[str, int]:
    """How many secrets each master key has sealed."""
    statement = select(models.Secret.key_id, func.count()).group_by(col(models.Secret.key_id))
    return dict(session.exec(statement).all())


def list_sealed_otherwise(session: Session, key_id: str, after: str, limit: int) -> Sequence[models.Secret]:
    """Secrets of other keys in the order of their ids, locked."""
    statement = select(models.Secret).where(models.Secret.key_id != key_id, models.Secret.id > after)
    return session.exec(statement.order_by(col(models.Secret.id)).limit(limit).with_for_update()).all()


def list_secrets(session: Session, after: str, limit: int) -> Sequence[models.Secret]:
    """Secrets in the order of their ids."""
    return session.exec(select(models.Secret).where(models.Secret.id > after).order_by(col(models.Secret.id)).limit(limit)).all()
