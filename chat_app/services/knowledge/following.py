"""Chats and messages as knowledge: documents that follow what they were made of."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Literal

from sqlmodel import Session

from chat_app.db import Database
from chat_app.services.chat.queries import get_message
from chat_app.services.exports.dto import ExportedChat
from chat_app.services.exports.labels import heading
from chat_app.services.exports.reading import ChatRows, read_chat
from chat_app.services.kernel.actor import Actor
from chat_app.services.knowledge import followed_queries as queries
from chat_app.services.knowledge.adding_texts import ChatWriter
from chat_app.services.knowledge.documents import DocumentService
from chat_app.services.knowledge.dto import Document, Incoming
from chat_app.services.knowledge.errors import DocumentBusyError
from chat_app.services.knowledge.keeping import Keeper
from chat_app.services.knowledge.trash import DocumentTrash
from chat_app.services.projects.rights import FolderRole

Kind = Literal["chat", "message"]
MOST_LISTED = 10_000
LONGEST_TITLE = 60


@dataclasses.dataclass(frozen=True, slots=True)
class Semantic:
    """A chat or message that is knowledge, and its document."""

    kind: str
    id: str
    conversation_id: str
    document_id: str
    folder_id: str = ""


class Following:
    """Switches it on and off, and writes a document anew. Only what its owner may read comes in."""

    def __init__(self, db: Database, chats: ChatWriter, keeper: Keeper, documents: DocumentService, trash: DocumentTrash) -> None:
        self._db = db
        self._chats = chats
        self._keeper = keeper
        self._documents = documents
        self._trash = trash

    async def list(self, actor: Actor) -> list[Semantic]:
        """All that the actor has made knowledge of."""
        rows = await self._db.read(lambda session: queries.list_own(session, actor, MOST_LISTED))
        return [Semantic(row.source, row.source_ref, chat_id, row.id, row.folder_id or "") for row, chat_id in rows]

    async def begin(self, actor: Actor, kind: Kind, object_id: str, folder_id: str = "") -> Document:
        """Let a chat or message be found in a project ("" for the own library), as it is from now on.

        Raises `NotFoundError` for what the actor may not read, or a folder that they may not write to; `DocumentBusyError`
        while something is written in it.
        """
        await self._keeper.check(actor, folder_id)
        before = await self._db.read(lambda session: queries.find_own(session, actor, kind, object_id))
        if before and (before.folder_id or "") != folder_id:
            await self._documents.move(actor, [before.id], folder_id)
        return await self.write(actor, kind, object_id, folder_id)

    async def end(self, actor: Actor, kind: Kind, object_id: str) -> None:
        """Let a chat or message be found no longer; its document goes for good. Raises `NotFoundError` for what the actor may not read."""
        if row := await self._db.read(lambda session: queries.find_own(session, actor, kind, object_id)):
            await self._trash.delete(actor, [row.id], for_good=True)
        else:
            await (self._chat if kind == "chat" else self._message)(actor, object_id)

    async def write(self, actor: Actor, kind: Kind, object_id: str, folder_id: str) -> Document:
        """Write the document as its chat or message is now."""
        read = self._chat if kind == "chat" else self._message
        text, incoming = await read(actor, object_id)
        if not incoming.source_mark:
            raise DocumentBusyError("document.chat_busy")
        return await self._keeper.keep_text(actor, text, incoming, folder_id)

    async def _chat(self, actor: Actor, conversation_id: str) -> tuple[str, Incoming]:
        def read(session: Session) -> tuple[ChatRows, str]:
            rows = read_chat(session, actor, conversation_id, "branch")
            said = [(row, depth) for row, depth in rows.messages if not row.excluded]
            return dataclasses.replace(rows, messages=said), queries.mark_of_chat(session, rows.conversation)

        rows, mark = await self._db.read(read)
        chat = await self._chats.record(rows, "branch", with_images=False)
        return chat_text(chat, actor.language), _incoming(chat.title, "chat", conversation_id, mark)

    async def _message(self, actor: Actor, message_id: str) -> tuple[str, Incoming]:
        def read(session: Session) -> tuple[str, str, str]:
            message, conversation = get_message(session, actor, message_id, least=FolderRole.VIEWER)
            return message.text, conversation.title, queries.mark_of_message(message)

        text, title, mark = await self._db.read(read)
        first = next((line for line in text.splitlines() if line.strip()), title)
        return text, _incoming(first, "message", message_id, mark)


def chat_text(chat: ExportedChat, language: str) -> str:
    """Who says what. Without times, costs and versions: what did not change stays the same passage."""
    said = (f"## {heading(dataclasses.replace(message, versions=1), language)}\n\n{message.text.strip()}\n" for message in chat.messages)
    return "\n".join([f"# {chat.title}\n", *said])


def _incoming(title: str, kind: Kind, object_id: str, mark: str) -> Incoming:
    plain = "".join(sign for sign in title.replace("/", "-") if sign not in "#*_`>")
    name = " ".join(plain.split())[:LONGEST_TITLE].strip(". ") or object_id
    return Incoming(Path(), f"{name}.md", kind, object_id, mark)
