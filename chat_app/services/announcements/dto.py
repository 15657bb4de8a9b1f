"""What crosses the border of the announcements domain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Level = Literal["info", "warning", "danger"]
Phase = Literal["planned", "shown", "over"]


@dataclass(frozen=True, slots=True)
class AnnouncementText:
    """What an administrator writes. One language is enough; without times it is shown at once and until it is deleted."""

    text_en: str = ""
    text_de: str = ""
    level: Level = "info"
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Announcement:
    """An announcement as administrators see it."""

    id: str
    text_en: str
    text_de: str
    level: str
    starts_at: datetime | None
    ends_at: datetime | None
    created_at: datetime
    phase: Phase


@dataclass(frozen=True, slots=True)
class Banner:
    """An announcement as its readers see it. `mark` changes with the text: what was put away comes back when it says something else."""

    mark: str
    text: str
    level: str
