"""What crosses the border of the groups domain."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from chat_app.services.access.policy import Policy


@dataclass(frozen=True, slots=True)
class GroupDetails:
    """What an administrator sets of a group."""

    name: str
    description: str = ""
    policy: Policy = field(default_factory=Policy)


@dataclass(frozen=True, slots=True)
class Group:
    """A group with how many people are in it, administrators among them."""

    id: str
    name: str
    description: str
    policy: Policy
    members: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Member:
    """A person in a group. `role` and `state` are as in the list of people."""

    id: str
    name: str
    email: str
    role: str
    state: str
    leads: bool
    added_at: datetime


@dataclass(frozen=True, slots=True)
class LedGroup:
    """A group as the manager who leads it sees it: administrators are neither listed nor counted."""

    id: str
    name: str
    description: str
    members: int
