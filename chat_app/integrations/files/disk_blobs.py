"""Blobs as files below one folder: `ab/cdef…`, readable by their owner only, complete or not there at all."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

from chat_app.integrations.durable import sync
from chat_app.integrations.files.port import BlobInfo

PIECE = 256 * 1024
SHA256 = re.compile(r"[0-9a-f]{64}")


class DiskBlobs:
    """A folder of blobs on a local disk; see `BlobStore`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def put(self, source: Path, sha256: str) -> None:
        await asyncio.to_thread(self._put, source, self._path(sha256))

    async def read(self, sha256: str) -> bytes:
        return await asyncio.to_thread(self._path(sha256).read_bytes)

    async def stream(self, sha256: str) -> AsyncIterator[bytes]:
        file = await asyncio.to_thread(self._path(sha256).open, "rb")
        try:
            while piece := await asyncio.to_thread(file.read, PIECE):
                yield piece
        finally:
            file.close()

    async def delete(self, sha256: str) -> None:
        await asyncio.to_thread(self._path(sha256).unlink, missing_ok=True)

    async def list(self) -> AsyncIterator[BlobInfo]:
        for info in await asyncio.to_thread(self._list):
            yield info

    def _path(self, sha256: str) -> Path:
        if not SHA256.fullmatch(sha256):
            raise FileNotFoundError(sha256)
        return self._folder / sha256[:2] / sha256[2:]

    def _put(self, source: Path, target: Path) -> None:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        source.chmod(0o600)
        sync(source)
        # Also where the same content is there already: it becomes new, so that no sweeper takes it meanwhile.
        source.replace(target)
        os.utime(target)
        for folder in (target.parent, self._folder):
            sync(folder)

    def _list(self) -> list[BlobInfo]:
        found: list[BlobInfo] = []
        for path in self._folder.glob("??/*"):
            name = path.parent.name + path.name
            try:
                touched_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            except FileNotFoundError:
                continue
            if SHA256.fullmatch(name):
                found.append(BlobInfo(name, touched_at))
        return found
