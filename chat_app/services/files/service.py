"""Files as things: take in, look at, hand out, delete."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.errors import ConflictError, InvalidInputError, NotFoundError
from chat_app.integrations.files.port import BlobStore, FileReader, FileRefusedError, ReadFile
from chat_app.services.files import queries
from chat_app.services.files.dto import MEGABYTE, Attachment, AttachmentText, FileLimits
from chat_app.services.files.errors import AttachmentNotFoundError, FileTooLargeError, StorageFullError
from chat_app.services.files.image_tokens import VENDORS, image_tokens
from chat_app.services.files.incoming import sha256_of, work_folder, write_pieces
from chat_app.services.files.names import clean_name, name_as
from chat_app.services.files.records import attachment_record
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.kernel.ids import new_id
from chat_app.services.kernel.pagination import Page, decode_moment, encode_cursor
from chat_app.services.kernel.tokens import estimate_tokens
from chat_app.services.limits.ports import NoLimits, UploadLimiter
from chat_app.services.projects.rights import FolderRole

MAX_PAGE = 100
PREVIEW = 20_000


class FileService:
    """What a person does with files. A file is kept once it was read: what nobody can read is refused with the reason."""

    def __init__(
        self,
        db: Database,
        blobs: BlobStore,
        reader: FileReader,
        folder: Path,
        limits: FileLimits,
        clock: Clock = utc_now,
        rates: UploadLimiter | None = None,
    ) -> None:
        self.rates = rates or NoLimits()
        self._db = db
        self._blobs = blobs
        self._reader = reader
        self._clock = clock
        self.folder = folder
        self.limits = limits
        self.blobs_lock = asyncio.Lock()
        """Held while a blob and its row are made, and while blobs without a row are deleted."""

    async def add(self, actor: Actor, pieces: AsyncIterator[bytes], name: str, conversation_id: str = "") -> Attachment:
        """Take a file in; it waits in the composer of a chat, or of the new one. Raises `InvalidInputError` for what is refused."""
        await self.check_room(actor, 0, conversation_id)
        async with work_folder(self.folder) as folder:
            path = folder / "original"
            await write_pieces(path, pieces, self.check_size)
            await self.rates.upload(actor, (await asyncio.to_thread(path.stat)).st_size)
            return await self.keep(actor, path, name, conversation_id)

    async def keep(self, actor: Actor, path: Path, name: str, conversation_id: str = "", attachment_id: str = "") -> Attachment:
        """Read a complete file, which is gone afterwards, and keep it with what was found."""
        size = (await asyncio.to_thread(path.stat)).st_size
        if not size:
            raise InvalidInputError("attachment.empty")
        # An upload in pieces has had its room since it was announced.
        await self.check_room(actor, 0 if attachment_id else size, conversation_id)
        name = clean_name(name)
        async with work_folder(self.folder) as folder:
            try:
                found = await self._reader.read(path, name, folder)
            except FileRefusedError as refusal:
                raise InvalidInputError(refusal.key, **refusal.params) from refusal
            row = await asyncio.to_thread(self._row, actor, found, path, name)
            row.id = attachment_id or row.id
            row.conversation_id = conversation_id or None
            async with self.blobs_lock:
                await self._put(row, found, path)
                await self._db.write(lambda session: session.add(row))
        return attachment_record(row)

    async def get(self, actor: Actor, attachment_id: str) -> Attachment:
        """One file; raises `AttachmentNotFoundError`."""
        return attachment_record(
            await self._db.read(lambda session: queries.get_attachment(session, actor, attachment_id, least=FolderRole.VIEWER))
        )

    async def list(self, actor: Actor, cursor: str = "", limit: int = 50) -> Page[Attachment]:
        """A page of the actor's files, newest first; raises `InvalidInputError` for a foreign cursor."""
        after, size = decode_moment(cursor), max(1, min(limit, MAX_PAGE))
        rows = await self._db.read(lambda session: queries.list_attachments(session, actor, after, size + 1))
        items = [attachment_record(row) for row in rows[:size]]
        more = len(rows) > size
        return Page(items, encode_cursor(items[-1].created_at.isoformat(), items[-1].id) if more else "")

    async def waiting(self, actor: Actor, conversation_id: str) -> list[Attachment]:
        """What waits in the composer of a chat; of the new chat for an empty id."""
        rows = await self._db.read(lambda session: queries.list_waiting(session, actor, conversation_id))
        return [attachment_record(row) for row in rows]

    async def text(self, actor: Actor, attachment_id: str) -> AttachmentText:
        """The beginning of what was read out of a file."""
        row = await self._db.read(
            lambda session: queries.get_attachment(session, actor, attachment_id, with_text=True, least=FolderRole.VIEWER)
        )
        return AttachmentText(row.text[:PREVIEW], len(row.text))

    async def content(self, actor: Actor, attachment_id: str, *, thumbnail: bool = False) -> tuple[Attachment, AsyncIterator[bytes]]:
        """A file with its bytes, or those of its thumbnail; raises `AttachmentNotFoundError`."""
        row = await self._db.read(lambda session: queries.get_attachment(session, actor, attachment_id, least=FolderRole.VIEWER))
        sha256 = row.thumbnail_sha256 if thumbnail else row.sha256
        pieces = self._blobs.stream(sha256)
        try:
            # The first piece is fetched here, so that a missing blob is a 404 and not an answer that breaks off.
            first = await anext(pieces, b"")
        except FileNotFoundError as error:
            raise AttachmentNotFoundError from error
        return attachment_record(row), _again(first, pieces)

    async def delete(self, actor: Actor, attachment_id: str) -> None:
        """Take a file out of the composer; one that was sent goes with its message only. Its blob goes with the next sweep."""

        def remove(session: Session) -> None:
            row = queries.get_attachment(session, actor, attachment_id)
            if row.message_id or row.turn_id:
                raise ConflictError("attachment.sent")
            session.delete(row)

        await self._db.write(remove)

    def check_size(self, size: int) -> None:
        """Raise `FileTooLargeError` for more bytes than one file may have."""
        if size > self.limits.file_bytes:
            raise FileTooLargeError(max=self.limits.file_bytes // MEGABYTE)

    async def check_room(self, actor: Actor, size: int, conversation_id: str) -> None:
        """Raise for a file that is too large, has no room left, or goes to a chat that is not the actor's."""
        self.check_size(size)

        def check(session: Session) -> None:
            if conversation_id and not queries.may_write_in(session, actor, conversation_id):
                raise NotFoundError("error.conversation_not_found")
            if queries.sum_storage(session, actor) + size > self.limits.storage_bytes:
                raise StorageFullError(max=self.limits.storage_bytes // MEGABYTE)

        await self._db.read(check)

    async def stored_bytes(self, actor: Actor) -> int:
        """How many bytes the actor's files and documents take."""
        return await self._db.read(lambda session: queries.sum_storage(session, actor))

    def _row(self, actor: Actor, found: ReadFile, path: Path, name: str) -> models.Attachment:
        kept = found.image or path
        return models.Attachment(
            id=new_id(),
            owner_id=actor.user_id,
            name=name_as(name, found.media_type) if found.image else name,
            kind=found.kind,
            media_type=found.media_type,
            size=kept.stat().st_size,
            sha256=sha256_of(kept),
            thumbnail_sha256=sha256_of(found.thumbnail) if found.thumbnail else "",
            model_sha256=sha256_of(found.model_image) if found.model_image else "",
            width=found.width,
            height=found.height,
            text=found.text,
            tokens=_tokens(found),
            problem=found.problem,
            created_at=self._clock(),
        )

    async def _put(self, row: models.Attachment, found: ReadFile, path: Path) -> None:
        await self._blobs.put(found.image or path, row.sha256)
        if found.thumbnail:
            await self._blobs.put(found.thumbnail, row.thumbnail_sha256)
        if found.model_image:
            await self._blobs.put(found.model_image, row.model_sha256)


def _tokens(found: ReadFile) -> int:
    if found.kind != "image":
        return estimate_tokens(found.text)
    return max(image_tokens(vendor, found.width, found.height) for vendor in VENDORS)


async def _again(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for piece in rest:
        yield piece
