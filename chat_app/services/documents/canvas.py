"""Canvases as things: make, write, look back, take back. Nothing that was written is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.errors import ConflictError, InvalidInputError
from chat_app.services.chat import queries as chat_queries
from chat_app.services.chat.dto import ConversationChange
from chat_app.services.chat.feed import ChangeFeed
from chat_app.services.documents import queries
from chat_app.services.documents.diff import diff
from chat_app.services.documents.dto import Canvas, CanvasSummary, CanvasVersion, DiffPart
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.kernel.ids import new_id
from chat_app.services.projects.rights import FolderRole

T = TypeVar("T")

MAX_TEXT = 500_000
MAX_TITLE = 200
MAX_VERSIONS = 200
TYPING = timedelta(minutes=5)
"""What is typed within this time is one version: a version for each pause would be nobody's."""
WRITTEN = "written"


class CanvasService:
    """The documents beside a person's chats."""

    def __init__(self, db: Database, changes: ChangeFeed, clock: Clock = utc_now) -> None:
        self._db = db
        self._changes = changes
        self._clock = clock

    async def create(self, actor: Actor, conversation_id: str, text: str = "", title: str = "") -> Canvas:
        """Begin a document in a chat, perhaps with an answer's text; raises `NotFoundError`, `InvalidInputError`."""
        clean, name, now = checked(text), title_of(title, text), self._clock()

        def write(session: Session) -> Canvas:
            conversation = chat_queries.get_conversation(session, actor, conversation_id, least=FolderRole.EDITOR)
            row = models.Canvas(
                id=new_id(), owner_id=actor.user_id, conversation_id=conversation.id, title=name, version=0, created_at=now, updated_at=now
            )
            session.add(row)
            session.flush()
            return canvas_record(row, add_version(session, row, clean, WRITTEN, now))

        return await self._write(actor, write)

    async def list(self, actor: Actor, conversation_id: str) -> list[CanvasSummary]:
        """The documents of a chat, the last changed first; raises `NotFoundError`."""

        def read(session: Session) -> list[CanvasSummary]:
            conversation = chat_queries.get_conversation(session, actor, conversation_id, least=FolderRole.VIEWER)
            rows = queries.list_canvases(session, conversation.id)
            return [CanvasSummary(row.id, row.conversation_id, row.title, row.version, row.updated_at) for row in rows]

        return await self._db.read(read)

    async def get(self, actor: Actor, canvas_id: str) -> Canvas:
        """A document with its newest text; raises `NotFoundError`."""

        def read(session: Session) -> Canvas:
            row = queries.get_canvas(session, actor, canvas_id, least=FolderRole.VIEWER)
            return canvas_record(row, queries.get_version(session, row.id, row.version))

        return await self._db.read(read)

    async def save(self, actor: Actor, canvas_id: str, text: str, based_on: str, *, change: str = WRITTEN) -> Canvas:
        """Keep what was written on top of the revision `based_on`.

        Raises `ConflictError` when the document went on elsewhere meanwhile: the writer's text stays with the writer,
        who sees the other one and decides.
        """
        clean, now = checked(text), self._clock()

        def write(session: Session) -> Canvas:
            row = queries.get_canvas(session, actor, canvas_id, lock=True)
            if revision_of(row) != based_on:
                raise ConflictError("canvas.error.changed_elsewhere")
            return canvas_record(row, _keep(session, row, clean, change, now))

        return await self._write(actor, write)

    async def rename(self, actor: Actor, canvas_id: str, title: str) -> None:
        """Give a title; raises `InvalidInputError` for an empty or too long one."""
        name = " ".join(title.split())
        if not name or len(name) > MAX_TITLE:
            raise InvalidInputError("canvas.error.title", max=MAX_TITLE)

        def write(session: Session) -> Canvas:
            row = queries.get_canvas(session, actor, canvas_id, lock=True)
            row.title = name
            return canvas_record(row, queries.get_version(session, row.id, row.version))

        await self._write(actor, write)

    async def versions(self, actor: Actor, canvas_id: str) -> list[CanvasVersion]:
        """What the document said, newest first."""

        def read(session: Session) -> list[CanvasVersion]:
            row = queries.get_canvas(session, actor, canvas_id, least=FolderRole.VIEWER)
            return [version_record(version) for version in queries.list_versions(session, row.id)]

        return await self._db.read(read)

    async def diff(self, actor: Actor, canvas_id: str, before: int, after: int) -> list[DiffPart]:
        """What differs between two versions; raises `NotFoundError`."""

        def read(session: Session) -> tuple[str, str]:
            row = queries.get_canvas(session, actor, canvas_id, least=FolderRole.VIEWER)
            old, new = (queries.get_version(session, row.id, number) for number in (before, after))
            return old.text, new.text

        return await asyncio.to_thread(diff, *await self._db.read(read))

    async def restore_version(self, actor: Actor, canvas_id: str, number: int) -> Canvas:
        """Let an old version be the newest again."""
        now = self._clock()

        def write(session: Session) -> Canvas:
            row = queries.get_canvas(session, actor, canvas_id, lock=True)
            old = queries.get_version(session, row.id, number)
            return canvas_record(row, add_version(session, row, old.text, "restored", now))

        return await self._write(actor, write)

    async def delete(self, actor: Actor, canvas_id: str) -> None:
        """Throw a document away; `restore` takes it back."""
        await self._mark(actor, canvas_id, self._clock())

    async def restore(self, actor: Actor, canvas_id: str) -> None:
        """Take a document back."""
        await self._mark(actor, canvas_id, None)

    async def _mark(self, actor: Actor, canvas_id: str, deleted_at: datetime | None) -> None:
        def write(session: Session) -> Canvas:
            row = queries.get_canvas(session, actor, canvas_id, in_trash=deleted_at is None)
            row.deleted_at = deleted_at
            return canvas_record(row, queries.get_version(session, row.id, row.version))

        await self._write(actor, write)

    async def _write(self, actor: Actor, write: Callable[[Session], Canvas]) -> Canvas:
        canvas = await self._db.write(write)
        self._changes.publish(actor.user_id, ConversationChange(canvas.conversation_id, "canvas"))
        return canvas


