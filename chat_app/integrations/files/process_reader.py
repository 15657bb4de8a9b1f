"""Reads each file in a process of its own, which may die without harm to anybody else."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from chat_app.integrations.files.port import RESULT, FileRefusedError, ReadFile

AT_ONCE = 2
WALL_SECONDS = 75.0
MAX_RESULT = 30_000_000
PROJECT = Path(__file__).resolve().parents[3]
ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "PYTHONDONTWRITEBYTECODE": "1",
    "MALLOC_ARENA_MAX": "2",
    "OPENBLAS_NUM_THREADS": "1",
}


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
        process = await asyncio.create_subprocess_exec(
            *_command(path, folder, name),
            cwd=PROJECT,
            env=ENVIRONMENT,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            async with asyncio.timeout(self._wall_seconds):
                await process.wait()
        except TimeoutError:
            raise FileRefusedError("attachment.too_complex") from None
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()


def _command(path: Path, folder: Path, name: str) -> list[str]:
    return [sys.executable, "-m", "chat_app.integrations.files.worker", str(path.resolve()), str(folder.resolve()), name.replace("\0", "")]


def _result(folder: Path) -> ReadFile:
    """What the process left; one that was killed left nothing."""
    path = folder / RESULT
    if not path.is_file() or path.stat().st_size > MAX_RESULT:
        raise FileRefusedError("attachment.too_complex")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if "refused" in found:
        raise FileRefusedError(found["refused"], **found["params"])
    fields: dict[str, Any] = found["file"]
    for name in ("image", "model_image", "thumbnail"):
        # Only names within its own folder are taken from it.
        fields[name] = folder / Path(fields[name]).name if fields[name] else None
    return ReadFile(**fields)
