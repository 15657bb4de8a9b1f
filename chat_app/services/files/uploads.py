"""Large files in pieces: what has come stays, whatever becomes of the connection, the page or the server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.errors import AppError, InvalidInputError, LimitReachedError
from chat_app.services.files import queries
from chat_app.services.files.dto import Attachment, UploadProgress
from chat_app.services.files.errors import AttachmentNotFoundError, UploadNotFoundError, WrongOffsetError
from chat_app.services.files.incoming import write_pieces
from chat_app.services.files.names import clean_name
from chat_app.services.files.service import FileService
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.kernel.ids import new_id

MAX_UNFINISHED = 100


@dataclass(eq=False, slots=True)
class _Desk:
    """Who writes to an upload: the request that came last. Only one writes at a time."""

    writer: object = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class UploadService:
    """Uploads that can be resumed. The finished file gets the id of its upload, so asking twice makes one file."""

    def __init__(self, db: Database, files: FileService, clock: Clock = utc_now) -> None:
        self._db = db
        self._files = files
        self._clock = clock
        self._desks: dict[str, _Desk] = {}

    async def begin(self, actor: Actor, name: str, size: int, conversation_id: str = "", fingerprint: str = "") -> UploadProgress:
        """Announce a file, or go on with the one of the same fingerprint and size. Raises for what is too large."""
        if size < 1:
            raise InvalidInputError("attachment.empty")
        earlier = await self._db.read(lambda session: queries.find_upload(session, actor, fingerprint, size)) if fingerprint else None
        if earlier is not None:
            await self._move(actor, earlier.id, conversation_id)
            return await self._progress(earlier)
        await self._files.check_room(actor, size, conversation_id)
        await self._files.rates.upload(actor, size)
        now = self._clock()
        row = models.Upload(
            id=new_id(),
            owner_id=actor.user_id,
            name=clean_name(name),
            size=size,
            conversation_id=conversation_id or None,
            fingerprint=fingerprint[:300],
            created_at=now,
            touched_at=now,
        )
        await self._db.write(lambda session: _add(session, actor, row))
        return await self._progress(row)

    async def get(self, actor: Actor, upload_id: str) -> UploadProgress:
        """How far an upload is; with the file when it is done. Raises `UploadNotFoundError`."""
        try:
            row = await self._db.read(lambda session: queries.get_upload(session, actor, upload_id))
        except UploadNotFoundError:
            return _finished(await self._attachment(actor, upload_id))
        return await self._progress(row)

    async def list(self, actor: Actor) -> list[UploadProgress]:
        """The actor's uploads that are not finished."""
        rows = await self._db.read(lambda session: queries.list_uploads(session, actor))
        return [await self._progress(row) for row in rows]

    async def append(self, actor: Actor, upload_id: str, offset: int, pieces: AsyncIterator[bytes]) -> UploadProgress:
        """Take the next bytes, which begin at `offset`; the last ones finish the file.

        Raises `WrongOffsetError`, `UploadNotFoundError`, and `InvalidInputError` when the finished file is refused.
        """
        progress = await self.get(actor, upload_id)
        if progress.attachment:
            return progress
        desk = self._desks.setdefault(upload_id, _Desk())
        desk.writer = own = object()
        try:
            # A connection that hangs still holds the lock until its next piece; it finds that another one has come.
            async with desk.lock:
                await self._write(progress, offset, pieces, desk, own)
                return await self._after_writing(actor, upload_id)
        finally:
            if desk.writer is own:
                self._desks.pop(upload_id, None)

    async def cancel(self, actor: Actor, upload_id: str) -> None:
        """Forget an upload and what has come of it."""
        await self._db.write(lambda session: session.delete(queries.get_upload(session, actor, upload_id)))
        await asyncio.to_thread(self._path(upload_id).unlink, missing_ok=True)

    async def _write(self, progress: UploadProgress, offset: int, pieces: AsyncIterator[bytes], desk: _Desk, own: object) -> None:
        here = await self._offset(progress.id)
        if desk.writer is not own or offset != here:
            raise WrongOffsetError(here)

        def check(written: int) -> None:
            if desk.writer is not own:
                raise WrongOffsetError(here)
            if here + written > progress.size:
                raise InvalidInputError("attachment.longer_than_said")

        await asyncio.to_thread(self._files.folder.mkdir, parents=True, exist_ok=True, mode=0o700)
        await write_pieces(self._path(progress.id), pieces, check, append=True)

    async def _after_writing(self, actor: Actor, upload_id: str) -> UploadProgress:
        row = await self._db.read(lambda session: queries.get_upload(session, actor, upload_id))
        here = await self._offset(upload_id)
        if here < row.size:
            now = self._clock()
            await self._db.write(lambda session: _touch(session, actor, upload_id, here, now))
            return await self._progress(row)
        try:
            kept = await self._files.keep(actor, self._path(upload_id), row.name, row.conversation_id or "", upload_id)
        except AppError:
            await self.cancel(actor, upload_id)
            raise
        await self.cancel(actor, upload_id)
        return _finished(kept)

    async def _move(self, actor: Actor, upload_id: str, conversation_id: str) -> None:
        """The file was chosen again in another chat: there it goes."""
        now = self._clock()

        def move(session: Session) -> None:
            row = queries.get_upload(session, actor, upload_id)
            own = conversation_id and queries.may_write_in(session, actor, conversation_id)
            row.conversation_id, row.touched_at = (conversation_id if own else None), now

        await self._db.write(move)

    async def _attachment(self, actor: Actor, upload_id: str) -> Attachment:
        try:
            return await self._files.get(actor, upload_id)
        except AttachmentNotFoundError:
            raise UploadNotFoundError from None

    async def _progress(self, row: models.Upload) -> UploadProgress:
        return UploadProgress(row.id, row.name, row.size, await self._offset(row.id), row.conversation_id or "")

    async def _offset(self, upload_id: str) -> int:
        """What is on the disk counts, not what anybody remembers."""
        return await asyncio.to_thread(_size, self._path(upload_id))

    def _path(self, upload_id: str) -> Path:
        return self._files.folder / f"{upload_id}.part"


def _add(session: Session, actor: Actor, row: models.Upload) -> None:
    if len(queries.list_uploads(session, actor)) >= MAX_UNFINISHED:
        raise LimitReachedError
    session.add(row)


def _touch(session: Session, actor: Actor, upload_id: str, received: int, now: object) -> None:
    row = queries.get_upload(session, actor, upload_id)
    row.received, row.touched_at = received, now  # type: ignore[assignment]


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _finished(attachment: Attachment) -> UploadProgress:
    return UploadProgress(
        attachment.id, attachment.name, attachment.size, attachment.size, attachment.conversation_id, attachment=attachment
    )
