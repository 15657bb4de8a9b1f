"""The generations that are kept in folders, and the file that says which of them serves."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from chat_app.integrations.durable import write_safely
from chat_app.integrations.vectors.edge_index import OPEN_SECONDS, EdgeIndex
from chat_app.integrations.vectors.shapes import file_name
from chat_app.integrations.vectors.shelf import LOCK, NOTE

SERVING = "serving"


class EdgeIndexes:
    """See `VectorIndexes`. Each generation that is open has a process: one that is filled does not hold up the one that serves."""

    def __init__(self, folder: Path, *, patience: float = OPEN_SECONDS) -> None:
        """Everything is kept below `folder`, which is made when it is needed. `patience`: seconds to wait for another process to let go."""
        self._folder = folder
        self._patience = patience
        self._open: dict[str, EdgeIndex] = {}
        self._turn = asyncio.Lock()

    async def open(self, generation: str, dimensions: int | None) -> EdgeIndex:
        async with self._turn:
            index = self._open.get(generation)
            if index is not None and index.dimensions == dimensions:
                return index
            if index is not None:
                await self._closed(generation)
            await asyncio.to_thread(self._folder.mkdir, mode=0o700, parents=True, exist_ok=True)
            index = EdgeIndex(generation, dimensions, self._folder / file_name(generation))
            await self._opened(index)
            self._open[generation] = index
            return index

    async def serving(self) -> str | None:
        return await asyncio.to_thread(self._serving)

    async def serve(self, generation: str) -> None:
        await asyncio.to_thread(self._folder.mkdir, mode=0o700, parents=True, exist_ok=True)
        await asyncio.to_thread(write_safely, self._folder / SERVING, generation)

    async def keep_only(self, generations: Collection[str]) -> None:
        async with self._turn:
            for generation in [name for name in self._open if name not in generations]:
                await self._closed(generation)
            await asyncio.to_thread(self._remove_all_but, {file_name(name) for name in generations})

    async def close(self) -> None:
        async with self._turn:
            for generation in list(self._open):
                await self._closed(generation)

    async def _opened(self, index: EdgeIndex) -> None:
        try:
            await index.open(self._patience)
        except BaseException:
            await index.close()
            raise

    async def _closed(self, generation: str) -> None:
        await self._open.pop(generation).close()

    def _serving(self) -> str | None:
        with suppress(OSError):
            return (self._folder / SERVING).read_text(encoding="utf-8") or None
        return None

    def _remove_all_but(self, names: set[str]) -> None:
        """Only what we made: folders with our note, and what is left of them."""
        for path in self._folder.iterdir() if self._folder.is_dir() else ():
            if (path / NOTE).is_file() and path.name.removesuffix(".broken") not in names:
                shutil.rmtree(path)
            elif path.suffix == LOCK and path.stem not in names:
                path.unlink()
