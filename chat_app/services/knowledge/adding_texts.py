"""Texts come in: what somebody pasted, a note of a project, what an address shows, and a chat as it is now."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from chat_app.errors import InvalidInputError
from chat_app.integrations.http.outbound import OutboundClient
from chat_app.services.exports.dto import ExportedChat, ExportFile, Format, Scope
from chat_app.services.exports.reading import ChatRows
from chat_app.services.kernel.actor import Actor
from chat_app.services.knowledge.dto import Document, Incoming, Source
from chat_app.services.knowledge.keeping import Keeper

LONGEST_PASTE = 2_000_000
LONGEST_ADDRESS = 2_000


class ChatWriter(Protocol):
    """Writes chats down (`services/exports`)."""

    async def export(self, actor: Actor, conversation_id: str, format_: Format, scope: Scope, language: str) -> ExportFile: ...

    async def record(self, rows: ChatRows, scope: Scope, *, with_images: bool) -> ExportedChat: ...


class AddingTexts:
    """Takes in what is no file yet."""

    def __init__(self, keeper: Keeper, outbound: OutboundClient, chats: ChatWriter) -> None:
        self._keeper = keeper
        self._outbound = outbound
        self._chats = chats

    async def paste(self, actor: Actor, text: str, name: str, folder_id: str = "") -> Document:
        """Make a document of a text. Raises `InvalidInputError` for none at all, and for too much."""
        if not text.strip() or len(text) > LONGEST_PASTE:
            raise InvalidInputError("document.paste_length", max=LONGEST_PASTE)
        name = name if "." in name else f"{name or text.strip().splitlines()[0][:60]}.md"
        return await self._keeper.keep_text(actor, text, _of(name, "paste"), folder_id)

    async def add_note(self, actor: Actor, note_id: str, title: str, text: str, folder_id: str) -> Document:
        """Make a document of a note; doing so again makes a new version of it. The caller has checked whose it is."""
        return await self._keeper.keep_text(actor, text, _of(f"{title or note_id}.md", "note", note_id), folder_id)

    async def add_address(self, actor: Actor, url: str, folder_id: str = "") -> Document:
        """Make a document of what an address shows; the same address again is looked at again. Raises `AddressRefusedError`."""
        url = await self._outbound.check(url)
        if len(url) > LONGEST_ADDRESS:
            raise InvalidInputError("document.address_length", max=LONGEST_ADDRESS)
        return await self._keeper.keep_address(actor, url, folder_id)

    async def add_chat(self, actor: Actor, conversation_id: str, folder_id: str = "") -> Document:
        """Make a document of a chat as it is now; doing so again makes a new version of it. Raises `NotFoundError`."""
        file = await self._chats.export(actor, conversation_id, "markdown", "branch", actor.language)
        return await self._keeper.keep_text(actor, file.data.decode(), _of(file.name, "chat", conversation_id), folder_id)


def _of(name: str, source: Source, source_ref: str = "") -> Incoming:
    """Where a text comes from; it lies nowhere yet."""
    return Incoming(Path(), name, source, source_ref)
