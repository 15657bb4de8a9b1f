"""Where exports of own data wait to be fetched: a folder that only the server reads."""

from __future__ import annotations

import os
from pathlib import Path


class ExportFolder:
    """A ZIP per export, `<id>.zip`; `<id>.part` while it is written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def begin(self, export_id: str) -> Path:
        """An empty file to write into, its owner's alone."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self.folder / f"{export_id}.part"
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        return path

    def finish(self, export_id: str) -> int:
        """Let the complete file be found; its size in bytes."""
        path = self.path(export_id)
        (self.folder / f"{export_id}.part").replace(path)
        return path.stat().st_size

    def path(self, export_id: str) -> Path:
        return self.folder / f"{export_id}.zip"

    def paths_of(self, export_id: str) -> list[Path]:
        """All that an export may have left."""
        return [self.folder / f"{export_id}.zip", self.folder / f"{export_id}.part"]

    def keep_only(self, export_ids: set[str]) -> int:
        """Delete the files of exports that are no more; how many went."""
        loose = [path for path in self.folder.glob("*") if path.suffix in {".zip", ".part"} and path.stem not in export_ids]
        for path in loose:
            path.unlink(missing_ok=True)
        return len(loose)
