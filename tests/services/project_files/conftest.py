"""A house in which projects go out and come in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from chat_app.db import Database
from chat_app.services.audit import AuditLog
from chat_app.services.kernel.actor import Actor
from chat_app.services.project_files.dto import ImportState
from chat_app.services.project_files.exporting import ProjectExport
from chat_app.services.project_files.importing import ProjectImport
from chat_app.services.project_files.taking_over import ImportDoors
from tests.services.knowledge.conftest import House


class Desk(House):
    """With the two services."""

    def __post_init__(self) -> None:
        super().__post_init__()
        audit = AuditLog(self.db, self.clock)
        self.going_out = ProjectExport(self.db, self.blobs, audit, self.clock)
        doors = ImportDoors(
            self.db, self.blobs, self.files, PictureReader(), self.site, audit, self.changes, lambda: None, self.clock  # type: ignore[arg-type]
        )  # fmt: skip
        self.coming_in = ProjectImport(doors)

    async def out(self, actor: Actor, folder_id: str) -> bytes:
        _, pieces = await self.going_out.begin(actor, folder_id)
        return b"".join([piece async for piece in pieces])

    async def into(self, actor: Actor, data: bytes) -> ImportState:
        begun = await self.coming_in.begin(actor, _pieces(data))
        return await self.coming_in.wait(actor, begun.id, 60)

    async def imported(self, actor: Actor, data: bytes) -> str:
        """The id of the project, read and all."""
        state = await self.into(actor, data)
        assert state.state == "done", state
        assert state.folder is not None
        await self.parts.worker.work()
        await self.parts.reconciler.work()
        return state.folder.id


class PictureReader:
    """Believes of pictures that they are of 2 by 2 points."""

    async def read(self, path: Path, name: str, folder: Path) -> object:
        from chat_app.integrations.files.port import FileRefusedError, ReadFile

        if not path.read_bytes().startswith(b"\x89PNG"):
            raise FileRefusedError("attachment.broken")
        small = folder / "small"
        small.write_bytes(b"small")
        return ReadFile("image", "image/png", width=2, height=2, image=path, thumbnail=small)


async def _pieces(data: bytes) -> AsyncIterator[bytes]:
    for at in range(0, len(data), 10_000):
        yield data[at : at + 10_000]


@pytest.fixture
async def desk(db: Database, tmp_path: Path) -> AsyncIterator[Desk]:
    desk = Desk(db, tmp_path)
    yield desk
    await desk.coming_in.close()
    await desk.parts.close()
