"""Archives that say that they hold more than anybody unpacks."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest

from chat_app.integrations.files.port import FileRefusedError
from chat_app.services.knowledge.unpacking import is_archive
from chat_app.services.project_files.archive import ProjectArchive
from chat_app.services.project_files.errors import TooLargeProjectFileError


@pytest.fixture
def full(tmp_path: Path) -> Path:
    """A ZIP that is a directory of 70,000 members and nothing else: more than its record can count."""
    path, count = tmp_path / "a.zip", 70_000
    member = struct.pack("<4s4B4HL2L5H2L", b"PK\x01\x02", 20, 3, 20, 0, 0, 0, 0, 33, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0)
    entries = b"".join(member + b"%05x" % number for number in range(count))
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count & 0xFFFF, count & 0xFFFF, len(entries), 0, 0)
    path.write_bytes(entries + end)
    return path


def test_a_full_archive_is_refused_before_it_is_opened(full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipfile.ZipFile, "__init__", _opened)
    with pytest.raises(FileRefusedError):
        is_archive(full, "a.zip")
    with pytest.raises(TooLargeProjectFileError):
        ProjectArchive(full, 10**9)


def _opened(*_args: object) -> None:
    pytest.fail("opened")
