"""Marks on messages: left out of the context, the divider, pinned, rated."""

from __future__ import annotations

from sqlmodel import Session

from chat_app.db import Database
from chat_app.errors import InvalidInputError
from chat_app.services.chat import branch_queries, queries
from chat_app.services.chat.dto import ConversationChange, PinnedMessage
from chat_app.services.chat.excerpts import plain_excerpt
from chat_app.services.chat.feed import ChangeFeed
from chat_app.services.kernel.actor import Actor
from chat_app.services.projects.rights import FolderRole

RATINGS = (-1, 0, 1)
EXCERPT = 400


class MarkService:
    """What a person notes about single messages; no text changes."""

    def __init__(self, db: Database, changes: ChangeFeed) -> None:
        self._db = db
        self._changes = changes

    async def exclude(self, actor: Actor, message_id: str, excluded: bool = True) -> None:
        """Let models read the message no longer, or again."""
        await self._set(actor, message_id, "excluded", excluded)

    async def pin(self, actor: Actor, message_id: str, pinned: bool = True) -> None:
        """Keep a message in the list of pinned ones, or take it out."""
        await self._set(actor, message_id, "pinned", pinned)

    async def rate(self, actor: Actor, message_id: str, rating: int) -> None:
        """1 for a good answer, -1 for a bad one, 0 for none. Raises `InvalidInputError` for anything but an answer."""
        if rating not in RATINGS:
            raise InvalidInputError

        def save(session: Session) -> str:
            message, conversation = queries.get_message(session, actor, message_id, least=FolderRole.EDITOR)
            if message.role != "assistant":
                raise InvalidInputError("error.not_possible_here")
            message.rating = rating
            return conversation.id

        self._announce(actor, await self._db.write(save))

    async def divide(self, actor: Actor, message_id: str, divided: bool = True) -> None:
        """Put the divider behind a message, or take it away: models read nothing before it."""
        await self._set(actor, message_id, "clears_context", divided)

    async def clear_context(self, actor: Actor, conversation_id: str) -> bool:
        """Put the divider behind the last message on show, or take it back when it stands there; whether it stands there now."""

        def toggle(session: Session) -> bool:
            conversation = queries.get_conversation(session, actor, conversation_id, lock=True, least=FolderRole.EDITOR)
            if not conversation.active_leaf_id:
                raise InvalidInputError("error.not_possible_here")
            message, _ = queries.get_message(session, actor, conversation.active_leaf_id, least=FolderRole.EDITOR)
            message.clears_context = not message.clears_context
            return message.clears_context

        divided = await self._db.write(toggle)
        self._announce(actor, conversation_id)
        return divided

    async def pinned(self, actor: Actor, conversation_id: str) -> list[PinnedMessage]:
        """The pinned messages of a chat, of all its branches, oldest first."""

        def load(session: Session) -> list[PinnedMessage]:
            queries.get_conversation(session, actor, conversation_id, least=FolderRole.VIEWER)
            rows = branch_queries.list_pinned(session, conversation_id)
            return [PinnedMessage(row.id, row.role, plain_excerpt(row.text[:EXCERPT]), row.model_id, row.created_at) for row in rows]

        return await self._db.read(load)

    async def _set(self, actor: Actor, message_id: str, name: str, value: bool) -> None:
        def save(session: Session) -> str:
            message, conversation = queries.get_message(session, actor, message_id, least=FolderRole.EDITOR)
            setattr(message, name, value)
            return conversation.id

        self._announce(actor, await self._db.write(save))

    def _announce(self, actor: Actor, conversation_id: str) -> None:
        self._changes.publish(actor.user_id, ConversationChange(conversation_id, "messages"))
