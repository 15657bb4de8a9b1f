"""What an import knows on its way: whose it is, and which new id stands for which old one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.ids import new_id
from chat_app.services.project_files.archive import ProjectArchive
from chat_app.services.project_files.errors import BrokenProjectFileError, TooLargeProjectFileError
from chat_app.services.project_files.parsing import Values, rows

Row = tuple[str, Values, dict[str, Any]]
MOST_ROWS = 300_000
MOST_CHARACTERS = 200_000_000
"""Of one chat, or one document with its passages: as much is in memory at once."""


@dataclass(slots=True)
class Run:
    """All of it is in the trash until the end: nobody sees half a project, and what a killed process leaves goes with the trash."""

    actor: Actor
    now: datetime
    archive: ProjectArchive
    ids: dict[str, str] = field(default_factory=dict)
    top_id: str = ""
    folder_ids: list[str] = field(default_factory=list)
    document_ids: list[str] = field(default_factory=list)
    chat_ids: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def renew(self, old_ids: Iterable[str]) -> None:
        """New ids in the order of the old ones: what is ordered by them stays so. Raises `BrokenProjectFileError` for one that is twice."""
        wanted = sorted(old_ids)
        if len(set(wanted)) < len(wanted) or self.ids.keys() & set(wanted):
            raise BrokenProjectFileError("id")
        self.ids |= {old: new_id() for old in wanted}

    def new(self, old: str | None) -> str | None:
        """The new id; None for what is not in the ZIP."""
        return self.ids.get(old or "")

    def passage(self, old: str) -> str:
        """The new id of a passage, also of one that is gone; never one of the ZIP's making: it could be that of a passage here."""
        return self.ids.setdefault(old, new_id()) if old else ""


def groups(archive: ProjectArchive, member: str, head: str) -> Iterator[list[Row]]:
    """The rows of a member in parts that begin with a row of the kind `head` each. Raises `TooLargeProjectFileError`."""
    group, characters = list[Row](), 0
    for row in rows(archive, member):
        if row[0] == head and group:
            yield group
            group, characters = [], 0
        if row[0] == head or group:
            group.append(row)
            characters += sum(len(value) for value in row[1].values() if isinstance(value, str))
        if len(group) > MOST_ROWS or characters > MOST_CHARACTERS:
            raise TooLargeProjectFileError
    if group:
        yield group
