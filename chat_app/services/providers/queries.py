"""All SQL about providers. `owner_id` is None for those of the platform."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, func, select

from chat_app import models
from chat_app.errors import NotFoundError
from chat_app.services.kernel.ids import is_id


def list_providers(session: Session, owner_id: str | None) -> Sequence[models.Provider]:
    statement = (
        select(models.Provider)
        .where(col(models.Provider.owner_id) == owner_id)
        .order_by(col(models.Provider.created_at), col(models.Provider.id))
    )
    return session.exec(statement).all()


def get_provider(session: Session, owner_id: str | None, provider_id: str) -> models.Provider:
    """Raises `NotFoundError`, also for a provider of somebody else."""
    statement = select(models.Provider).where(models.Provider.id == provider_id, col(models.Provider.owner_id) == owner_id)
    row = session.exec(statement.with_for_update()).first() if is_id(provider_id) else None
    if row is None:
        raise NotFoundError
    return row


def count_providers(session: Session, owner_id: str | None) -> int:
    return session.exec(select(func.count()).select_from(models.Provider).where(col(models.Provider.owner_id) == owner_id)).one()


def platform_slugs(session: Session) -> set[str]:
    """The slugs that are taken; those of people look different."""
    return set(session.exec(select(models.Provider.slug).where(col(models.Provider.owner_id).is_(None))))
