"""A project goes out as one ZIP: one chat, one page of passages, one piece of a file in memory at a time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

import orjson
from sqlmodel import Session

from chat_app.db import Database
from chat_app.errors import NotFoundError
from chat_app.integrations.files.port import BlobStore
from chat_app.services.audit.log import AuditLog
from chat_app.services.exports.queries import list_beside
from chat_app.services.exports.reading import read_chat
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.project_files import form, queries
from chat_app.services.project_files.lines import chat_lines, document_line, line, question_lines
from chat_app.services.project_files.names import member_name
from chat_app.services.project_files.zip_stream import ZipStream
from chat_app.services.projects.copying_queries import list_notes, list_tree
from chat_app.services.projects.rights_queries import require_folder

T = TypeVar("T")
PIECE = 256 * 1024


@dataclass(slots=True)
class _Run:
    """One export on its way."""

    actor: Actor
    folder_id: str
    folder_ids: list[str] = field(default_factory=list)
    document_ids: list[str] = field(default_factory=list)
    file_of: dict[str, str] = field(default_factory=dict)
    """Where bytes lie in the ZIP, by their hashes."""
    text_of: dict[str, str] = field(default_factory=dict)
    """Where the texts of documents lie, by the documents' ids."""


class ProjectExport:
    """Whoever may read a project may take along what they may read; each step asks again whether they still may."""

    def __init__(self, db: Database, blobs: BlobStore, audit: AuditLog, clock: Clock = utc_now) -> None:
        self._db = db
        self._blobs = blobs
        self._audit = audit
        self._clock = clock

    async def begin(self, actor: Actor, folder_id: str) -> tuple[str, AsyncIterator[bytes]]:
        """The name of the file, and the file piece by piece; raises `FolderNotFoundError`.

        The pieces end with `FolderNotFoundError` when the actor is put out meanwhile.
        """
        run = _Run(actor, folder_id)
        name = await self._read(run, lambda session: _survey(session, run))
        await self._audit.note(actor, "project.export", kind="folder", object_id=folder_id)
        return f"{member_name(name) or 'project'}.zip", self._pieces(run, name)

    async def _pieces(self, run: _Run, name: str) -> AsyncIterator[bytes]:
        out = ZipStream()
        manifest = _manifest(name, run.folder_id, self._clock())
        async for piece in out.member(form.MANIFEST, _one(manifest)):
            yield piece
        async for piece in out.member(form.PROJECT, self._project(run)):
            yield piece
        async for piece in self._originals(run, out):
            yield piece
        async for piece in out.member(form.DOCUMENTS, self._documents(run)):
            yield piece
        async for piece in out.member(form.QUESTIONS, self._questions(run)):
            yield piece
        async for piece in self._attached(run, out):
            yield piece
        async for piece in out.member(form.CHATS, self._chats(run)):
            yield piece
        yield out.end()

    async def _project(self, run: _Run) -> AsyncIterator[bytes]:
        def load(session: Session) -> bytes:
            used = queries.list_used_assistants(session, run.folder_ids)
            assistants = queries.list_assistants(session, run.actor, used)
            tree = list_tree(session, run.folder_id)
            known = {row.id for row in assistants}
            return b"".join(
                [
                    *(line("assistant", row) for row in assistants),
                    *(line("folder", row, **_folder(row, run.folder_id, known)) for row in tree),
                    *(line("note", row) for row in list_notes(session, run.folder_ids)),
                    *(line("tag", row) for row in queries.list_tags(session, run.actor, run.folder_ids)),
                ]
            )

        yield await self._read(run, load)

    async def _originals(self, run: _Run, out: ZipStream) -> AsyncIterator[bytes]:
        """The bytes of documents, and what was read out of them."""
        for number, document_id in enumerate(run.document_ids, start=1):
            row, content = await self._document(run, document_id)
            if row is None:
                continue
            if row.sha256 not in run.file_of:
                async for piece in self._file(run, out, row.sha256, f"documents/{number:05} {member_name(row.name)}"):
                    yield piece
            if content[2]:
                run.text_of[document_id] = f"texts/{number:05}.txt"
                async for piece in out.member(run.text_of[document_id], _one(content[2].encode())):
                    yield piece

    async def _attached(self, run: _Run, out: ZipStream) -> AsyncIterator[bytes]:
        files = await self._read(run, lambda session: queries.list_files(session, run.folder_ids))
        for number, (sha256, name) in enumerate(files, start=1):
            if sha256 not in run.file_of:
                async for piece in self._file(run, out, sha256, f"files/{number:05} {member_name(name)}"):
                    yield piece

    async def _file(self, run: _Run, out: ZipStream, sha256: str, name: str) -> AsyncIterator[bytes]:
        pieces = self._blobs.stream(sha256)
        try:
            first = await anext(pieces, b"")
        except FileNotFoundError:
            # What is gone here cannot go along; its row says so by naming no file.
            return
        run.file_of[sha256] = name
        async for piece in out.member(name, _again(first, pieces), packed=False):
            yield piece

    async def _documents(self, run: _Run) -> AsyncIterator[bytes]:
        for document_id in run.document_ids:
            row, content = await self._document(run, document_id)
            if row is None:
                continue
            yield document_line(row, (content[0], content[1]), run.file_of.get(row.sha256, ""), run.text_of.get(row.id, ""))
            async for piece in self._passages(run, document_id):
                yield piece

    async def _questions(self, run: _Run) -> AsyncIterator[bytes]:
        def load(session: Session) -> bytes:
            return b"".join(question_lines(queries.list_questions(session, run.folder_ids), set(run.document_ids)))

        yield await self._read(run, load)

    async def _passages(self, run: _Run, document_id: str) -> AsyncIterator[bytes]:
        after = -1
        while passages := await self._read(run, lambda session, at=after: queries.list_passages(session, document_id, at)):
            yield b"".join(line("passage", passage) for passage in passages)
            after = passages[-1].number

    async def _document(self, run: _Run, document_id: str) -> Any:
        def load(session: Session) -> Any:
            row = queries.find_document(session, document_id, run.folder_ids)
            return row, queries.find_content(session, row.content_id if row else None)

        return await self._read(run, load)

    async def _chats(self, run: _Run) -> AsyncIterator[bytes]:
        for chat_id in await self._read(run, lambda session: queries.list_chat_ids(session, run.folder_ids)):
            try:
                lines = await self._read(run, lambda session, id_=chat_id: _chat(session, run, id_))
            except NotFoundError:
                # Deleted while the export was being written; who was put out is told by the next step.
                continue
            for piece in await asyncio.to_thread(lambda found=lines: list(_in_pieces(found))):
                yield piece

    async def _read(self, run: _Run, load: Callable[[Session], T]) -> T:
        def checked(session: Session) -> T:
            require_folder(session, run.actor, run.folder_id)
            return load(session)

        return await self._db.read(checked)


