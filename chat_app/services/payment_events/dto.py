"""The words of the inbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class EventState(StrEnum):
    NEW = "new"
    WAITING = "waiting"
    """For something that has to come first; looked at again."""
    DONE = "done"
    IGNORED = "ignored"
    """About nothing of ours."""
    FAILED = "failed"
    """It waited for days: a person has to look."""


DUE = (EventState.NEW, EventState.WAITING)


@dataclass(frozen=True, slots=True)
class EventRecord:
    """A message of the provider as administrators see it."""

    id: str
    type: str
    object_id: str
    state: str
    attempts: int
    result: str
    livemode: bool
    created_at: datetime
    received_at: datetime
    processed_at: datetime | None
