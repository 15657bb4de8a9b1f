"""Keeps what comes in: the bytes as a blob, the document as a row, its reading as a job."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Sequence

from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.errors import InvalidInputError
from chat_app.services.files.incoming import sha256_of, work_folder
from chat_app.services.files.names import clean_name
from chat_app.services.files.service import FileService
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.kernel.ids import new_id
from chat_app.services.knowledge import queries
from chat_app.services.knowledge.announcing import Announcer
from chat_app.services.knowledge.dto import Document, Incoming
from chat_app.services.knowledge.errors import TooManyDocumentsError
from chat_app.services.knowledge.ingestion import queue_queries as queue
from chat_app.services.knowledge.ingestion.worker import IngestionWorker
from chat_app.services.knowledge.originals import Originals
from chat_app.services.knowledge.records import document_record
from chat_app.services.site import SiteService
from chat_app.services.site.knowledge_section import Knowledge


class Keeper:
    """The one way in, wherever a document comes from."""

    def __init__(
        self,
        db: Database,
        files: FileService,
        originals: Originals,
        site: SiteService,
        worker: IngestionWorker,
        announcer: Announcer,
        clock: Clock = utc_now,
    ) -> None:
        self._db = db
        self._files = files
        self._originals = originals
        self._site = site
        self._worker = worker
        self._announcer = announcer
        self._clock = clock

    async def check(self, actor: Actor, folder_id: str) -> None:
        """Raise `NotFoundError` for a folder that the actor may put nothing into."""
        await self._db.read(lambda session: queries.check_folder(session, actor, folder_id))

    async def keep(self, actor: Actor, incoming: Incoming, folder_id: str, *, replace: bool = False) -> Document:
        """Make a document of a file, which is gone afterwards, or a new version of one. It is read after the next `wake`.

        Raises `InvalidInputError` for an empty one, and what limits raise.
        """
        size = (await asyncio.to_thread(incoming.path.stat)).st_size
        if not size:
            raise InvalidInputError("attachment.empty")
        await self._files.check_room(actor, size, "")
        sha256 = await asyncio.to_thread(sha256_of, incoming.path)
        most = await self._most()

        def save(session: Session) -> Document:
            queries.check_folder(session, actor, folder_id)
            row = _earlier(session, actor, incoming, folder_id, sha256, replace=replace)
            if row is None:
                row = self._begin(session, actor, clean_name(incoming.name), folder_id, incoming.source, incoming.source_ref, most)
            self._renew(session, row, incoming, sha256, size)
            return self._record(session, row)

        return await self._originals.put(incoming.path, sha256, save)

    async def keep_text(self, actor: Actor, text: str, incoming: Incoming, folder_id: str) -> Document:
        """Make a document of a text; `incoming.path` says nothing here."""
        await self.check(actor, folder_id)
        async with work_folder(self._files.folder) as folder:
            path = folder / "original"
            await asyncio.to_thread(path.write_bytes, text.encode())
            made = await self.keep(actor, dataclasses.replace(incoming, path=path), folder_id)
        await self.wake([made.id])
        return made

    async def keep_address(self, actor: Actor, url: str, folder_id: str) -> Document:
        """Make a document of an address, whose bytes are fetched later; the same address again is fetched again."""
        await self.check(actor, folder_id)
        most = await self._most()

        def save(session: Session) -> Document:
            row = queries.find_source(session, actor, folder_id, "url", url)
            row = row or self._begin(session, actor, "", folder_id, "url", url, most)
            row.state = "waiting"
            session.flush()
            queue.enqueue(session, row.id, self._clock(), "fetching")
            return self._record(session, row)

        made = await self._db.write(save)
        await self.wake([made.id])
        return made

    async def wake(self, document_ids: Sequence[str]) -> None:
        """Let documents be read, and the pages that show them know."""
        self._worker.wake()
        self._announcer.tell(await self._db.read(lambda session: queries.viewers(session, document_ids)))

    async def _most(self) -> int:
        return (await self._site.load(Knowledge)).documents_per_person

    def _begin(self, session: Session, actor: Actor, name: str, folder_id: str, source: str, source_ref: str, most: int) -> models.Document:
        if queries.count_own(session, actor) >= most:
            raise TooManyDocumentsError(max=most)
        now = self._clock()
        row = models.Document(
            id=new_id(),
            owner_id=actor.user_id,
            folder_id=folder_id or None,
            name=name,
            source=source,
            source_ref=source_ref,
            created_at=now,
            updated_at=now,
        )
        session.add(row)
        return row

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


def _earlier(session: Session, actor: Actor, incoming: Incoming, folder_id: str, sha256: str, *, replace: bool) -> models.Document | None:
    """The document that a file is the same as, or a new version of."""
    if incoming.source_ref:
        return queries.find_source(session, actor, folder_id, incoming.source, incoming.source_ref)
    if replace and (named := queries.find_name(session, actor, folder_id, clean_name(incoming.name))):
        return named
    return queries.find_twin(session, actor, folder_id, sha256) if incoming.source == "upload" else None