def checked(text: str) -> str:
    """The text as it is kept; raises `InvalidInputError` for one that is too long."""
    clean = text.replace("\x00", "").replace("\r\n", "\n").encode("utf-8", "replace").decode()
    if len(clean) > MAX_TEXT:
        raise InvalidInputError("canvas.error.text", max=MAX_TEXT)
    return clean


def title_of(title: str, text: str) -> str:
    """The title, or else the first line of the text without its Markdown signs."""
    line = title or next((line for line in text.splitlines() if line.strip()), "")
    return " ".join(line.strip("#*_> ").split())[:MAX_TITLE]


def add_version(session: Session, row: models.Canvas, text: str, change: str, now: datetime) -> models.CanvasVersion:
    """Append a version and let it be the newest; the oldest ones go when there are too many."""
    row.version, row.updated_at = row.version + 1, now
    version = models.CanvasVersion(canvas_id=row.id, number=row.version, text=text, change=change, created_at=now)
    session.add(version)
    session.flush()
    queries.delete_versions(session, row.id, up_to=row.version - MAX_VERSIONS)
    return version


def _keep(session: Session, row: models.Canvas, text: str, change: str, now: datetime) -> models.CanvasVersion:
    """Save a text: typing goes on in the version of the last minutes, everything else begins one."""
    newest = queries.get_version(session, row.id, row.version)
    if newest.text == text:
        return newest
    if change == newest.change == WRITTEN and now - newest.created_at < TYPING:
        newest.text, row.updated_at = text, now
        return newest
    return add_version(session, row, text, change, now)


def canvas_record(row: models.Canvas, version: models.CanvasVersion) -> Canvas:
    """The row with a version's text as a record."""
    return Canvas(row.id, row.conversation_id, row.title, version.text, row.version, revision_of(row), row.created_at, row.updated_at)


def revision_of(row: models.Canvas) -> str:
    """Tells any two states of a document apart, also two within one version."""
    return f"{row.version}-{row.updated_at.timestamp():.6f}"


def version_record(row: models.CanvasVersion) -> CanvasVersion:
    """The row as a record."""
    return CanvasVersion(row.number, row.text, row.change, row.created_at)
