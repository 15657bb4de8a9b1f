"""The folder of one generation: its shard, and a note of what it is."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TextIO

from chat_app.integrations.durable import sync, sync_folder, write_safely

FORMAT = 1
"""Changes when shards are laid out anew: older ones are made again from the database."""
NOTE, SHARD, LOCK = "generation.json", "shard", ".lock"


class Shelf:
    """What is at `folder`: `…/shard` with the note beside it. A folder that is not there yet is an empty shelf."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.shard = folder / SHARD
        self._new = folder.with_name(f"{folder.name}.new")
        self._broken = folder.with_name(f"{folder.name}.broken")
        self._foreign = folder.with_name(f"{folder.name}.foreign")
        self._lock = folder.with_name(f"{folder.name}{LOCK}")

    @property
    def to_fill(self) -> bool:
        """Whether its shard began empty and nobody has taken note of that."""
        return not self._note().get("noted", False)

    def fits(self, dimensions: int | None) -> bool:
        """Whether there is a shard of this form."""
        note = self._note()
        return self.shard.is_dir() and (note.get("format"), note.get("dimensions", -1)) == (FORMAT, dimensions)

    def take(self) -> TextIO:
        """Keep other processes off for as long as the file returned is open; raises `BlockingIOError`.

        The library has a lock of its own, but takes it after it has read the shard's files: what another process writes
        in between would be lost.
        """
        self.folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = self._lock.open("a")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            raise
        return lock

    def noted(self) -> None:
        """Whoever fills it knows; what was broken before is of no use any more."""
        write_safely(self.folder / NOTE, json.dumps({**self._note(), "noted": True}))
        shutil.rmtree(self._broken, ignore_errors=True)

    def clear_up(self) -> None:
        """Remove what a process left behind that died while it made a shard."""
        shutil.rmtree(self._new, ignore_errors=True)

    def put_aside(self) -> None:
        """Make room. Our own broken shard is kept until the new one is filled; what is not ours stays until its person takes it away."""
        if not self.folder.exists():
            return
        ours = bool(self._note())
        target = self._broken if ours else _free(self._foreign)
        if ours:
            shutil.rmtree(target, ignore_errors=True)
        self.folder.rename(target)

    @contextmanager
    def making(self, dimensions: int | None) -> Iterator[Path]:
        """Give a folder for a new shard, which is on the shelf when the block ends well, and not at all otherwise."""
        (self._new / SHARD).mkdir(parents=True)
        yield self._new / SHARD
        write_safely(self._new / NOTE, json.dumps({"format": FORMAT, "dimensions": dimensions, "noted": False}))
        self._new.rename(self.folder)
        sync_folder(self.folder.parent)

    def sync_log(self) -> None:
        """Bring the log of changes to the disk: a shard that is opened again makes up from it for what its other files miss."""
        _sync_all(self.shard / "wal")

    def sync_all(self) -> None:
        """Bring all of the shard's files to the disk. A flush has little left to write then."""
        _sync_all(self.shard)

    def _note(self) -> dict[str, Any]:
        try:
            note = json.loads((self.folder / NOTE).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return note if isinstance(note, dict) else {}


def _sync_all(folder: Path) -> None:
    for path in (*folder.rglob("*"), folder):
        # Files come and go while the shard is in use; one that is gone is not missed.
        with suppress(FileNotFoundError):
            if path.is_file() or os.name == "posix":
                sync(path)


def _free(path: Path) -> Path:
    """A name like this that nothing has yet."""
    number = 1
    while (free := path.with_name(f"{path.name}{number}")).exists():
        number += 1
    return free
