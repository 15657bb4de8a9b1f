"""The chats of this process. They belong to the event loop's thread; nothing of them is written anywhere."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from chat_app.errors import InvalidInputError, NotFoundError
from chat_app.services.chat.dto import Message
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock
from chat_app.services.kernel.ids import new_id
from chat_app.services.temporary.dto import TemporaryChat

IDLE = timedelta(hours=1)
MOST_PER_PERSON = 10
MOST_CHATS = 2_000
MAX_CHARS = 1_000_000
"""All texts of one chat together."""
MAX_MESSAGES = 400


@dataclass(eq=False, slots=True)
class Chat:
    """One of them, and the answer that is being written."""

    id: str
    owner_id: str
    session_id: str
    model_id: str
    created_at: datetime
    touched_at: datetime
    messages: list[Message] = field(default_factory=list)
    turn_id: str = ""
    task: asyncio.Task[None] | None = None

    @property
    def is_running(self) -> bool:
        return self.task is not None and not self.task.done()

    def has_room_for(self, text: str) -> bool:
        return len(self.messages) < MAX_MESSAGES and sum(len(message.text) for message in self.messages) + len(text) <= MAX_CHARS

    def record(self) -> TemporaryChat:
        running = self.turn_id if self.is_running else ""
        return TemporaryChat(self.id, self.model_id, self.created_at, tuple(self.messages), running)


class ChatStore:
    """Finds chats by id, for whoever opened them in the same login session."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._chats: dict[str, Chat] = {}

    def open(self, actor: Actor, model_id: str) -> Chat:
        """Begin a chat; the person's one that lay idle longest makes room. Raises `InvalidInputError` when the house is full."""
        self.drop_idle()
        own = sorted((chat for chat in self._chats.values() if chat.owner_id == actor.user_id), key=lambda chat: chat.touched_at)
        for chat in own[: max(0, len(own) - MOST_PER_PERSON + 1)]:
            self.drop(chat)
        if len(self._chats) >= MOST_CHATS:
            raise InvalidInputError("temporary.error.house_full")
        now = self._clock()
        chat = Chat(new_id(), actor.user_id, actor.session_id, model_id, now, now)
        self._chats[chat.id] = chat
        return chat

    def get(self, actor: Actor, chat_id: str) -> Chat:
        """The actor's chat; raises `NotFoundError` for another's, for one of another login session, and for one that is gone."""
        self.drop_idle()
        chat = self._chats.get(chat_id)
        if chat is None or (chat.owner_id, chat.session_id) != (actor.user_id, actor.session_id):
            raise NotFoundError("temporary.error.not_found")
        chat.touched_at = self._clock()
        return chat

    def drop(self, chat: Chat) -> None:
        """Forget a chat; what is being answered in it ends."""
        self._chats.pop(chat.id, None)
        if chat.task:
            chat.task.cancel()
        chat.messages.clear()

    def drop_idle(self) -> int:
        """Forget what nobody has used for an hour; how many."""
        before = self._clock() - IDLE
        return self.drop_where(lambda chat: chat.touched_at <= before and not chat.is_running)

    def drop_where(self, is_over: Callable[[Chat], bool]) -> int:
        """Forget the chats of which this is true; how many."""
        over = [chat for chat in self._chats.values() if is_over(chat)]
        for chat in over:
            self.drop(chat)
        return len(over)

    def session_ids(self) -> set[str]:
        return {chat.session_id for chat in self._chats.values() if chat.session_id}

    def tasks(self) -> Iterable[asyncio.Task[None]]:
        return [chat.task for chat in self._chats.values() if chat.task]
