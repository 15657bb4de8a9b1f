"""Tells open pages that documents changed, seldom enough that nobody is kept busy by it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable

from chat_app.db import Database
from chat_app.services.chat.dto import ConversationChange
from chat_app.services.chat.feed import ChangeFeed
from chat_app.services.knowledge import queries

logger = logging.getLogger(__name__)

EVERY_SECONDS = 1.0


class Announcer:
    """At once for the first change, and then once a second for what comes meanwhile. Belongs to the event loop."""

    def __init__(self, changes: ChangeFeed) -> None:
        self._changes = changes
        self._resting: dict[str, bool] = {}
        """People who were told just now, and whether there is more to tell."""

    def tell(self, user_ids: Iterable[str]) -> None:
        for user_id in user_ids:
            if user_id in self._resting:
                self._resting[user_id] = True
            else:
                self._publish(user_id)

    def _publish(self, user_id: str) -> None:
        self._changes.publish(user_id, ConversationChange("", "documents"))
        self._resting[user_id] = False
        asyncio.get_running_loop().call_later(EVERY_SECONDS, self._rested, user_id)

    def _rested(self, user_id: str) -> None:
        if self._resting.pop(user_id, False):
            self._publish(user_id)


class ReadingNews:
    """What goes on with documents while they are read, told to all who may see it. Belongs to the event loop."""

    def __init__(self, db: Database, announcer: Announcer) -> None:
        self._db = db
        self._announcer = announcer
        self._waiting: set[str] = set()
        self._task: asyncio.Task[None] | None = None

    def tell(self, document_id: str) -> None:
        """Something went on with a document. Whom that concerns is found out meanwhile."""
        self._waiting.add(document_id)
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._tell(), name="news of documents")

    async def close(self) -> None:
        """Tell nobody any more."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _tell(self) -> None:
        while self._waiting:
            ids, self._waiting = self._waiting, set()
            try:
                self._announcer.tell(await self._db.read(lambda session, ids=ids: queries.viewers(session, ids)))
            except Exception:
                # A page that misses a change shows it when it looks next.
                logger.exception("nobody was told of documents")
