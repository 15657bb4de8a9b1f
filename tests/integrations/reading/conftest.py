"""A reader of documents with a folder to work in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from chat_app.integrations.reading.port import ParsedDocument
from chat_app.integrations.reading.process_reader import ProcessDocumentReader

Read = Callable[..., Awaitable[ParsedDocument]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads bytes as the server does: in a process of its own."""

    async def read(content: bytes, name: str = "file", **options: float) -> ParsedDocument:
        folder = tmp_path / "work"
        folder.mkdir()
        path = tmp_path / "original"
        path.write_bytes(content)
        return await ProcessDocumentReader(**options).read(path, name, folder)  # type: ignore[arg-type]

    return read
