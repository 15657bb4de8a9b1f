"""What crosses the border of the people domain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from chat_app.services.access.matrix import Role

State = Literal["active", "suspended", "deleted"]
Sort = Literal["name", "email", "created", "seen"]


@dataclass(frozen=True, slots=True)
class PeopleFilter:
    """Which people, in which order; empty narrows nothing. `search` looks into names and addresses."""

    search: str = ""
    role: Role | Literal[""] = ""
    state: State | Literal[""] = ""
    group_id: str = ""
    sort: Sort = "name"
    descending: bool = False


@dataclass(frozen=True, slots=True)
class GroupName:
    """A group that a person is in; `leads` is of meaning for managers."""

    id: str
    name: str
    leads: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """A row of the list."""

    id: str
    name: str
    email: str
    role: str
    state: State
    created_at: datetime
    last_seen_at: datetime | None = None
    groups: tuple[GroupName, ...] = ()


@dataclass(frozen=True, slots=True)
class Factors:
    """How a person can prove who they are; how many of what, never what it is."""

    password: bool = False
    authenticator: bool = False
    passkeys: int = 0
    recovery_codes: int = 0
    identities: tuple[str, ...] = ()
    """The issuers of accounts at other providers."""


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """One person in numbers. Nothing of what they wrote, uploaded or named."""

    person: Person
    email_confirmed: bool
    suspended_at: datetime | None
    deleted_at: datetime | None
    """When the person, or an administrator for them, asked for the deletion."""
    open_sessions: int
    api_keys: int
    chats: int
    messages: int
    files: int
    storage_bytes: int
    cost_nano_this_month: int
    """In nano-dollars since the first of the month (UTC)."""
    tokens_today: int
    factors: Factors
    is_self: bool = False
