"""Draws pages of PDFs, and pictures, for the viewer, each in a process of its own, and tells where the words of a page stand."""

from __future__ import annotations

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

from chat_app.integrations.files.port import FileRefusedError
from chat_app.integrations.files.worker_process import absolute, run_worker, worker_result
from chat_app.integrations.reading.port import DrawnPage, Word

AT_ONCE = 2
WALL_SECONDS = 30.0
WIDEST = 2_400
PICTURE = "page.png"
WORKER = "chat_app.integrations.reading.page_worker"


class PageRenderer:
    """Starts `page_worker.py` for each page, a few at a time. What it draws is its caller's to keep."""

    def __init__(self, *, at_once: int = AT_ONCE, wall_seconds: float = WALL_SECONDS) -> None:
        self._places = asyncio.Semaphore(at_once)
        self._wall_seconds = wall_seconds

    async def draw(self, path: Path, page: int, width: int) -> DrawnPage:
        """Draw a page, from 1, so many pixels wide; width 0 asks for its words alone.

        Raises `FileRefusedError` where the file is no PDF or picture that can be read, or has no such page.
        """
        folder = await asyncio.to_thread(TemporaryDirectory, prefix="parley-page-")
        try:
            wanted = str(max(0, min(width, WIDEST)))
            async with self._places:
                await run_worker(WORKER, [absolute(path), folder.name, str(page), wanted], wall_seconds=self._wall_seconds)
            return await asyncio.to_thread(_result, Path(folder.name))
        finally:
            await asyncio.to_thread(folder.cleanup)


def _result(folder: Path) -> DrawnPage:
    words = worker_result(folder)["words"]
    picture = folder / PICTURE
    try:
        drawn = picture.read_bytes() if picture.is_file() else b""
        return DrawnPage(drawn, tuple(Word(*word) for word in words))
    except (OSError, ValueError, TypeError) as error:
        raise FileRefusedError("attachment.too_complex") from error
