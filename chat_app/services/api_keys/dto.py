"""What crosses the border of the domain of keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class NewApiKey:
    """What a person wants of a key."""

    name: str
    scopes: tuple[str, ...]
    """Permissions that a program may have (`access.matrix.scopes()`), at most those of the person."""
    expires_at: datetime | None = None
    """None for a key that lasts until it is revoked."""
    budget_nano: int | None = None
    """What it may cost in a calendar month (UTC), in nano-dollars; None for as much as its owner."""


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key as its owner sees it: never the secret."""

    id: str
    name: str
    prefix: str
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime | None = None
    last_used_at: datetime | None = None
    """To the minute."""
    revoked_at: datetime | None = None
    budget_nano: int | None = None
    spent_nano: int = 0
    """What it has cost in this calendar month (UTC), in nano-dollars."""


@dataclass(frozen=True, slots=True)
class CreatedApiKey:
    """A new key with its whole text, which nobody can see again."""

    key: ApiKey
    secret: str
