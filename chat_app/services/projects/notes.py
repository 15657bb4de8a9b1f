"""Notes of a project: everybody in it reads them, editors write them, and nobody overwrites what they have not seen."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.errors import InvalidInputError
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.kernel.ids import new_id
from chat_app.services.projects import note_queries as queries
from chat_app.services.projects.dto import Note
from chat_app.services.projects.errors import NoteChangedError
from chat_app.services.projects.rights import FolderRole
from chat_app.services.projects.rights_queries import require_folder

MAX_TITLE = 200
MAX_TEXT = 200_000


class NoteService:
    """Makes, reads, changes and deletes notes."""

    def __init__(self, db: Database, clock: Clock = utc_now) -> None:
        self._db = db
        self._clock = clock

    async def list(self, actor: Actor, folder_id: str) -> list[Note]:
        """The notes of a project, the last changed first; raises `FolderNotFoundError`."""

        def load(session: Session) -> list[Note]:
            require_folder(session, actor, folder_id)
            return [note_record(row, name) for row, name in queries.list_notes(session, folder_id)]

        return await self._db.read(load)

    async def get(self, actor: Actor, note_id: str) -> Note:
        """One note; raises `NoteNotFoundError`."""
        return await self._db.read(lambda session: note_record(*queries.get_note(session, actor, note_id, FolderRole.VIEWER)))

    async def create(self, actor: Actor, folder_id: str, title: str = "", text: str = "") -> Note:
        """Write a note; raises `FolderNotFoundError`, `NotAllowedError` for viewers, `InvalidInputError` for what is too long."""
        values, now = _checked(title, text), self._clock()

        def write(session: Session) -> Note:
            require_folder(session, actor, folder_id, FolderRole.EDITOR)
            row = models.ProjectNote(id=new_id(), folder_id=folder_id, author_id=actor.user_id, created_at=now, updated_at=now, **values)
            session.add(row)
            return note_record(row, actor.name)

        return await self._db.write(write)

    async def change(self, actor: Actor, note_id: str, version: int, title: str, text: str) -> Note:
        """Put title and text in the place of those of `version`; raises `NoteChangedError` when there is a later one."""
        values, now = _checked(title, text), self._clock()

        def write(session: Session) -> Note:
            row, name = queries.get_note(session, actor, note_id, FolderRole.EDITOR, lock=True)
            if row.version != version:
                raise NoteChangedError
            row.title, row.text, row.version, row.updated_at = values["title"], values["text"], version + 1, now
            return note_record(row, name)

        return await self._db.write(write)

    async def delete(self, actor: Actor, note_id: str) -> None:
        """Put a note into the trash; raises `NoteNotFoundError`."""
        await self._mark(actor, note_id, self._clock())

    async def restore(self, actor: Actor, note_id: str) -> None:
        """Take it out again."""
        await self._mark(actor, note_id, None)

    async def _mark(self, actor: Actor, note_id: str, deleted_at: datetime | None) -> None:
        def write(session: Session) -> None:
            queries.get_note(session, actor, note_id, FolderRole.EDITOR, in_trash=True, lock=True)[0].deleted_at = deleted_at

        await self._db.write(write)


def note_record(row: models.ProjectNote, author_name: str) -> Note:
    return Note(row.id, row.folder_id, author_name, row.title, row.text, row.version, row.created_at, row.updated_at)


def _checked(title: str, text: str) -> dict[str, Any]:
    clean = " ".join(title.split())
    if len(clean) > MAX_TITLE:
        raise InvalidInputError("project.error.note_title", max=MAX_TITLE)
    if len(text) > MAX_TEXT:
        raise InvalidInputError("project.error.note_length", max=MAX_TEXT)
    return {"title": clean, "text": text}
