"""Records that cross the border of projects."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from chat_app.services.budgets.dto import BudgetState
from chat_app.services.workspace.dto import Folder

GrantedRole = Literal["viewer", "editor", "manager"]


@dataclass(frozen=True, slots=True)
class Member:
    """A person or group in a project. `id` is the membership's, empty for the owner, who needs none."""

    id: str
    kind: Literal["person", "group"]
    who_id: str
    name: str
    role: str
    inherited: bool = False
    """Given by a folder above: it is changed there."""
    added_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could be let in."""

    kind: Literal["person", "group"]
    who_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Note:
    """A text that is kept in a project. Whoever changes it says which `version` they had."""

    id: str
    folder_id: str
    author_name: str
    title: str
    text: str
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class UsagePoint:
    """What one model was used for on one day (UTC) in a project."""

    day: date
    model_id: str
    calls: int
    tokens_in: int
    tokens_out: int
    cost_nano: int
    """What people were asked for it, in nano-units of the currency of prices."""


@dataclass(frozen=True, slots=True)
class RecentChat:
    """One of the latest chats of a project."""

    id: str
    title: str
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class CitedDocument:
    """A document with how many answers of the project refer to it."""

    id: str
    name: str
    answers: int


@dataclass(frozen=True, slots=True)
class Dashboard:
    """What a project's page shows over a range of days, both ends included."""

    folder: Folder
    since: date
    until: date
    usage: list[UsagePoint] = field(default_factory=list)
    chats: list[RecentChat] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    files: dict[str, int] = field(default_factory=dict)
    """How many documents are in which state."""
    cited: list[CitedDocument] = field(default_factory=list)
    notes: int = 0
    budgets: list[BudgetState] = field(default_factory=list)
    """What its owner set for it and for the folders above it, with what was used; others can change none of it."""
