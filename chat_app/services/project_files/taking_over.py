"""What the ZIP of a project holds becomes rows and blobs of the actor's, group by group, and is seen when all of it is there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import DataError, IntegrityError
from sqlmodel import Session

from chat_app.db import Database
from chat_app.integrations.files.port import BlobStore, FileReader
from chat_app.services.accounts.serial import in_turn
from chat_app.services.audit.log import AuditLog
from chat_app.services.chat.feed import ChangeFeed
from chat_app.services.files.service import FileService
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.knowledge.outbox import note_changes
from chat_app.services.knowledge.removal import remove_documents
from chat_app.services.project_files import form
from chat_app.services.project_files import import_queries as queries
from chat_app.services.project_files.archive import ProjectArchive
from chat_app.services.project_files.chats import write_chat
from chat_app.services.project_files.documents import write_document, write_questions
from chat_app.services.project_files.errors import BrokenProjectFileError
from chat_app.services.project_files.folders import write_folders
from chat_app.services.project_files.parsing import all_rows
from chat_app.services.project_files.run import Run, groups
from chat_app.services.project_files.unpacking import Unpacker
from chat_app.services.site import SiteService
from chat_app.services.site.knowledge_section import Knowledge
from chat_app.services.workspace.dto import Folder
from chat_app.services.workspace.folders import one_folder


@dataclass(frozen=True, slots=True)
class ImportDoors:
    """What an import needs from the rest."""

    db: Database
    blobs: BlobStore
    files: FileService
    reader: FileReader
    site: SiteService
    audit: AuditLog
    changes: ChangeFeed
    wake: Callable[[], None]
    """Tells those who read documents and fill the index."""
    clock: Clock = utc_now


class TakingOver:
    """One import's way from its file to its rows."""

    def __init__(self, doors: ImportDoors, actor: Actor, went_on: Callable[[], None]) -> None:
        """`went_on` hears of each document and each chat."""
        self._doors = doors
        self._actor = actor
        self._went_on = went_on

    async def run(self, path: Path, folder: Path) -> tuple[Folder, tuple[str, ...]]:
        """The project, and the names of files that are not in the ZIP. `folder`: where files lie meanwhile.

        Whatever it raises, nothing stays.
        """
        archive = await asyncio.to_thread(ProjectArchive, path, self._doors.files.limits.storage_bytes)
        run = Run(self._actor, self._doors.clock(), archive)
        unpacker = Unpacker(self._doors.files, self._doors.blobs, self._doors.reader, folder)
        try:
            await self._folders(run)
            await self._documents(run, unpacker)
            await self._questions(run)
            await self._chats(run, unpacker)
            made = await self._finish(run)
        except BaseException as error:
            await self._discard(run)
            if isinstance(error, IntegrityError | DataError):
                raise BrokenProjectFileError("ZIP") from error
            raise
        finally:
            await asyncio.to_thread(archive.close)
        return made, tuple(run.left_out)

    async def _folders(self, run: Run) -> None:
        found = await asyncio.to_thread(all_rows, run.archive, form.PROJECT)
        await self._doors.db.write(in_turn(run.actor, lambda session: write_folders(session, run, found)))

    async def _documents(self, run: Run, unpacker: Unpacker) -> None:
        most = (await self._doors.site.load(Knowledge)).documents_per_person
        waiting = groups(run.archive, form.DOCUMENTS, "document")
        while group := await asyncio.to_thread(next, waiting, None):
            if found := await unpacker.document(run, group[0]):
                name = group[0][2].get("text")
                text = await asyncio.to_thread(run.archive.text, name) if isinstance(name, str) else ""
                async with self._doors.files.blobs_lock:
                    await unpacker.put(found)
                    await self._doors.db.write(lambda session, g=group, t=text: write_document(session, run, g, t, most))
            self._went_on()

    async def _questions(self, run: Run) -> None:
        found = await asyncio.to_thread(all_rows, run.archive, form.QUESTIONS)
        await self._doors.db.write(lambda session: write_questions(session, run, found))

    async def _chats(self, run: Run, unpacker: Unpacker) -> None:
        waiting = groups(run.archive, form.CHATS, "chat")
        while group := await asyncio.to_thread(next, waiting, None):
            found = await unpacker.attachments(run, group)
            async with self._doors.files.blobs_lock:
                await unpacker.put(found)
                await self._doors.db.write(lambda session, g=group, f=found.attachments: write_chat(session, run, g, f))
            self._went_on()

    async def _finish(self, run: Run) -> Folder:
        def show(session: Session) -> Folder:
            queries.take_out_of_trash(session, run.folder_ids, run.document_ids, run.chat_ids)
            note_changes(session, run.document_ids, run.now)
            self._doors.audit.record(session, run.actor, "project.import", kind="folder", object_id=run.top_id)
            session.flush()
            session.expire_all()
            return one_folder(session, run.actor, run.top_id)

        return await self._doors.db.write(show)

    async def _discard(self, run: Run) -> None:
        """Nothing of a project that could not be taken over stays."""

        def remove(session: Session) -> None:
            remove_documents(session, run.document_ids, run.now)
            queries.delete_chats(session, run.chat_ids)
            queries.delete_folders(session, run.folder_ids)

        await self._doors.db.write(remove)
