"""The one person of `single` mode."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.services.access.matrix import permissions_of
from chat_app.services.accounts import queries
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock

# A fixed id, so that the primary key itself makes sure that there is one owner, whoever comes first.
OWNER_ID = "00000000-0000-7000-8000-000000000001"


class Owner:
    """Finds the owner's row, or makes it on first use; kept in memory until something about it changes."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        self._row: models.User | None = None

    async def row(self) -> models.User:
        """The owner's row, detached from any transaction: for reading only."""
        if self._row is None:
            self._row = await self._db.read(lambda session: queries.find_user(session, OWNER_ID)) or await self._make()
        return self._row

    async def actor(self) -> Actor:
        row = await self.row()
        return Actor(row.id, row.name, row.language, role="admin", permissions=permissions_of("admin"))

    def forget_cached(self) -> None:
        self._row = None

    async def _make(self) -> models.User:
        row = models.User(id=OWNER_ID, role="admin", created_at=self._clock())

        def insert(session: Session) -> models.User:
            session.add(row)
            session.flush()
            return row

        try:
            return await self._db.write(insert)
        except IntegrityError:
            return await self._db.read(lambda session: session.get_one(models.User, OWNER_ID))
