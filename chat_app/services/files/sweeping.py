"""What nobody uses any more is forgotten: files never sent, uploads never finished, blobs of deleted chats."""

from __future__ import annotations

import asyncio
import logging
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from chat_app.db import Database
from chat_app.integrations.files.port import BlobStore
from chat_app.services.files import queries
from chat_app.services.files.service import FileService
from chat_app.services.kernel.clock import Clock, utc_now

logger = logging.getLogger(__name__)

KEEP_UNSENT = timedelta(hours=24)
KEEP_LOOSE_BLOBS = timedelta(hours=1)
"""A blob is written before its row: younger ones may belong to a file that is being taken in."""


class FileSweeper:
    """For the scheduled job."""

    def __init__(self, db: Database, blobs: BlobStore, files: FileService, clock: Clock = utc_now) -> None:
        self._db = db
        self._blobs = blobs
        self._files = files
        self._clock = clock

    async def sweep(self) -> int:
        """Delete what is due; how many blobs went."""
        before = self._clock() - KEEP_UNSENT
        await self._db.write(lambda session: (queries.delete_unsent(session, before), queries.delete_uploads(session, before)))
        await self._sweep_folder(before)
        return await self._sweep_blobs(self._clock() - KEEP_LOOSE_BLOBS)

    async def _sweep_folder(self, before: datetime) -> None:
        living = await self._db.read(queries.list_upload_ids)
        await asyncio.to_thread(_delete_stale, self._files.folder, living, before)

    async def _sweep_blobs(self, before: datetime) -> int:
        old = [blob.sha256 async for blob in self._blobs.list() if blob.touched_at < before]
        if not old:
            return 0
        async with self._files.blobs_lock:
            used = await self._db.read(queries.list_used_blobs)
            loose = [sha256 for sha256 in old if sha256 not in used]
            for sha256 in loose:
                await self._blobs.delete(sha256)
        return len(loose)


def _delete_stale(folder: Path, living: set[str], before: datetime) -> None:
    """Work folders and pieces that a killed process left, and texts that another app shared and nobody fetched."""
    for path in folder.glob("*"):
        if path.stem in living or datetime.fromtimestamp(path.stat().st_mtime, UTC) > before:
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
