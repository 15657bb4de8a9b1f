"""Writes the ZIP of an export piece by piece: never more than a page of rows, one chat or one piece of a file in memory."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from sqlmodel import Session, SQLModel

from chat_app.db import Database
from chat_app.errors import AppError
from chat_app.integrations.files.port import BlobStore
from chat_app.services.audit.reading import AuditTrail
from chat_app.services.exports.service import ExportService
from chat_app.services.kernel.actor import Actor
from chat_app.services.privacy import export_queries as queries
from chat_app.services.privacy.export_readme import readme
from chat_app.services.privacy.export_schema import schema
from chat_app.services.privacy.export_tables import exported_tables
from chat_app.services.privacy.ownership_queries import USERS

PAGE = 500
MAX_NAME = 80
_UNSAFE = re.compile(r"[^\w.,()+-]+")


class ExportArchive:
    """Collects what belongs to a person."""

    def __init__(self, db: Database, blobs: BlobStore, chats: ExportService, trail: AuditTrail) -> None:
        self._db = db
        self._blobs = blobs
        self._chats = chats
        self._trail = trail

    async def write(self, path: Path, actor: Actor, now: datetime) -> None:
        """Write all of it into `path`."""
        archive = ZipFile(path, "w", ZIP_DEFLATED)
        try:
            await self._text(archive, "README.md", readme(actor.language, now))
            await self._text(archive, "schema.json", json.dumps(schema(), indent=1))
            await self._tables(archive, actor)
            await self._audit(archive, actor)
            await self._each_chat(archive, actor)
            await self._each_file(archive, "files", lambda session, after: queries.list_files(session, actor.user_id, after, PAGE))
            await self._each_file(archive, "documents", lambda session, after: queries.list_documents(session, actor.user_id, after, PAGE))
        finally:
            await asyncio.to_thread(archive.close)

    async def _tables(self, archive: ZipFile, actor: Actor) -> None:
        for name in (USERS, *exported_tables()):
            await self._pieces(archive, f"data/{'account' if name == USERS else name}.jsonl", self._lines(name, actor))

    async def _lines(self, name: str, actor: Actor) -> AsyncIterator[bytes]:
        keys = [column.name for column in SQLModel.metadata.tables[name].primary_key.columns]
        after: tuple[Any, ...] | None = None
        while rows := await self._db.read(lambda session, after=after: queries.read_rows(session, name, actor.user_id, after, PAGE)):
            yield "".join(json.dumps(row, default=_plain, ensure_ascii=False) + "\n" for row in rows).encode()
            after = tuple(rows[-1][key] for key in keys)

    async def _audit(self, archive: ZipFile, actor: Actor) -> None:
        async def lines() -> AsyncIterator[bytes]:
            cursor, more = "", True
            while more:
                page = await self._trail.own(actor, cursor, 200)
                yield "".join(json.dumps(asdict(row), default=_plain) + "\n" for row in page.items).encode()
                cursor, more = page.next_cursor, bool(page.next_cursor)

        await self._pieces(archive, "data/audit.jsonl", lines())

    async def _each_chat(self, archive: ZipFile, actor: Actor) -> None:
        for chat_id in await self._db.read(lambda session: queries.list_chat_ids(session, actor.user_id)):
            for form in ("markdown", "json"):
                try:
                    file = await self._chats.export(actor, chat_id, form, "all", actor.language)
                except AppError:
                    # Deleted while the export was being written.
                    continue
                await self._bytes(archive, f"chats/{chat_id} {file.name}", file.data)

    async def _each_file(self, archive: ZipFile, folder: str, list_: Callable[[Session, str], Sequence[tuple[str, str, str]]]) -> None:
        after = ""
        while rows := await self._db.read(lambda session, after=after: list_(session, after)):
            for file_id, name, sha256 in rows:
                await self._pieces(archive, f"{folder}/{file_id} {safe_name(name)}", self._blob(sha256), packed=False)
            after = rows[-1][0]

    async def _blob(self, sha256: str) -> AsyncIterator[bytes]:
        try:
            async for piece in self._blobs.stream(sha256):
                yield piece
        except FileNotFoundError:
            # The rest of the export must not fail for a file that is gone; its entry is empty.
            return

    async def _text(self, archive: ZipFile, name: str, text: str) -> None:
        await self._bytes(archive, name, text.encode())

    async def _bytes(self, archive: ZipFile, name: str, data: bytes) -> None:
        await asyncio.to_thread(archive.writestr, name, data)

    async def _pieces(self, archive: ZipFile, name: str, pieces: AsyncIterator[bytes], *, packed: bool = True) -> None:
        entry = ZipInfo(name)
        entry.compress_type = ZIP_DEFLATED if packed else ZIP_STORED
        with archive.open(entry, "w", force_zip64=True) as target:
            async for piece in pieces:
                await asyncio.to_thread(target.write, piece)


def safe_name(name: str) -> str:
    """A file's name without what could lead out of a folder."""
    return _UNSAFE.sub("_", name.replace("..", "_")).strip("._ ")[-MAX_NAME:] or "file"


def _plain(value: object) -> str:
    """Times as ISO 8601; bytes and what else JSON does not have are withheld, so this meets only times."""
    return value.isoformat() if isinstance(value, datetime) else str(value)
