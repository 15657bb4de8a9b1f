"""Watched folders as administrators set them, and the job that looks through them."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.services.access.matrix import require
from chat_app.services.audit.log import AuditLog
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock
from chat_app.services.kernel.ids import new_id
from chat_app.services.watching import dto, queries
from chat_app.services.watching.errors import LookingError, WatchedAlreadyError
from chat_app.services.watching.looking import PERMISSION, FolderLook, WatchDoors
from chat_app.services.watching.places import Places

logger = logging.getLogger(__name__)

EVERY = timedelta(seconds=60)
REST = timedelta(seconds=5)
"""How long after a look, by whichever process, the next one may begin."""
TRIED_AGAIN = timedelta(hours=1)

Documents = Literal["keep", "trash"]


class WatchService:
    """All but `run` is for administrators, and `NotFoundError` for others."""

    def __init__(self, db: Database, audit: AuditLog, places: Places, doors: WatchDoors, clock: Clock) -> None:
        self._db = db
        self._audit = audit
        self._places = places
        self._doors = doors
        self._clock = clock
        self._folder = FolderLook(db, places, doors, clock)
        self._looking = asyncio.Lock()
        self._try_again: datetime = clock() + TRIED_AGAIN

    async def list(self, actor: Actor) -> dto.Watching:
        """All watched folders, and where there may be some."""
        require(actor, PERMISSION)
        return dto.Watching(tuple(await self._db.read(queries.list_watched)), self._places.names)

    async def add(self, actor: Actor, path: str, folder_id: str = "") -> dto.WatchedFolder:
        """Watch a folder from now on; its files become the actor's documents. Raises `PlaceRefusedError`, `WatchedAlreadyError`."""
        root = await self._checked(actor, path, folder_id)

        def save(session: Session) -> str:
            _check_overlap(session, root)
            row = models.WatchedFolder(
                id=new_id(), path=str(root), owner_id=actor.user_id, folder_id=folder_id or None, created_at=self._clock()
            )
            session.add(row)
            self._record(session, actor, "watched_folder.add", row.id)
            return row.id

        return await self._get(await self._db.write(save))

    async def change(self, actor: Actor, watched_id: str, path: str, folder_id: str = "") -> dto.WatchedFolder:
        """Watch another folder, or for another project. The documents become the actor's with the next look."""
        root = await self._checked(actor, path, folder_id)

        def save(session: Session) -> None:
            row = queries.get_watched(session, watched_id)
            _check_overlap(session, root, watched_id)
            row.path, row.folder_id, row.owner_id, row.problem, row.seen_at = str(root), folder_id or None, actor.user_id, "", None
            self._record(session, actor, "watched_folder.change", row.id)

        await self._db.write(save)
        return await self._get(watched_id)

    async def remove(self, actor: Actor, watched_id: str, documents: Documents = "trash") -> None:
        """Watch a folder no longer; its documents go to the trash, or stay like uploaded ones. Raises `WatchedFolderNotFoundError`."""
        require(actor, PERMISSION)
        row = await self._db.read(lambda session: queries.get_watched(session, watched_id))
        if documents == "trash":
            await self._folder.drop_all(row)

        def remove(session: Session) -> None:
            session.delete(queries.get_watched(session, watched_id))
            queries.let_go(session, watched_id)
            self._record(session, actor, "watched_folder.remove", watched_id, documents=documents)

        async with self._looking:
            await self._db.write(remove)

    async def look(self, actor: Actor, watched_id: str) -> dto.Look:
        """Look through a folder now, also at what was refused before. Raises `WatchedFolderNotFoundError`, `LookingError`."""
        require(actor, PERMISSION)
        await self._db.read(lambda session: queries.get_watched(session, watched_id))
        if self._looking.locked():
            raise LookingError
        self._folder.forget_refused()
        found = await self._look(watched_id)
        if found is None:
            raise LookingError
        return found

    async def run(self) -> None:
        """Look through the folders whose turn it is. For the scheduled job."""
        now = self._clock()
        if now >= self._try_again:
            self._folder.forget_refused()
            self._try_again = now + TRIED_AGAIN
        for watched_id in await self._db.read(lambda session: queries.list_due(session, now - EVERY / 2)):
            await self._look(watched_id)

    async def _look(self, watched_id: str) -> dto.Look | None:
        async with self._looking:
            row = await self._db.write(lambda session: queries.claim(session, watched_id, self._clock(), REST))
            if row is None:
                return None
            found = await self._folder.look(row)
            await self._db.write(lambda session: queries.finish(session, watched_id, found.problem, self._clock()))
        if found.problem:
            logger.warning("watched folder %s: %s, %d files refused", row.path, found.problem, len(found.refused))
        return found

    async def _checked(self, actor: Actor, path: str, folder_id: str) -> Path:
        require(actor, PERMISSION)
        await self._doors.keeper.check(actor, folder_id)
        return await asyncio.to_thread(self._places.checked, path)

    async def _get(self, watched_id: str) -> dto.WatchedFolder:
        return next(each for each in await self._db.read(queries.list_watched) if each.id == watched_id)

    def _record(self, session: Session, actor: Actor, action: str, watched_id: str, **details: str) -> None:
        self._audit.record(session, actor, action, kind="watched_folder", object_id=watched_id, **details)


def _check_overlap(session: Session, root: Path, but: str = "") -> None:
    """A file is one document, not two."""
    for path in map(Path, queries.list_paths(session, but)):
        if root.is_relative_to(path) or path.is_relative_to(root):
            raise WatchedAlreadyError(path=str(path))
