"""A file on its way in: written to the disk as it comes, hashed meanwhile, never whole in memory."""

from __future__ import annotations

import asyncio
import hashlib
import os
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from chat_app.services.kernel.ids import new_id

BUFFER = 512 * 1024
PIECE = 1024 * 1024


@asynccontextmanager
async def work_folder(folder: Path) -> AsyncIterator[Path]:
    """A folder of its own below `folder`, gone afterwards with all that is in it."""
    made = folder / f"{new_id()}.work"
    await asyncio.to_thread(made.mkdir, parents=True, mode=0o700)
    try:
        yield made
    finally:
        await asyncio.to_thread(shutil.rmtree, made, ignore_errors=True)


async def write_pieces(path: Path, pieces: AsyncIterator[bytes], check: Callable[[int], None], *, append: bool = False) -> int:
    """Write what comes to `path`; the bytes written. `check(bytes so far)` is called before each write and may raise.

    What came before an error stays in the file.
    """
    file = await asyncio.to_thread(_open, path, append=append)
    waiting, written = bytearray(), 0
    try:
        async for piece in pieces:
            # Only what passes the check is written, also when it is written at the end.
            check(written + len(waiting) + len(piece))
            waiting += piece
            if len(waiting) >= BUFFER:
                written += await asyncio.to_thread(file.write, bytes(waiting))
                waiting.clear()
    finally:
        written += await asyncio.to_thread(file.write, bytes(waiting))
        await asyncio.to_thread(file.close)
    return written


def _open(path: Path, *, append: bool):  # noqa: ANN202  (a binary file)
    flags = os.O_WRONLY | os.O_CREAT | (os.O_APPEND if append else os.O_EXCL)
    return os.fdopen(os.open(path, flags, 0o600), "ab" if append else "wb", buffering=0)


def sha256_of(path: Path) -> str:
    """The hash of a file's content, as hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
