"""Reads each file in a process of its own, which may die without harm to anybody else."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from chat_app.integrations.files.port import ReadFile
from chat_app.integrations.files.worker_process import absolute, run_worker, worker_result

AT_ONCE = 2
WALL_SECONDS = 75.0
WORKER = "chat_app.integrations.files.worker"


class ProcessReader:
    """Starts `worker.py` for each file, a few at a time; see `FileReader`. The process knows no secret and no network."""

    def __init__(self, *, at_once: int = AT_ONCE, wall_seconds: float = WALL_SECONDS) -> None:
        self._places = asyncio.Semaphore(at_once)
        self._wall_seconds = wall_seconds

    async def read(self, path: Path, name: str, folder: Path) -> ReadFile:
        async with self._places:
            await self._run(path, name, folder)
        return await asyncio.to_thread(_result, folder)

    async def _run(self, path: Path, name: str, folder: Path) -> None:
        await run_worker(WORKER, [absolute(path), absolute(folder), name], wall_seconds=self._wall_seconds)


def _result(folder: Path) -> ReadFile:
    fields: dict[str, Any] = worker_result(folder)["file"]
    for name in ("image", "model_image", "thumbnail"):
        # Only names within its own folder are taken from it.
        fields[name] = folder / Path(fields[name]).name if fields[name] else None
    return ReadFile(**fields)
