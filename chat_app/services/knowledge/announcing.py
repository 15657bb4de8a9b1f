"""Tells open pages that documents changed, seldom enough that nobody is kept busy by it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from chat_app.services.chat.dto import ConversationChange
from chat_app.services.chat.feed import ChangeFeed

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
