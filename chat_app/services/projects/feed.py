"""Tells all viewers of a shared chat what changed in it, not only its owner's other pages."""

from __future__ import annotations

import asyncio
import logging

from chat_app.db import Database
from chat_app.services.chat.dto import ConversationChange
from chat_app.services.chat.feed import ChangeFeed
from chat_app.services.projects import audience_queries as queries

logger = logging.getLogger(__name__)

OF_CHATS = {"turn", "messages", "conversation", "list", "canvas"}
OF_FOLDERS = {"folders", "list"}


class SharedFeed(ChangeFeed):
    """Whom a change concerns is asked anew each time, and only while others have pages open."""

    def __init__(self, db: Database) -> None:
        super().__init__()
        self._db = db
        self._telling: set[asyncio.Task[None]] = set()

    def publish(self, user_id: str, change: ConversationChange) -> None:
        """Tell the person's pages at once, and those of others who may read the same a moment later."""
        super().publish(user_id, change)
        others = set(self._watchers) - {user_id}
        if others and change.kind in (OF_CHATS if change.conversation_id else OF_FOLDERS):
            task = asyncio.get_running_loop().create_task(self._tell(user_id, change, others))
            self._telling.add(task)
            task.add_done_callback(self._telling.discard)

    def publish_to_all(self, change: ConversationChange) -> None:
        """Nobody has to be asked who else is concerned."""
        for user_id in list(self._watchers):
            super().publish(user_id, change)

    async def close(self) -> None:
        """Tell nobody any more."""
        for task in self._telling:
            task.cancel()
        await asyncio.gather(*self._telling, return_exceptions=True)

    async def _tell(self, user_id: str, change: ConversationChange, others: set[str]) -> None:
        try:
            readers = await self._db.read(lambda session: queries.audience(session, user_id, change.conversation_id))
        except Exception:
            # A page that misses a change shows it when it is opened next.
            logger.exception("nobody else was told of a change")
            return
        for reader in readers & others:
            super().publish(reader, change)
