"""Pages that were drawn last, in memory: nothing of a document that goes stays on the disk."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable

from chat_app.integrations.reading.port import DrawnPage

ROOM = 48_000_000
"""Bytes of all pictures together: some two hundred pages."""
WORD = 200
"""Bytes that a word takes, about."""

Key = tuple[str, int, int]
"""Hash of the file, page, width in pixels."""


class DrawnPages:
    """Draws each page once, however many ask at the same time. Belongs to the event loop."""

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._kept: OrderedDict[Key, DrawnPage] = OrderedDict()
        self._drawing: dict[Key, asyncio.Task[DrawnPage]] = {}
        self._size = 0

    async def get(self, key: Key, draw: Callable[[], Awaitable[DrawnPage]]) -> DrawnPage:
        """The page as it is kept, or as it is drawn now; what `draw` raises is not kept."""
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        if key not in self._drawing:
            self._drawing[key] = asyncio.create_task(self._draw(key, draw))
        # Others may wait for the same page: one who goes away does not take it from them.
        return await asyncio.shield(self._drawing[key])

    async def close(self) -> None:
        """Stop what is being drawn."""
        going = list(self._drawing.values())
        for task in going:
            task.cancel()
        await asyncio.gather(*going, return_exceptions=True)

    async def _draw(self, key: Key, draw: Callable[[], Awaitable[DrawnPage]]) -> DrawnPage:
        try:
            drawn = await draw()
        finally:
            del self._drawing[key]
        self._keep(key, drawn)
        return drawn

    def _keep(self, key: Key, drawn: DrawnPage) -> None:
        self._kept[key] = drawn
        self._size += _size(drawn)
        while self._size > self._room:
            _, gone = self._kept.popitem(last=False)
            self._size -= _size(gone)


def _size(drawn: DrawnPage) -> int:
    return len(drawn.picture) + WORD * len(drawn.words)
