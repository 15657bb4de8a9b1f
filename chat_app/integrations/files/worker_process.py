"""Starts the processes that read strangers' files, which may die without harm to anybody else."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from chat_app.integrations.files.port import RESULT, FileRefusedError

MAX_RESULT = 30_000_000
PROJECT = Path(__file__).resolve().parents[3]
ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "PYTHONDONTWRITEBYTECODE": "1",
    "MALLOC_ARENA_MAX": "2",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_THREAD_LIMIT": "1",
}
"""All that such a process knows of ours: no secret, no address."""


def absolute(path: Path) -> str:
    """A path as the process knows it, which works in a folder of its own."""
    return str(path.absolute())


async def run_worker(module: str, arguments: Sequence[str], *, wall_seconds: float) -> None:
    """Run `python -m module`, and kill it when it takes too long or its caller is cancelled.

    Raises `FileRefusedError` when the time is over.
    """
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module, *(argument.replace("\0", "") for argument in arguments)),
        cwd=PROJECT,
        env=ENVIRONMENT,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(wall_seconds):
            await process.wait()
    except TimeoutError:
        raise FileRefusedError("attachment.too_complex") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


def worker_result(folder: Path) -> dict[str, Any]:
    """What a process left in its folder; one that was killed left nothing. Raises `FileRefusedError` as the process says."""
    path = folder / RESULT
    if not path.is_file() or path.stat().st_size > MAX_RESULT:
        raise FileRefusedError("attachment.too_complex")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if "refused" in found:
        raise FileRefusedError(found["refused"], **found["params"])
    return found
