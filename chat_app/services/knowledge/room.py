"""How much room somebody's documents have, and how much of it is left."""

from __future__ import annotations

from dataclasses import dataclass

from chat_app.db import Database
from chat_app.services.files.service import FileService
from chat_app.services.kernel.actor import Actor
from chat_app.services.knowledge import queries
from chat_app.services.site import SiteService
from chat_app.services.site.knowledge_section import Knowledge


@dataclass(frozen=True, slots=True)
class Room:
    """Documents and bytes of a person; the bytes are those of their files in chats, too."""

    documents: int
    documents_most: int
    bytes: int
    bytes_most: int


class RoomService:
    """Says what the limits are before somebody meets them."""

    def __init__(self, db: Database, files: FileService, site: SiteService) -> None:
        self._db = db
        self._files = files
        self._site = site

    async def room(self, actor: Actor) -> Room:
        """What the person has of what they may have."""
        documents = await self._db.read(lambda session: queries.count_own(session, actor))
        most = (await self._site.load(Knowledge)).documents_per_person
        return Room(documents, most, await self._files.stored_bytes(actor), self._files.limits.storage_bytes)
