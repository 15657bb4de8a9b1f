"""Changes of documents: written, and the index and the pages that show them hear of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime

from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.services.knowledge import queries
from chat_app.services.knowledge.announcing import Announcer
from chat_app.services.knowledge.outbox import note_changes


class DocumentChanges:
    """What every change of documents has in common."""

    def __init__(self, db: Database, announcer: Announcer, wake_index: Callable[[], None]) -> None:
        self._db = db
        self._announcer = announcer
        self._wake_index = wake_index

    async def write(self, save: Callable[[Session], list[str]], also: AbstractSet[str] = frozenset()) -> list[str]:
        """Write what changes these documents, which `save` names, and tell of it; `also` those people, whom `save` may still find."""
        ids = await self._db.write(save)
        self.wake_index()
        self._announcer.tell(also | await self._db.read(lambda session: queries.viewers(session, ids)))
        return ids

    def wake_index(self) -> None:
        """There are tasks for the index."""
        self._wake_index()

    async def tell(self, document_ids: Sequence[str]) -> None:
        """Tell the pages that show these documents."""
        self._announcer.tell(await self._db.read(lambda session: queries.viewers(session, document_ids)))


def noted(session: Session, rows: Sequence[models.Document], now: datetime) -> list[str]:
    """Let the index look at documents again; their ids."""
    ids = [row.id for row in rows]
    note_changes(session, ids, now)
    return ids
