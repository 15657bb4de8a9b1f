"""A house with documents in it, and a folder of the server beside it."""

from __future__ import annotations

import os
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from chat_app.db import Database
from chat_app.services.access.matrix import permissions_of
from chat_app.services.audit import AuditLog
from chat_app.services.kernel.actor import Actor
from chat_app.services.knowledge.dto import Document, DocumentFilter
from chat_app.services.watching.dto import Look
from chat_app.services.watching.looking import WatchDoors
from chat_app.services.watching.places import Places
from chat_app.services.watching.service import WatchService
from tests.services.knowledge.conftest import House

LONG_AGO = time.time() - 100


class Watch:
    """The service with a folder `root` that may be watched, and somebody who may."""

    def __init__(self, house: House, root: Path) -> None:
        self.house, self.root = house, root
        self.places = Places([root.parent], house.folder / "data")
        doors = WatchDoors(house.files, house.parts.keeper, house.documents, house.parts.trash)
        self.service = WatchService(house.db, AuditLog(house.db, house.clock), self.places, doors, house.clock)
        self.admin = self.admin_named("Root")

    def admin_named(self, name: str) -> Actor:
        person = self.house.person(name)
        self.house.db.write_now(lambda session: session.connection().exec_driver_sql("UPDATE users SET role = 'admin'"))
        return Actor(person.user_id, name, role="admin", permissions=permissions_of("admin"))

    def write(self, path: str, text: str, *, at: float = LONG_AGO) -> Path:
        """A file that was last written to at `at`."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        os.utime(file, (at, at))
        return file

    async def look(self, watched_id: str) -> Look:
        """Look some time after the last look, and read what came."""
        self.house.now += timedelta(minutes=1)
        found = await self.service.look(self.admin, watched_id)
        await self.house.parts.worker.work()
        return found

    async def documents(self, actor: Actor | None = None, *, in_trash: bool = False) -> dict[str, Document]:
        """By name."""
        page = await self.house.documents.list(actor or self.admin, DocumentFilter(in_trash=in_trash))
        return {document.name: document for document in page.items}


@pytest.fixture
async def watch(db: Database, tmp_path: Path) -> AsyncIterator[Watch]:
    root = tmp_path / "srv" / "documents"
    root.mkdir(parents=True)
    house = House(db, tmp_path)
    yield Watch(house, root)
    await house.parts.close()
