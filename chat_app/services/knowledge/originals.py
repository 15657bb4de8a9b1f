"""The files of documents as blobs: put away, and taken out again to be read."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sqlmodel import Session

from chat_app.db import Database
from chat_app.integrations.files.port import BlobStore
from chat_app.services.files.incoming import write_pieces
from chat_app.services.files.service import FileService

T = TypeVar("T")


class Originals:
    """Blobs and the rows that stand for them are made together, so that no sweeper comes in between."""

    def __init__(self, db: Database, blobs: BlobStore, files: FileService) -> None:
        self._db = db
        self._blobs = blobs
        self._files = files

    @property
    def folder(self) -> Path:
        """Where files lie while something is done with them."""
        return self._files.folder

    async def put(self, path: Path, sha256: str, change: Callable[[Session], T]) -> T:
        """Keep a file, which is gone afterwards, and write the rows that say whose it is."""
        async with self._files.blobs_lock:
            await self._blobs.put(path, sha256)
            return await self._db.write(change)

    async def take_out(self, sha256: str, path: Path) -> Path:
        """Copy a blob to `path`; raises `FileNotFoundError`."""
        await asyncio.to_thread(path.parent.mkdir, parents=True, exist_ok=True)
        await write_pieces(path, self._blobs.stream(sha256), lambda _size: None)
        return path
