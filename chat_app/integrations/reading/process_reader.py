"""Reads each document in a process of its own; what it found comes back as a text and its layout."""

from __future__ import annotations

import asyncio
from pathlib import Path

from chat_app.integrations.files.port import FileRefusedError
from chat_app.integrations.files.worker_process import absolute, run_worker, worker_result
from chat_app.integrations.reading.layout import LayoutError, from_bytes
from chat_app.integrations.reading.port import ParsedDocument
from chat_app.integrations.reading.recognition import PICTURES, recognise, tesseract_path

AT_ONCE = 2
WALL_SECONDS = 150.0
WORKER = "chat_app.integrations.reading.worker"
TEXT, LAYOUT = "text", "layout"
"""Files that the process leaves in its folder."""


class ProcessDocumentReader:
    """Starts `worker.py` for each document, a few at a time; see `DocumentReader`."""

    def __init__(self, *, at_once: int = AT_ONCE, wall_seconds: float = WALL_SECONDS) -> None:
        self._places = asyncio.Semaphore(at_once)
        self._wall_seconds = wall_seconds

    async def read(self, path: Path, name: str, folder: Path) -> ParsedDocument:
        async with self._places:
            await run_worker(WORKER, [absolute(path), absolute(folder), name], wall_seconds=self._wall_seconds)
            try:
                return await asyncio.to_thread(_result, folder)
            except FileRefusedError as refusal:
                if refusal.key not in PICTURES or not tesseract_path():
                    raise
                return await recognise(path, folder)


def _result(folder: Path) -> ParsedDocument:
    worker_result(folder)
    try:
        text = (folder / TEXT).read_bytes().decode()
        return from_bytes(text, (folder / LAYOUT).read_bytes())
    except (OSError, UnicodeDecodeError, LayoutError) as error:
        raise FileRefusedError("attachment.too_complex") from error
