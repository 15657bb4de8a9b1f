"""The ZIP of a project as a stranger hands it in: counted before anything of it is read, and never written anywhere by its names."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import orjson

from chat_app.services.kernel.texts import is_storable
from chat_app.services.project_files import form
from chat_app.services.project_files.errors import (
    BrokenProjectFileError,
    NewerProjectFileError,
    NoProjectFileError,
    TooLargeProjectFileError,
)
from chat_app.services.project_files.names import leads_out

MAX_MEMBERS = 50_000
MAX_DIRECTORY = 25_000_000
MAX_ROWS = 1_000_000_000
"""Bytes of all lines and texts together."""
MAX_RATIO = 200
SMALL = 10_000_000
"""Below this no ratio matters."""
LONGEST_LINE = 2_000_000
LONGEST_OF_CHATS = 16_000_000
"""Answers and the texts of attached files are lines of chats."""
LONGEST_TEXT = 45_000_000
MAX_MANIFEST = 100_000
_END, _LOCATOR, _MEMBER = b"PK\x05\x06", b"PK\x06\x07", b"PK\x01\x02"
BROKEN = (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, RuntimeError, ValueError, zlib.error)


class ProjectArchive:
    """What lies in a ZIP. Reads block: not on the event loop."""

    def __init__(self, path: Path, most_bytes: int) -> None:
        """Raises `NoProjectFileError`, `NewerProjectFileError`, `TooLargeProjectFileError`, `BrokenProjectFileError`.

        `most_bytes`: how much the files in it may be together.
        """
        _check_end(path)
        try:
            self._zip = zipfile.ZipFile(path)
        except BROKEN as error:
            raise NoProjectFileError from error
        try:
            self._sizes = _checked_sizes(self._zip.infolist(), path.stat().st_size, most_bytes)
            self._check_manifest()
        except BaseException:
            self._zip.close()
            raise

    def close(self) -> None:
        self._zip.close()

    def size_of(self, name: str) -> int:
        """In bytes; 0 for what is not there."""
        return self._sizes.get(name, 0)

    def lines(self, name: str) -> Iterator[dict[str, object]]:
        """The rows of a member, one after the other."""
        if name not in self._sizes:
            return
        number, longest = 0, LONGEST_OF_CHATS if name == form.CHATS else LONGEST_LINE
        try:
            with self._zip.open(name) as file:
                while data := file.readline(longest + 1):
                    number += 1
                    yield _row(data, longest)
        except BROKEN as error:
            raise BrokenProjectFileError(f"{name}, {number}") from error

    def text(self, name: str) -> str:
        """All of a text; empty for one that is not there."""
        if name not in self._sizes:
            return ""
        try:
            text = self._bytes(name, LONGEST_TEXT).decode()
        except BROKEN as error:
            raise BrokenProjectFileError(name) from error
        if "\0" in text:
            raise BrokenProjectFileError(name)
        return text

    def pieces(self, name: str, size: int) -> Iterator[bytes]:
        """The bytes of a file."""
        try:
            with self._zip.open(name) as file:
                while piece := file.read(size):
                    yield piece
        except BROKEN as error:
            raise BrokenProjectFileError(name) from error

    def _check_manifest(self) -> None:
        try:
            found = orjson.loads(self._bytes(form.MANIFEST, MAX_MANIFEST))
        except (*BROKEN, KeyError) as error:
            raise NoProjectFileError from error
        if not isinstance(found, dict) or found.get("format") != form.FORMAT or not isinstance(found.get("version"), int):
            raise NoProjectFileError
        if found["version"] > form.VERSION:
            raise NewerProjectFileError

    def _bytes(self, name: str, most: int) -> bytes:
        with self._zip.open(name) as file:
            data = file.read(most + 1)
        if len(data) > most:
            raise TooLargeProjectFileError
        return data


def _row(data: bytes, longest: int) -> dict[str, object]:
    if len(data) > longest:
        raise TooLargeProjectFileError
    found = orjson.loads(data)
    if not isinstance(found, dict) or not is_storable(found):
        raise ValueError("no row that could be kept")
    return found


def _check_end(path: Path) -> None:
    """The directory of a million members is not even read; what says its sizes elsewhere (ZIP64) is larger than we take."""
    with path.open("rb") as file:
        file.seek(-min(path.stat().st_size, 65_557), 2)
        begin, tail = file.tell(), file.read()
        at = tail.rfind(_END)
        if at < 0 or len(tail) < at + 22:
            raise NoProjectFileError
        size = int.from_bytes(tail[at + 12 : at + 16], "little")
        if size > MAX_DIRECTORY or _LOCATOR in tail[max(0, at - 20) : at]:
            raise TooLargeProjectFileError
        # The count that the record gives has 16 bits only, and need not be true.
        file.seek(max(0, begin + at - size))
        if file.read(size).count(_MEMBER) > MAX_MEMBERS:
            raise TooLargeProjectFileError


def _checked_sizes(members: list[zipfile.ZipInfo], packed: int, most_bytes: int) -> dict[str, int]:
    names = [member.filename for member in members]
    if len(names) > MAX_MEMBERS:
        raise TooLargeProjectFileError
    if any(map(leads_out, names)) or len(set(names)) < len(names):
        raise BrokenProjectFileError(next((name for name in names if leads_out(name)), "ZIP")[:100])
    if any(each.flag_bits & 1 or each.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for each in members):
        raise NoProjectFileError
    sizes = {member.filename: member.file_size for member in members}
    files = sum(size for name, size in sizes.items() if name.startswith(("documents/", "files/")))
    unpacked = sum(sizes.values())
    if files > most_bytes or unpacked - files > MAX_ROWS or (unpacked > SMALL and unpacked > MAX_RATIO * packed):
        raise TooLargeProjectFileError
    return sizes
