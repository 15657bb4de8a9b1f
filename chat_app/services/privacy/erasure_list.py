"""Who was erased, outside the database: a restored backup brings rows back, and this list takes them away again."""

from __future__ import annotations

import hashlib
import os
from datetime import datetime
from pathlib import Path

LENGTH = 64


def subject_hash(user_id: str) -> str:
    """What stands for a person who is gone."""
    return hashlib.sha256(user_id.encode()).hexdigest()


class ErasureList:
    """A line per account: time, SHA-256 of its id."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def append(self, now: datetime, digest: str) -> None:
        """Add a line and see it on the disk; the file is its owner's alone."""
        if digest in self.read():
            return
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(f"{now.isoformat(timespec='seconds')} {digest}\n")
            file.flush()
            os.fsync(file.fileno())

    def read(self) -> set[str]:
        """The hashes; lines that are none of ours are passed over."""
        try:
            lines = self._path.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return set()
        return {line.split()[-1] for line in lines if line.split() and len(line.split()[-1]) == LENGTH}
