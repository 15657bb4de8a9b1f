"""The files' services on a real database and a real disk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from chat_app.db import Database
from chat_app.integrations.files.disk_blobs import DiskBlobs
from chat_app.integrations.files.port import ReadFile
from chat_app.integrations.files.worker import read_file
from chat_app.services.chat.relay_parts import RelayParts
from chat_app.services.chat.turns import TurnService
from chat_app.services.files.dto import Attachment, FileLimits
from chat_app.services.files.service import FileService
from chat_app.services.files.shares import ShareInbox
from chat_app.services.files.sweeping import FileSweeper
from chat_app.services.files.turn_files import TurnFiles
from chat_app.services.files.uploads import UploadService
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import utc_now
from tests.services.chat.conftest import Chat, make_chat, make_user

LIMITS = FileLimits(file_bytes=2_000_000, message_bytes=3_000_000, message_files=5, storage_bytes=20_000_000)


class Clock:
    """The present, and later."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return utc_now() + self.ahead


async def in_pieces(content: bytes, size: int = 65_536) -> AsyncIterator[bytes]:
    for start in range(0, len(content), size):
        yield content[start : start + size]


class ReaderHere:
    """Reads in this process, which is quicker to start; tests/integrations/files show the one of the server."""

    async def read(self, path: Path, name: str, folder: Path) -> ReadFile:
        return await asyncio.to_thread(read_file, path, name, folder)


@dataclass
class Desk:
    """All services of files, and what tests do with them all the time."""

    db: Database
    folder: Path
    actor: Actor
    clock: Clock
    files: FileService
    uploads: UploadService
    inbox: ShareInbox
    sweeper: FileSweeper
    turn_files: TurnFiles
    blobs: DiskBlobs

    async def add(self, content: bytes = b"Some words.", name: str = "note.txt", conversation_id: str = "") -> Attachment:
        return await self.files.add(self.actor, in_pieces(content), name, conversation_id)

    async def bytes_of(self, attachment_id: str, *, thumbnail: bool = False) -> bytes:
        _, pieces = await self.files.content(self.actor, attachment_id, thumbnail=thumbnail)
        return b"".join([piece async for piece in pieces])

    async def kept(self) -> set[str]:
        return {blob.sha256 async for blob in self.blobs.list()}

    def left_over(self) -> list[str]:
        """What lies in the folder of uploads."""
        return sorted(path.name for path in (self.folder / "uploads").glob("*"))


@pytest.fixture
def desk(db: Database, tmp_path: Path) -> Desk:
    clock, blobs = Clock(), DiskBlobs(tmp_path / "blobs")
    files = FileService(db, blobs, ReaderHere(), tmp_path / "uploads", LIMITS, clock)
    return Desk(
        db,
        tmp_path,
        make_user(db),
        clock,
        files,
        UploadService(db, files, clock),
        ShareInbox(files),
        FileSweeper(db, blobs, files, clock),
        TurnFiles(db, blobs, LIMITS),
        blobs,
    )


@pytest.fixture
async def chat(desk: Desk) -> AsyncIterator[Chat]:
    """A chat of the same person, whose turns know files."""
    chat = make_chat(desk.db, desk.actor)
    turns = chat.turns
    chat.runner.relay.parts = RelayParts(chat.model, files=desk.turn_files)
    chat.turns = TurnService(chat.db, chat.hub, chat.changes, chat.runner, chat.messages, chat.model, None, files=desk.turn_files)
    chat.model.card = replace(chat.model.card, vision=True)
    yield chat
    await chat.turns.close()
    await turns.close()
