"""A reader with a folder to work in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from chat_app.integrations.files.port import ReadFile
from chat_app.integrations.files.process_reader import ProcessReader

Read = Callable[..., Awaitable[ReadFile]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads bytes, or a file of the corpus, as the server does: in a process of its own."""
    reader = ProcessReader()

    async def read(content: bytes | Path, name: str = "file") -> ReadFile:
        folder = tmp_path / "work"
        folder.mkdir()
        path = tmp_path / "original"
        path.write_bytes(content if isinstance(content, bytes) else content.read_bytes())
        return await reader.read(path, name, folder)

    return read
