"""Files of the ZIP become blobs: each is written under a name of ours, and has to be what its row says."""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from chat_app.integrations.files.port import BlobStore, FileReader, FileRefusedError
from chat_app.services.files.incoming import PIECE, sha256_of
from chat_app.services.files.service import FileService
from chat_app.services.kernel.ids import new_id
from chat_app.services.project_files.archive import ProjectArchive
from chat_app.services.project_files.errors import BrokenProjectFileError
from chat_app.services.project_files.parsing import Values
from chat_app.services.project_files.run import Row, Run


@dataclass(slots=True)
class Unpacked:
    """Files that wait to be blobs, by their hashes; and what is said of the bytes of attachments, by the attachments' ids."""

    files: dict[str, Path] = field(default_factory=dict)
    attachments: dict[str, Values] = field(default_factory=dict)


class Unpacker:
    """Takes files out of a ZIP."""

    def __init__(self, files: FileService, blobs: BlobStore, reader: FileReader, folder: Path) -> None:
        """`folder`: where they lie meanwhile."""
        self._files = files
        self._blobs = blobs
        self._reader = reader
        self._folder = folder

    async def document(self, run: Run, row: Row) -> Unpacked | None:
        """The file of a document; None when its bytes are not in the ZIP."""
        found = Unpacked()
        return found if await self._take(run, row, found) else None

    async def attachments(self, run: Run, group: Sequence[Row]) -> Unpacked:
        """The files of a chat, and what was made of its pictures."""
        found = Unpacked()
        for row in group:
            if row[0] == "attachment" and await self._take(run, row, found):
                values = row[1]
                is_image = values["kind"] == "image"
                found.attachments[values["id"]] = await self._picture(found, values) if is_image else {}
        return found

    async def put(self, found: Unpacked) -> None:
        """Make blobs of them. The caller holds the lock of blobs until their rows are written, too."""
        for sha256, path in found.files.items():
            await self._blobs.put(path, sha256)

    async def _take(self, run: Run, row: Row, found: Unpacked) -> bool:
        values, member = row[1], row[2].get("file")
        if not isinstance(member, str) or not run.archive.size_of(member):
            run.left_out.append(values["name"])
            return False
        if values["sha256"] not in found.files:
            await self._files.check_room(run.actor, values["size"], "")
            path = self._folder / new_id()
            await asyncio.to_thread(_write, run.archive, member, path, values)
            found.files[values["sha256"]] = path
        return True

    async def _picture(self, found: Unpacked, values: Values) -> Values:
        """Pictures are shown as what they say they are: they are read again, and the smaller ones made here."""
        path, work = found.files[values["sha256"]], self._folder / new_id()
        await asyncio.to_thread(work.mkdir, mode=0o700)
        try:
            read = await self._reader.read(path, values["name"], work)
        except FileRefusedError as error:
            raise BrokenProjectFileError(values["name"]) from error
        if read.kind != "image" or read.media_type != values["media_type"]:
            raise BrokenProjectFileError(values["name"])
        own: dict[str, Any] = {"width": read.width, "height": read.height}
        for name, made in (("thumbnail_sha256", read.thumbnail), ("model_sha256", read.model_image)):
            own[name] = await asyncio.to_thread(sha256_of, made) if made else ""
            if made:
                found.files[own[name]] = made
        return own


def _write(archive: ProjectArchive, member: str, path: Path, values: Values) -> None:
    seen, size = hashlib.sha256(), 0
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for piece in archive.pieces(member, PIECE):
            size += len(piece)
            seen.update(piece)
            file.write(piece)
    if size != values["size"] or seen.hexdigest() != values["sha256"]:
        raise BrokenProjectFileError(member)
