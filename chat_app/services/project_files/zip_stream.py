"""A ZIP that goes out while it is written: nothing of it lies anywhere."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo


class _Outlet:
    """What `ZipFile` writes to; it cannot be gone back in, so sizes stand behind each member."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """There is nothing below."""

    def taken(self) -> bytes:
        out, self._pieces = b"".join(self._pieces), []
        return out


class ZipStream:
    """Give it a member after the other, and hand on what comes; then `end`."""

    def __init__(self) -> None:
        self._outlet = _Outlet()
        self._zip = ZipFile(self._outlet, "w", ZIP_DEFLATED)  # type: ignore[arg-type]

    async def member(self, name: str, pieces: AsyncIterator[bytes], *, packed: bool = True) -> AsyncIterator[bytes]:
        """One member; `packed`: whether it gets smaller by packing."""
        entry = ZipInfo(name)
        entry.compress_type = ZIP_DEFLATED if packed else ZIP_STORED
        with self._zip.open(entry, "w", force_zip64=True) as target:
            async for piece in pieces:
                await asyncio.to_thread(target.write, piece)
                if out := self._outlet.taken():
                    yield out
        yield self._outlet.taken()

    def end(self) -> bytes:
        """The directory of it."""
        self._zip.close()
        return self._outlet.taken()
