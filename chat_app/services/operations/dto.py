"""What crosses the border of the operations domain."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

JobOutcome = Literal["never", "running", "done", "failed"]
CheckState = Literal["good", "warning", "failed", "unused"]


@dataclass(frozen=True, slots=True)
class Job:
    """Scheduled work, and how it went the last time in this process."""

    name: str
    every_seconds: int
    by_hand: bool
    """Whether administrators may let it run now: it does no harm, however often."""
    outcome: JobOutcome
    last_started_at: datetime | None = None
    last_ms: int | None = None
    """How long the last complete run took."""
    runs: int = 0
    failures: int = 0
    last_failed_at: datetime | None = None
    last_error: str = ""
    """The kind of the last failure; its text is in the log, since it may hold what belongs to somebody."""


@dataclass(frozen=True, slots=True)
class Check:
    """Whether something that Parley depends on works. `key` names the sentence that says so, `params` fill it."""

    name: str
    state: CheckState
    key: str
    params: dict[str, str | int] = field(default_factory=dict)
    milliseconds: int = 0


@dataclass(frozen=True, slots=True)
class Storage:
    """What is where, in bytes."""

    database: str
    """Its kind and version, such as "SQLite 3.45.1"."""
    database_bytes: int
    blobs: str
    """Where files are kept: "disk" or "s3"."""
    blobs_bytes: int
    disk_free_bytes: int
    disk_total_bytes: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What the house has and does. Days are those of UTC."""

    people: int
    """Those who can sign in."""
    people_by_role: dict[str, int]
    suspended: int
    active_today: int
    groups: int
    chats: int
    chats_today: int
    messages_today: int
    turns_running: int
    turns_waiting: int
    tokens_today: int
    cost_nano_today: int
    cost_nano_this_month: int


@dataclass(frozen=True, slots=True)
class Overview:
    """The state of the house at one moment."""

    version: str
    mode: str
    started_at: datetime
    now: datetime
    figures: Figures
    storage: Storage
    failed_jobs: int