def _survey(session: Session, run: _Run) -> str:
    """What there is to be written; the project's name."""
    tree = list_tree(session, run.folder_id)
    run.folder_ids = [row.id for row in tree]
    run.document_ids = queries.list_document_ids(session, run.folder_ids)
    return tree[0].name


def _chat(session: Session, run: _Run, chat_id: str) -> Iterable[bytes]:
    rows = read_chat(session, run.actor, chat_id, "all")
    documents = set(run.document_ids)
    sources = [row for row in queries.list_sources(session, chat_id) if row.document_id in documents]
    tags = queries.list_tags_of(session, run.actor, chat_id)
    own = rows.conversation.owner_id == run.actor.user_id
    return chat_lines(rows, list_beside(session, chat_id), sources, tags, run.file_of, documents, own)


def _folder(row: Any, top_id: str, assistant_ids: set[str]) -> dict[str, Any]:
    """The top stands alone, and others' assistants stay with them."""
    own = {} if row.id != top_id else {"parent_id": None, "position": 0}
    return own if row.assistant_id in assistant_ids else own | {"assistant_id": None}


def _manifest(name: str, folder_id: str, now: datetime) -> bytes:
    found = {"format": form.FORMAT, "version": form.VERSION, "name": name, "folder_id": folder_id, "made_at": now}
    return orjson.dumps(found, option=orjson.OPT_INDENT_2)


def _in_pieces(lines: Iterable[bytes]) -> Iterable[bytes]:
    waiting = bytearray()
    for each in lines:
        waiting += each
        if len(waiting) >= PIECE:
            yield bytes(waiting)
            waiting.clear()
    if waiting:
        yield bytes(waiting)


async def _one(data: bytes) -> AsyncIterator[bytes]:
    yield data


async def _again(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for piece in rest:
        yield piece
