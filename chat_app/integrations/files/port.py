"""The ports to files: a store of blobs named by their content, and a reader of what people attach."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

RESULT = "result.json"
"""Where a process that reads a file leaves what it found."""


@dataclass(frozen=True, slots=True)
class BlobInfo:
    """A blob that is kept. `touched_at` is when it was last put there."""

    sha256: str
    touched_at: datetime


class BlobStore(Protocol):
    """Keeps bytes under their SHA-256 (64 lower-case hex digits): the same content is kept once.

    Unknown names raise `FileNotFoundError`, whatever is behind it; trouble with the disk or the network raises `OSError`.
    """

    async def put(self, source: Path, sha256: str) -> None:
        """Keep the complete file `source`, whose hash the caller has computed; `source` is gone afterwards."""
        ...

    async def read(self, sha256: str) -> bytes:
        """Return a whole blob."""
        ...

    def stream(self, sha256: str) -> AsyncIterator[bytes]:
        """Yield a blob in pieces."""
        ...

    async def delete(self, sha256: str) -> None:
        """Forget a blob; one that is not there is no error."""
        ...

    def list(self) -> AsyncIterator[BlobInfo]:
        """Yield all blobs."""
        ...


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What was found in a file.

    `kind` is "image", "pdf", "office", "text" or "code". Images come with cleaned copies, files of the reader's folder:
    `image` (without metadata, upright), `model_image` (small enough for models; None when `image` is) and `thumbnail`.
    """

    kind: str
    media_type: str
    text: str = ""
    problem: str = ""
    """Key of the sentence that says what could not be read."""
    width: int = 0
    height: int = 0
    image: Path | None = None
    model_image: Path | None = None
    thumbnail: Path | None = None


class FileRefusedError(Exception):
    """This file cannot be taken. `key` names the sentence that says why and what to do; `params` fill it."""

    def __init__(self, key: str, **params: str | int) -> None:
        self.key = key
        self.params = params
        super().__init__(key)


class FileReader(Protocol):
    """Reads files that strangers made."""

    async def read(self, path: Path, name: str, folder: Path) -> ReadFile:
        """Read `path`, which its person calls `name`; derived files go to `folder`. Raises `FileRefusedError`."""
        ...
