"""The files of a folder of the server. Links are not followed, whatever changes meanwhile: each part of a path is opened for itself."""

from __future__ import annotations

import os
import shutil
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from chat_app.integrations.files.port import FileRefusedError
from chat_app.services.knowledge.unpacking import BY_SYSTEMS

MOST_ENTRIES = 50_000
"""Of a folder with all below it; what comes after is not looked at."""
MOST_FILES = 20_000
DEEPEST = 30
LONGEST = 1_900
SETTLED_SECONDS = 2.0
"""A file that was written to just now may not be whole yet."""
FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
"""How folders are opened: never through a link."""
ON_THE_WAY = getattr(os, "O_PATH", os.O_RDONLY) | os.O_DIRECTORY | os.O_NOFOLLOW
"""How those above are: we need not be allowed to look into them, only to go through them."""
HELD_OPEN = ("~$", ".~lock.")
"""What programs put beside a document that somebody has open."""


@dataclass(slots=True)
class Listing:
    """What is in a folder."""

    marks: dict[str, str] = field(default_factory=dict)
    """By the path within the folder, what tells that a file changed."""
    growing: set[str] = field(default_factory=set)
    """Files that are being written."""
    unread: list[str] = field(default_factory=list)
    """Folders in it that we may not look into."""
    cut: bool = False
    """Whether there is more than we look at."""

    def may_hold(self, path: str) -> bool:
        """Whether a file that was not found may still be there."""
        return self.cut or path in self.growing or any(path.startswith(f"{folder}/") for folder in self.unread)


def list_files(root: Path) -> Listing:
    """All files below a folder; raises `OSError` where it cannot be looked into itself."""
    found, now = Listing(), time.time()
    descriptor = _descend(root)
    try:
        for seen, (path, entry) in enumerate(_entries(descriptor, "", 0, found)):
            if seen >= MOST_ENTRIES or len(found.marks) >= MOST_FILES:
                found.cut = True
                break
            _note(found, path, entry, now)
    finally:
        os.close(descriptor)
    return found


def copy_out(root: Path, path: str, target: Path, most_bytes: int) -> str:
    """Copy a file of a folder to `target`; its mark then. Raises `FileRefusedError`, `OSError` for one that is gone or a link."""
    with os.fdopen(_opened(root, path), "rb") as source:
        about = os.fstat(source.fileno())
        if not stat.S_ISREG(about.st_mode):
            raise FileNotFoundError(path)
        if about.st_size > most_bytes:
            raise FileRefusedError("attachment.too_large", max=most_bytes // 1_000_000)
        with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            shutil.copyfileobj(_Limited(source, about.st_size), file)
        return _mark(about)


class _Limited:
    """A file up to the size that it had: one that grows meanwhile does not grow here."""

    def __init__(self, file: BinaryIO, left: int) -> None:
        self._file = file
        self._left = left

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(self._left if size < 0 else min(size, self._left))
        self._left -= len(data)
        return data


def _entries(folder: int, above: str, depth: int, found: Listing) -> Iterator[tuple[str, os.DirEntry[str]]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            path = f"{above}/{entry.name}" if above else entry.name
            if not _is_ours(entry.name) or entry.is_symlink() or len(path) > LONGEST:
                continue
            yield path, entry
            if entry.is_dir(follow_symlinks=False) and depth < DEEPEST:
                yield from _below(folder, entry.name, path, depth, found)


def _below(folder: int, name: str, path: str, depth: int, found: Listing) -> Iterator[tuple[str, os.DirEntry[str]]]:
    try:
        inner = os.open(name, FOLDER, dir_fd=folder)
    except OSError:
        found.unread.append(path)
        return
    try:
        yield from _entries(inner, path, depth + 1, found)
    finally:
        os.close(inner)


def _note(found: Listing, path: str, entry: os.DirEntry[str], now: float) -> None:
    try:
        about = entry.stat(follow_symlinks=False)
    except OSError:
        return
    if not stat.S_ISREG(about.st_mode):
        return
    if 0 <= now - about.st_mtime < SETTLED_SECONDS:
        found.growing.add(path)
    else:
        found.marks[path] = _mark(about)


def _opened(root: Path, path: str) -> int:
    """A descriptor of a file of a folder."""
    *folders, name = PurePosixPath(path).parts
    here = _descend(root.joinpath(*folders))
    try:
        # A pipe would wait for somebody to write into it.
        return os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=here)
    finally:
        os.close(here)


def _descend(folder: Path) -> int:
    """A descriptor of a folder, opened part by part from the top: what is a link by now leads nowhere, wherever in the path it is."""
    top, *parts = folder.parts
    here = os.open(top, ON_THE_WAY if parts else FOLDER)
    try:
        for place, part in enumerate(parts, 1):
            inner = os.open(part, ON_THE_WAY if place < len(parts) else FOLDER, dir_fd=here)
            os.close(here)
            here = inner
    except OSError:
        os.close(here)
        raise
    return here


def _is_ours(name: str) -> bool:
    """Names that are no text are left out with those that systems hide: no row could keep them."""
    return not name.startswith((".", *HELD_OPEN)) and name not in BY_SYSTEMS and name.isprintable()


def _mark(about: os.stat_result) -> str:
    return f"{about.st_size}-{about.st_mtime_ns}"
