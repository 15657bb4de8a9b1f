"""Rows as records."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from chat_app.models import User
from chat_app.services.people.dto import GroupName, Person, State


def person_record(user: User, seen: datetime | None, groups: Iterable[Any]) -> Person:
    return Person(
        id=user.id,
        name=user.name,
        email=user.email or "",
        role=user.role,
        state=state_of(user),
        created_at=user.created_at,
        last_seen_at=seen,
        groups=tuple(GroupName(group_id, name, leads) for _person, group_id, name, leads in groups),
    )


def state_of(user: User) -> State:
    if user.deleted_at is not None:
        return "deleted"
    return "active" if user.suspended_at is None else "suspended"
