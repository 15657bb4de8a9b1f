"""All SQL about keys of programs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session, col, func, select, update

from chat_app import models
from chat_app.services.api_keys.errors import ApiKeyNotFoundError
from chat_app.services.kernel.actor import Actor


def get_key(session: Session, actor: Actor, key_id: str) -> models.ApiKey:
    """One of the actor's own; raises `ApiKeyNotFoundError`."""
    statement = select(models.ApiKey).where(models.ApiKey.id == key_id, models.ApiKey.owner_id == actor.user_id)
    row = session.exec(statement).first()
    if row is None:
        raise ApiKeyNotFoundError
    return row


def list_keys(session: Session, actor: Actor) -> Sequence[models.ApiKey]:
    """The actor's keys, newest first."""
    statement = select(models.ApiKey).where(models.ApiKey.owner_id == actor.user_id).order_by(col(models.ApiKey.id).desc())
    return session.exec(statement).all()


def count_live(session: Session, actor: Actor) -> int:
    statement = (
        select(func.count())
        .select_from(models.ApiKey)
        .where(models.ApiKey.owner_id == actor.user_id, col(models.ApiKey.revoked_at).is_(None))
    )
    return session.exec(statement).one()


def find_live(session: Session, now: datetime, *, prefix: str = "", key_id: str = "") -> tuple[models.ApiKey, models.User] | None:
    """The key with this prefix or id and its person, unless it was revoked, has expired, or they may not sign in."""
    statement = (
        select(models.ApiKey, models.User)
        .join(models.User, col(models.User.id) == col(models.ApiKey.owner_id))
        .where(
            models.ApiKey.prefix == prefix if prefix else models.ApiKey.id == key_id,
            col(models.ApiKey.revoked_at).is_(None),
            col(models.ApiKey.expires_at).is_(None) | (col(models.ApiKey.expires_at) > now),
            col(models.User.suspended_at).is_(None),
            col(models.User.deleted_at).is_(None),
        )
    )
    return session.exec(statement).first()


def touch(session: Session, key_id: str, now: datetime) -> None:
    session.exec(update(models.ApiKey).where(col(models.ApiKey.id) == key_id).values(last_used_at=now))


def revoke_all_of(session: Session, user_id: str, now: datetime) -> Sequence[str]:
    """Revoke every key of a person; the ids of those that were live."""
    live = select(models.ApiKey).where(models.ApiKey.owner_id == user_id, col(models.ApiKey.revoked_at).is_(None))
    rows = session.exec(live).all()
    for row in rows:
        row.revoked_at = now
    return [row.id for row in rows]


def spent_since(session: Session, actor: Actor, since: date) -> dict[str, int]:
    """What each of the actor's keys has cost since that day, in nano-dollars."""
    statement = (
        select(models.UsageDay.api_key_id, func.sum(models.UsageDay.cost_nano))
        .where(models.UsageDay.owner_id == actor.user_id, models.UsageDay.day >= since, models.UsageDay.api_key_id != "")
        .group_by(models.UsageDay.api_key_id)
    )
    return {key_id: int(cost) for key_id, cost in session.exec(statement)}
