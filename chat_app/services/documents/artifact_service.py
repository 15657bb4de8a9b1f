"""The artifacts of a chat's branch, read out of its messages: nothing is kept twice."""

from __future__ import annotations

import asyncio

from sqlmodel import Session

from chat_app.db import Database
from chat_app.errors import NotFoundError
from chat_app.services.chat import queries
from chat_app.services.documents.artifacts import Source, block_text, find_artifacts
from chat_app.services.documents.dto import Artifact
from chat_app.services.kernel.actor import Actor
from chat_app.services.projects.rights import FolderRole


class ArtifactService:
    """Finds artifacts, and single blocks for the preview."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def list(self, actor: Actor, conversation_id: str) -> list[Artifact]:
        """The artifacts of the branch on show, oldest first; raises `NotFoundError`."""

        def read(session: Session) -> list[Source]:
            conversation = queries.get_conversation(session, actor, conversation_id, least=FolderRole.VIEWER)
            path = queries.list_path(session, conversation.active_leaf_id)
            return [Source(row.id, row.text, row.created_at) for row in path if row.role == "assistant" and row.deleted_at is None]

        # Reading the Markdown of a long chat takes a while: not on the event loop.
        return await asyncio.to_thread(find_artifacts, await self._db.read(read))

    async def block(self, actor: Actor, message_id: str, index: int) -> tuple[str, str]:
        """Language and content of one fenced block; raises `NotFoundError`."""
        row = await self._db.read(lambda session: queries.get_message(session, actor, message_id, least=FolderRole.VIEWER)[0])
        found = block_text(row.text, index)
        if found is None:
            raise NotFoundError("artifact.error.not_found")
        return found
