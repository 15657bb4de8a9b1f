"""Records that cross the border of watched folders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chat_app.services.knowledge.dto import Refused


@dataclass(frozen=True, slots=True)
class WatchedFolder:
    """A folder of the server, and the project ("" for its owner's library) that its files are documents of.

    `problem` names the sentence that says what kept the last look from being complete.
    """

    id: str
    path: str
    owner_id: str
    created_at: datetime
    owner_name: str = ""
    folder_id: str = ""
    folder_name: str = ""
    documents: int = 0
    problem: str = ""
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Watching:
    """All watched folders, and the places below which there may be some."""

    items: tuple[WatchedFolder, ...]
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """What looking through a folder brought about."""

    taken: int = 0
    """Files that are new or changed, and are read now."""
    gone: int = 0
    """Documents that went to the trash with their files."""
    left: int = 0
    """Files that the next look takes."""
    refused: tuple[Refused, ...] = ()
    problem: str = ""
