"""What a person has seen of a chat, where they stopped reading, and what they had begun to write before there was a chat."""

from __future__ import annotations

from sqlmodel import Session

from chat_app.db import Database
from chat_app.errors import InvalidInputError, NotFoundError
from chat_app.services.accounts.queries import find_user, lock_user
from chat_app.services.chat.conversations import MAX_DRAFT
from chat_app.services.chat.dto import ConversationChange
from chat_app.services.chat.feed import ChangeFeed
from chat_app.services.chat.personal import personal
from chat_app.services.chat.queries import get_conversation, get_message
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.projects.rights import FolderRole
from chat_app.services.workspace.tab_queries import is_unread


class Reading:
    """Marks that belong to a reader and not to the chat."""

    def __init__(self, db: Database, changes: ChangeFeed, clock: Clock = utc_now) -> None:
        self._db = db
        self._changes = changes
        self._clock = clock

    async def mark_seen(self, actor: Actor, conversation_id: str) -> None:
        """The chat is on show in a page that is looked at; raises `NotFoundError`."""
        now = self._clock()

        def save(session: Session) -> bool:
            row = get_conversation(session, actor, conversation_id, least=FolderRole.VIEWER)
            was_unread = row.owner_id == actor.user_id and is_unread(session, row.id)
            personal(session, actor, row).seen_at = now
            return was_unread

        if await self._db.write(save):
            self._changes.publish(actor.user_id, ConversationChange(conversation_id, "conversation"))

    async def keep_place(self, actor: Actor, conversation_id: str, message_id: str) -> None:
        """Remember the message at the top of the page; "" for the end. Raises `NotFoundError`."""

        def save(session: Session) -> None:
            row = get_conversation(session, actor, conversation_id, least=FolderRole.VIEWER)
            if message_id and get_message(session, actor, message_id, least=FolderRole.VIEWER)[1].id != row.id:
                raise NotFoundError("error.message_not_found")
            personal(session, actor, row).read_message_id = message_id or None

        await self._db.write(save)

    async def new_chat_draft(self, actor: Actor) -> str:
        """The unsent text of a chat that has not begun."""

        def load(session: Session) -> str:
            user = find_user(session, actor.user_id)
            return user.draft if user else ""

        return await self._db.read(load)

    async def save_new_chat_draft(self, actor: Actor, text: str) -> None:
        """Keep it; raises `InvalidInputError` for one that is too long."""
        if len(text) > MAX_DRAFT:
            raise InvalidInputError("error.message_too_long", max=MAX_DRAFT)

        def save(session: Session) -> bool:
            user = lock_user(session, actor.user_id)
            if user is None or user.draft == text:
                return False
            user.draft = text
            return True

        if await self._db.write(save):
            self._changes.publish(actor.user_id, ConversationChange("", "draft"))
