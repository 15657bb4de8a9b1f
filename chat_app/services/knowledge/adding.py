"""Documents come in: files, folders, archives, texts, addresses, chats. What came is kept at once and read in its turn."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Protocol

from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.errors import AppError, InvalidInputError
from chat_app.integrations.files.port import FileRefusedError
from chat_app.integrations.http.outbound import OutboundClient
from chat_app.services.exports.dto import ExportFile, Format, Scope
from chat_app.services.files.incoming import sha256_of, work_folder, write_pieces
from chat_app.services.files.names import clean_name
from chat_app.services.files.service import FileService
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.kernel.ids import new_id
from chat_app.services.knowledge import queries
from chat_app.services.knowledge.announcing import Announcer
from chat_app.services.knowledge.dto import Added, Document, Incoming, Refused, Source
from chat_app.services.knowledge.errors import TooManyDocumentsError
from chat_app.services.knowledge.ingestion import queue_queries as queue
from chat_app.services.knowledge.ingestion.worker import IngestionWorker
from chat_app.services.knowledge.originals import Originals
from chat_app.services.knowledge.records import document_record
from chat_app.services.knowledge.unpacking import is_archive, unpack
from chat_app.services.site import SiteService
from chat_app.services.site.knowledge_section import Knowledge

LONGEST_PASTE = 2_000_000
LONGEST_ADDRESS = 2_000


class ChatWriter(Protocol):
    """Writes chats down (`services/exports`)."""

    async def export(self, actor: Actor, conversation_id: str, format_: Format, scope: Scope, language: str) -> ExportFile: ...


class Adding:
    """Takes documents in. Each of several stands for itself: what is refused keeps nothing else out."""

    def __init__(
        self,
        db: Database,
        files: FileService,
        originals: Originals,
        site: SiteService,
        outbound: OutboundClient,
        chats: ChatWriter,
        worker: IngestionWorker,
        announcer: Announcer,
        clock: Clock = utc_now,
    ) -> None:
        self._db = db
        self._files = files
        self._originals = originals
        self._site = site
        self._outbound = outbound
        self._chats = chats
        self._worker = worker
        self._announcer = announcer
        self._clock = clock

    async def add(self, actor: Actor, pieces: AsyncIterator[bytes], name: str, folder_id: str = "", *, replace: bool = False) -> Added:
        """Take a file in, or each file of a ZIP. A path as `name` (of an uploaded folder) tells the file again when it comes anew.

        With `replace` a document of the same name becomes a new version. Raises `NotFoundError` for a foreign folder.
        """
        await self._check(actor, folder_id)
        async with work_folder(self._files.folder) as folder:
            path = folder / "original"
            try:
                size = await write_pieces(path, pieces, self._files.check_size)
                await self._files.rates.upload(actor, size)
                found = await self._opened(path, name, folder)
            except (AppError, FileRefusedError) as error:
                return Added(refused=(Refused(name, error.key, dict(error.params)),))
            return await self.add_files(actor, found, folder_id, replace=replace)

    async def add_files(self, actor: Actor, incoming: Sequence[Incoming], folder_id: str = "", *, replace: bool = False) -> Added:
        """Take files in that lie on the disk; they are gone afterwards."""
        documents, refused = list[Document](), list[Refused]()
        for each in incoming:
            try:
                documents.append(await self._keep(actor, each, folder_id, replace=replace))
            except AppError as error:
                refused.append(Refused(each.name, error.key, dict(error.params)))
        await self._wake([document.id for document in documents])
        return Added(tuple(documents), tuple(refused))

    async def paste(self, actor: Actor, text: str, name: str, folder_id: str = "") -> Document:
        """Make a document of a text. Raises `InvalidInputError` for none at all, and for too much."""
        if not text.strip() or len(text) > LONGEST_PASTE:
            raise InvalidInputError("document.paste_length", max=LONGEST_PASTE)
        return await self._text(
            actor, text, name if "." in name else f"{name or text.strip().splitlines()[0][:60]}.md", folder_id, "paste", ""
        )

    async def add_address(self, actor: Actor, url: str, folder_id: str = "") -> Document:
        """Make a document of what an address shows; the same address again is looked at again. Raises `AddressRefusedError`."""
        url = await self._outbound.check(url)
        if len(url) > LONGEST_ADDRESS:
            raise InvalidInputError("document.address_length", max=LONGEST_ADDRESS)
        await self._check(actor, folder_id)
        most = (await self._site.load(Knowledge)).documents_per_person

        def save(session: Session) -> Document:
            now = self._clock()
            row = queries.find_source(session, actor, folder_id, "url", url)
            if row is None:
                _check_count(session, actor, most)
                row = self._row(actor, "", folder_id, "url", url)
                session.add(row)
                session.flush()
            row.state = "waiting"
            queue.enqueue(session, row.id, now, "fetching")
            return self._record(session, row)

        made = await self._db.write(save)
        await self._wake([made.id])
        return made

    async def add_chat(self, actor: Actor, conversation_id: str, folder_id: str = "") -> Document:
        """Make a document of a chat as it is now; doing so again makes a new version of it. Raises `NotFoundError`."""
        file = await self._chats.export(actor, conversation_id, "markdown", "branch", actor.language)
        return await self._text(actor, file.data.decode(), file.name, folder_id, "chat", conversation_id)

    async def add_note(self, actor: Actor, note_id: str, title: str, text: str, folder_id: str) -> Document:
        """Make a document of a note; doing so again makes a new version of it. The caller has checked whose it is."""
        return await self._text(actor, text, f"{title or note_id}.md", folder_id, "note", note_id)

    async def _text(self, actor: Actor, text: str, name: str, folder_id: str, source: Source, source_ref: str) -> Document:
        await self._check(actor, folder_id)
        async with work_folder(self._files.folder) as folder:
            path = folder / "original"
            await asyncio.to_thread(path.write_bytes, text.encode())
            made = await self._keep(actor, Incoming(path, name, source, source_ref), folder_id)
        await self._wake([made.id])
        return made

    async def _check(self, actor: Actor, folder_id: str) -> None:
        await self._db.read(lambda session: queries.check_folder(session, actor, folder_id))

    async def _opened(self, path: Path, name: str, folder: Path) -> list[Incoming]:
        if not await asyncio.to_thread(is_archive, path, name):
            return [_incoming(path, name)]
        members = await asyncio.to_thread(unpack, path, folder / "unpacked", self._files.limits.file_bytes)
        return [_incoming(member, f"{inside}") for member, inside in members]

    async def _keep(self, actor: Actor, incoming: Incoming, folder_id: str, *, replace: bool = False) -> Document:
        size = (await asyncio.to_thread(incoming.path.stat)).st_size
        if not size:
            raise InvalidInputError("attachment.empty")
        await self._files.check_room(actor, size, "")
        sha256 = await asyncio.to_thread(sha256_of, incoming.path)
        most = (await self._site.load(Knowledge)).documents_per_person

        def save(session: Session) -> Document:
            queries.check_folder(session, actor, folder_id)
            row = self._earlier(session, actor, incoming, folder_id, sha256, replace=replace)
            if row is None:
                _check_count(session, actor, most)
                row = self._row(actor, clean_name(incoming.name), folder_id, incoming.source, incoming.source_ref)
                session.add(row)
            self._renew(session, row, incoming, sha256, size)
            return self._record(session, row)

        return await self._originals.put(incoming.path, sha256, save)

    def _earlier(
        self, session: Session, actor: Actor, incoming: Incoming, folder_id: str, sha256: str, *, replace: bool
    ) -> models.Document | None:
        """The document that this file is the same as, or a new version of."""
        if incoming.source_ref:
            return queries.find_source(session, actor, folder_id, incoming.source, incoming.source_ref)
        if replace and (named := queries.find_name(session, actor, folder_id, clean_name(incoming.name))):
            return named
        return queries.find_twin(session, actor, folder_id, sha256) if incoming.source == "upload" else None

    def _renew(self, session: Session, row: models.Document, incoming: Incoming, sha256: str, size: int) -> None:
        """The same bytes again change nothing, unless they could not be read last time."""
        row.source_mark = incoming.source_mark
        if row.sha256 == sha256 and row.state in {"ready", "waiting", "working"}:
            return
        now = self._clock()
        row.sha256, row.size, row.state, row.problem, row.updated_at = sha256, size, "waiting", "", now
        session.flush()
        queue.enqueue(session, row.id, now)
        queue.write_line(session, row.id, "document.log.came", now, bytes=size)

    def _record(self, session: Session, row: models.Document) -> Document:
        session.flush()
        return document_record(row, queries.jobs_of(session, [row.id]).get(row.id), now=self._clock())

    def _row(self, actor: Actor, name: str, folder_id: str, source: str, source_ref: str) -> models.Document:
        now = self._clock()
        return models.Document(
            id=new_id(),
            owner_id=actor.user_id,
            folder_id=folder_id or None,
            name=name,
            source=source,
            source_ref=source_ref,
            created_at=now,
            updated_at=now,
        )

    async def _wake(self, document_ids: list[str]) -> None:
        self._worker.wake()
        self._announcer.tell(await self._db.read(lambda session: queries.viewers(session, document_ids)))


def _check_count(session: Session, actor: Actor, most: int) -> None:
    if queries.count_own(session, actor) >= most:
        raise TooManyDocumentsError(max=most)


def _incoming(path: Path, name: str) -> Incoming:
    """A file of a folder is known by its path when the folder is uploaded again."""
    inside = name.replace("\\", "/").strip("/")
    return Incoming(path, name, source_ref=inside[-2_000:] if "/" in inside else "")
