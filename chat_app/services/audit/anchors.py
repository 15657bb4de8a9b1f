"""Where the chain ended, day by day, outside the database: whoever cuts its end off would have to cut this file too."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path


class AnchorFile:
    """A line per anchor: time, number of the last entry, its hash."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def append(self, now: datetime, seq: int, digest: str) -> None:
        """Add a line; the file is its owner's alone."""
        descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(f"{now.isoformat(timespec='seconds')} {seq} {digest}\n")

    def read(self) -> dict[int, str]:
        """The hashes by number; lines that are none of ours are passed over."""
        try:
            lines = self._path.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return {}
        parts = [line.split() for line in lines]
        return {int(part[1]): part[2] for part in parts if len(part) == 3 and part[1].isdigit()}
