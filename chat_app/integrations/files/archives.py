"""Archives that strangers made: what they hold is counted before anything is unpacked."""

from __future__ import annotations

import zipfile
from pathlib import Path

from chat_app.integrations.files.port import FileRefusedError

MAX_MEMBERS = 10_000
MAX_UNPACKED = 200_000_000
MAX_RATIO = 100
SMALL = 10_000_000
"""Below this no ratio matters: an empty spreadsheet shrinks well."""
XML_HEAD = 4_096


def checked_archive(path: Path) -> zipfile.ZipFile:
    """Open a ZIP whose members are few, not too large and not encrypted; raises `FileRefusedError`.

    The sizes are those that the archive declares: reading a member ends there, whatever follows.
    """
    check_declared(path)
    archive = zipfile.ZipFile(path)
    try:
        _check(archive.infolist())
        _check_markup(archive)
    except BaseException:
        archive.close()
        raise
    return archive


def check_declared(path: Path) -> None:
    """Before a ZIP is opened; raises `FileRefusedError` for one that says itself that it holds too many."""
    if declared_members(path) > MAX_MEMBERS:
        raise FileRefusedError("attachment.too_complex")


def declared_members(path: Path) -> int:
    """The count in the end record, 0 without one: a directory of a million members is not even read."""
    with path.open("rb") as file:
        file.seek(-min(path.stat().st_size, 65_557), 2)
        tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0:
        return 0
    size, count = int.from_bytes(tail[at + 12 : at + 16], "little"), int.from_bytes(tail[at + 10 : at + 12], "little")
    # A member takes at least 46 bytes of the directory; the size also tells where the count (of 16 bits) overflowed.
    return max(count, size // 200 if size > 46 * MAX_MEMBERS * 4 else 0)


def _check(members: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if any(member.flag_bits & 1 for member in members):
        raise FileRefusedError("attachment.encrypted")
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED or (unpacked > SMALL and unpacked > MAX_RATIO * max(packed, 1)):
        raise FileRefusedError("attachment.too_complex")


def _check_markup(archive: zipfile.ZipFile) -> None:
    """Office files have no document type: one that has wants to expand or to fetch something."""
    for member in archive.infolist():
        if member.filename.endswith((".xml", ".rels")):
            with archive.open(member) as file:
                # Without zeros UTF-16 reads like ASCII.
                head = file.read(XML_HEAD).replace(b"\0", b"").upper()
            if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                raise FileRefusedError("attachment.broken")
