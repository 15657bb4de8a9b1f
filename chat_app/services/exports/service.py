"""Chats as files."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import Protocol
from zipfile import ZIP_DEFLATED, ZipFile

from sqlmodel import Session, SQLModel

from chat_app import models
from chat_app.db import Database
from chat_app.integrations.files.port import BlobStore
from chat_app.services.exports import queries
from chat_app.services.exports.dto import ExportedChat, ExportedFile, ExportedMessage, ExportedSource, ExportFile, Format, Scope
from chat_app.services.exports.html_file import SHOWN_IMAGES, to_html
from chat_app.services.exports.json_file import to_json
from chat_app.services.exports.markdown_file import to_markdown
from chat_app.services.exports.pdf_file import to_pdf
from chat_app.services.exports.reading import ChatRows, read_chat
from chat_app.services.kernel.actor import Actor

MAX_IMAGE_BYTES = 5_000_000
MAX_IMAGES_BYTES = 40_000_000
MEDIA_TYPES: dict[Format, tuple[str, str]] = {
    "markdown": ("md", "text/markdown; charset=utf-8"),
    "json": ("json", "application/json"),
    "html": ("html", "text/html; charset=utf-8"),
    "pdf": ("pdf", "application/pdf"),
}
_UNSAFE = re.compile(r"[^\w .,()+-]+")


class ModelNames(Protocol):
    """Knows how models are called (the catalogue)."""

    async def label(self, model_id: str) -> str: ...


class ExportService:
    """Writes chats down in the formats that others read."""

    def __init__(self, db: Database, catalogue: ModelNames, blobs: BlobStore) -> None:
        self._db = db
        self._catalogue = catalogue
        self._blobs = blobs

    async def export(self, actor: Actor, conversation_id: str, format_: Format, scope: Scope, language: str) -> ExportFile:
        """One chat as a file; raises `NotFoundError`. JSON always holds all branches."""
        if format_ == "json":
            rows, data = await self._lossless(actor, conversation_id)
        else:
            rows = await self._db.read(lambda session: read_chat(session, actor, conversation_id, scope))
            data = await self._write(rows, format_, scope, language)
        return ExportFile(file_name(rows.conversation.title, MEDIA_TYPES[format_][0]), MEDIA_TYPES[format_][1], data)

    async def export_many(self, actor: Actor, conversation_ids: Sequence[str], format_: Format, scope: Scope, language: str) -> ExportFile:
        """Several chats as one ZIP, each as `export` writes it; raises `NotFoundError` if one of them is not the actor's."""
        target = BytesIO()
        names: dict[str, int] = {}
        with ZipFile(target, "w", ZIP_DEFLATED) as archive:
            for conversation_id in dict.fromkeys(conversation_ids):
                file = await self.export(actor, conversation_id, format_, scope, language)
                await asyncio.to_thread(archive.writestr, _free_name(names, file.name), file.data)
        return ExportFile("parley-chats.zip", "application/zip", target.getvalue())

    async def _lossless(self, actor: Actor, conversation_id: str) -> tuple[ChatRows, bytes]:
        def read(session: Session) -> tuple[ChatRows, dict[str, Sequence[SQLModel]]]:
            rows = read_chat(session, actor, conversation_id, "all")
            return rows, queries.list_beside(session, rows.conversation.id)

        rows, beside = await self._db.read(read)
        return rows, await asyncio.to_thread(to_json, rows, beside, own=rows.conversation.owner_id == actor.user_id)

    async def _write(self, rows: ChatRows, format_: Format, scope: Scope, language: str) -> bytes:
        # Writing a long chat takes seconds: not on the event loop.
        chat = await self.record(rows, scope, with_images=format_ == "html")
        if format_ == "pdf":
            return await to_pdf(chat, language)
        return (await asyncio.to_thread(to_html if format_ == "html" else to_markdown, chat, language)).encode()

    async def record(self, rows: ChatRows, scope: Scope, *, with_images: bool) -> ExportedChat:
        """The chat as all formats but JSON see it; with the bytes of its images where they are shown."""
        names = await self._model_names({row.model_id for row, _depth in rows.messages})
        files = await self._files(rows, with_images=with_images)
        chat = rows.conversation
        return ExportedChat(
            chat.id,
            " ".join(chat.title.split()),
            chat.created_at,
            chat.updated_at,
            scope,
            tuple(_message(rows, row, depth, names, files.get(row.id, ())) for row, depth in rows.messages),
        )

    async def _model_names(self, model_ids: Iterable[str]) -> dict[str, str]:
        return {model_id: await self._catalogue.label(model_id) for model_id in model_ids if model_id}

    async def _files(self, rows: ChatRows, *, with_images: bool) -> dict[str, tuple[ExportedFile, ...]]:
        left = MAX_IMAGES_BYTES if with_images else 0
        files: dict[str, tuple[ExportedFile, ...]] = {}
        for message_id, attachments in rows.attachments.items():
            exported = []
            for row in attachments:
                shown = row.media_type in SHOWN_IMAGES and row.size <= min(left, MAX_IMAGE_BYTES)
                data = await self._read(row) if shown else b""
                left -= len(data)
                exported.append(ExportedFile(row.name, row.media_type, row.size, data))
            files[message_id] = tuple(exported)
        return files

    async def _read(self, row: models.Attachment) -> bytes:
        try:
            return await self._blobs.read(row.sha256)
        except OSError:
            # The name stays in the file; a picture that is gone must not stop the rest.
            return b""


def _message(rows: ChatRows, row: models.Message, depth: int, names: Mapping[str, str], files: tuple[ExportedFile, ...]) -> ExportedMessage:
    siblings, turns = rows.siblings.get(row.parent_id, []), rows.turns.get(row.id, [])
    costs = [turn.cost_nano for turn in turns if turn.cost_nano is not None]
    return ExportedMessage(
        id=row.id,
        parent_id=row.parent_id or "",
        role=row.role,
        text=row.text,
        created_at=row.created_at,
        status=row.status,
        reasoning=row.reasoning,
        model=names.get(row.model_id, ""),
        tokens_in=sum(turn.tokens_in for turn in turns),
        tokens_out=sum(turn.tokens_out for turn in turns),
        cost_nano=sum(costs) if costs else None,
        version=siblings.index(row.id) + 1 if row.id in siblings else 1,
        versions=max(1, len(siblings)),
        depth=depth,
        files=files,
        sources=tuple(
            ExportedSource(each.number, each.title, each.heading, each.page) for each in rows.sources.get(row.id, ()) if each.cited
        ),
    )


def file_name(title: str, extension: str) -> str:
    """A name that every file system takes."""
    clean = " ".join(_UNSAFE.sub(" ", title).split()).strip(" .")[:80].rstrip(" .")
    return f"{clean or 'chat'}.{extension}"


def _free_name(names: dict[str, int], name: str) -> str:
    names[name] = number = names.get(name, 0) + 1
    stem, _dot, extension = name.rpartition(".")
    return name if number == 1 else f"{stem} ({number}).{extension}"
