"""Live feeds in memory: the events of running turns, and what changed in a person's chats.

Feeds belong to the event loop's thread; none of this is shared between threads.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import suppress

from chat_app.services.chat.dto import ConversationChange
from chat_app.services.chat.events import EventType, TurnEvent
from chat_app.services.kernel.actor import Actor

KEEP_CLOSED_SECONDS = 30.0
IDLE_SECONDS = 15.0
WATCH_BACKLOG = 200
TOUCH_RIGHTS = frozenset({"folders"})
"""Kinds of changes with which people of projects and their folders come and go."""


class TurnFeed:
    """The events of one turn. Any number of viewers follow it, each from where it likes."""

    def __init__(self) -> None:
        self._events: list[TurnEvent] = []
        self._waiting: set[asyncio.Future[bool]] = set()
        self.closed = False
        self.asker_id = ""
        """Who asked: passages of documents are for their eyes, others ask for what they may read of them."""

    def publish(self, type_: EventType, **data: object) -> None:
        """Append an event and wake the viewers."""
        self._events.append(TurnEvent(len(self._events) + 1, type_, data))
        self._wake()

    def close(self) -> None:
        """Nothing follows; viewers end when they have read all."""
        self.closed = True
        self._wake()

    async def follow(self, after: int = 0) -> AsyncIterator[list[TurnEvent]]:
        """Yield the events after `after`, in the batches in which they are there.

        An empty batch says that nothing came for `IDLE_SECONDS`: time for a sign of life.
        """
        position = max(0, after)
        while True:
            if batch := self._events[position:]:
                position += len(batch)
                yield batch
            elif self.closed:
                return
            elif not await self._changed():
                yield []

    def _wake(self) -> None:
        for future in self._waiting:
            _resolve(future, True)
        self._waiting.clear()

    async def _changed(self) -> bool:
        """Wait for the next event; False when it does not come within `IDLE_SECONDS`."""
        loop = asyncio.get_running_loop()
        future = loop.create_future()
        self._waiting.add(future)
        idle = loop.call_later(IDLE_SECONDS, _resolve, future, False)
        try:
            return await future
        finally:
            idle.cancel()
            self._waiting.discard(future)


def _resolve(future: asyncio.Future[bool], value: bool) -> None:
    if not future.done():
        future.set_result(value)


class TurnHub:
    """The feeds of the turns that this process runs, and for a moment of those it just ended."""

    def __init__(self) -> None:
        self._feeds: dict[str, TurnFeed] = {}

    def open(self, turn_id: str) -> TurnFeed:
        """The feed of a turn, made when it is asked for the first time."""
        return self._feeds.setdefault(turn_id, TurnFeed())

    def find(self, turn_id: str) -> TurnFeed | None:
        return self._feeds.get(turn_id)

    def close(self, turn_id: str) -> None:
        """End a feed; it stays readable for late viewers before it is forgotten."""
        if feed := self._feeds.get(turn_id):
            feed.close()
            asyncio.get_running_loop().call_later(KEEP_CLOSED_SECONDS, self._feeds.pop, turn_id, None)


class ChangeFeed:
    """Tells every open page of a person that something in a chat changed."""

    def __init__(self) -> None:
        self._watchers: dict[str, set[asyncio.Queue[ConversationChange]]] = {}
        self._counts: dict[str, int] = {}
        self._recent: dict[str, deque[ConversationChange]] = {}
        self.rights = 0
        """Counts the moments at which somebody may have lost a right to read something: whoever shows it asks again."""
        self.listeners: list[Callable[[ConversationChange], None]] = []
        """Parts of the house that hear of every change; of one that concerns several people perhaps several times."""

    def count(self, user_id: str) -> int:
        """How many changes there have been: what a page notes before it reads, and watches `after`."""
        return self._counts.get(user_id, 0)

    def publish(self, user_id: str, change: ConversationChange) -> None:
        self._counts[user_id] = self.count(user_id) + 1
        self.rights += change.kind in TOUCH_RIGHTS
        self._recent.setdefault(user_id, deque(maxlen=WATCH_BACKLOG)).append(change)
        for listener in self.listeners:
            listener(change)
        for queue in self._watchers.get(user_id, ()):
            # A page that does not read any more has its connection's end coming; it reloads everything then.
            with suppress(asyncio.QueueFull):
                queue.put_nowait(change)

    def publish_to_all(self, change: ConversationChange) -> None:
        """Tell every open page of everybody; a page that opens later reads for itself."""
        for user_id in list(self._watchers):
            self.publish(user_id, change)

    def tell_of_rights(self) -> None:
        """Anybody may read other folders than before: groups have changed."""
        self.rights += 1
        for kind in ("folders", "list"):
            self.publish_to_all(ConversationChange("", kind))

    async def close(self) -> None:
        """Nothing runs here by itself."""

    def forget(self, user_id: str) -> None:
        """Drop what was told about somebody who is gone."""
        self._recent.pop(user_id, None)
        self._counts.pop(user_id, None)

    async def watch(self, actor: Actor, after: int | None = None) -> AsyncIterator[ConversationChange]:
        """Yield the changes in the actor's chats after the first `after` ones, from now on for None, until the caller stops asking."""
        user_id = actor.user_id
        queue: asyncio.Queue[ConversationChange] = asyncio.Queue(WATCH_BACKLOG)
        for change in self._missed(user_id, after):
            queue.put_nowait(change)
        watchers = self._watchers.setdefault(user_id, set())
        watchers.add(queue)
        try:
            while True:
                yield await queue.get()
        finally:
            watchers.discard(queue)
            if not watchers:
                self._watchers.pop(user_id, None)

    def _missed(self, user_id: str, after: int | None) -> list[ConversationChange]:
        missed = 0 if after is None else self.count(user_id) - after
        return list(self._recent.get(user_id, ()))[-missed:] if missed > 0 else []
