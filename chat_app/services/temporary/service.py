"""Temporary chats as their callers see them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator

from chat_app.db import Database
from chat_app.errors import InvalidInputError
from chat_app.integrations.llm.port import LlmMessage, Role
from chat_app.models import MessageStatus
from chat_app.services.chat.asides import AsideRelay, Usages
from chat_app.services.chat.context import Context
from chat_app.services.chat.dto import MAX_MODEL_ID, Message
from chat_app.services.chat.errors import TurnRunningError
from chat_app.services.chat.events import EventType, TurnEvent
from chat_app.services.chat.feed import TurnHub
from chat_app.services.chat.messages import checked_text
from chat_app.services.chat.relay_parts import Router
from chat_app.services.chat.turns import DefaultModel
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.kernel.ids import new_id
from chat_app.services.limits.ports import AsideLimiter, NoLimits
from chat_app.services.temporary import queries
from chat_app.services.temporary.answering import Request, begun, write_answer
from chat_app.services.temporary.dto import TemporaryChat
from chat_app.services.temporary.store import Chat, ChatStore
from chat_app.services.usage.dto import Call
from chat_app.services.usage.recording import record_calls

logger = logging.getLogger(__name__)


class TemporaryChats:
    """Nothing of them reaches a table, a file, the search or the log: only how many tokens were used, and what they cost."""

    def __init__(
        self, db: Database, hub: TurnHub, router: Router, models: DefaultModel, limits: AsideLimiter | None = None, clock: Clock = utc_now
    ) -> None:
        self._db = db
        self._hub = hub
        self._router = router
        self._relay = AsideRelay(router)
        self._models = models
        self._limits = limits or NoLimits()
        self._clock = clock
        self._store = ChatStore(clock)

    async def create(self, actor: Actor, model_id: str = "") -> TemporaryChat:
        """Begin a chat; raises `NotFoundError` for a model that is not there for this person."""
        return self._store.open(actor, await self._model(actor, model_id)).record()

    def get(self, actor: Actor, chat_id: str) -> TemporaryChat:
        """The whole chat; raises `NotFoundError`."""
        return self._store.get(actor, chat_id).record()

    async def send(self, actor: Actor, chat_id: str, text: str, model_id: str = "") -> str:
        """Ask; the answer is written whether somebody follows it or not. Returns the turn's id.

        Raises `NotFoundError`, `TurnRunningError` while another answer is written, `InvalidInputError` when the chat is full,
        and what the catalogue and the limits raise.
        """
        chat, text = self._store.get(actor, chat_id), checked_text(text)
        if not chat.has_room_for(text):
            raise InvalidInputError("temporary.error.chat_full")
        if model_id:
            chat.model_id = await self._model(actor, model_id)
        await self._router.route(actor, chat.model_id)
        await self._limits.begin_aside(actor)
        # Nothing waits between this look and the beginning of the answer, so no second one can begin beside it.
        if chat.is_running:
            self._limits.end_aside(actor)
            raise TurnRunningError
        return self._begin(actor, chat, text)

    async def follow(self, actor: Actor, chat_id: str, after: int = 0) -> AsyncIterator[list[TurnEvent]]:
        """The events of the last answer from the one behind `after`; `turn.completed` is the last."""
        feed = self._hub.find(self._store.get(actor, chat_id).turn_id)
        if feed is None:
            return
        async for batch in feed.follow(after):
            yield batch

    def stop(self, actor: Actor, chat_id: str) -> None:
        """End the answer that is being written; what came is kept in the chat."""
        chat = self._store.get(actor, chat_id)
        if chat.task:
            chat.task.cancel()

    def close_chat(self, actor: Actor, chat_id: str) -> None:
        """Forget a chat at once."""
        self._store.drop(self._store.get(actor, chat_id))

    def forget(self, user_id: str) -> None:
        """Forget all chats of a person."""
        self._store.drop_where(lambda chat: chat.owner_id == user_id)

    async def sweep(self) -> None:
        """Forget what lay idle, and what was begun in login sessions that were ended. For the scheduled job."""
        self._store.drop_idle()
        if ids := self._store.session_ids():
            living = await self._db.read(lambda session: queries.open_sessions(session, ids))
            self._store.drop_where(lambda chat: bool(chat.session_id) and chat.session_id not in living)

    async def close(self) -> None:
        """End what is being answered and forget everything."""
        tasks = list(self._store.tasks())
        self._store.drop_where(lambda _: True)
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _model(self, actor: Actor, model_id: str) -> str:
        if len(model_id) > MAX_MODEL_ID:
            raise InvalidInputError
        if not model_id:
            return await self._models.default_model_id(actor)
        await self._models.require(actor, model_id)
        return model_id

    def _begin(self, actor: Actor, chat: Chat, text: str) -> str:
        now, turn_id, last = self._clock(), new_id(), chat.messages[-1].id if chat.messages else ""
        question = Message(new_id(), chat.id, last, "user", text, MessageStatus.COMPLETE, now)
        chat.messages.append(question)
        answer = begun(chat.id, question.id, turn_id, new_id(), chat.model_id, now)
        feed = self._hub.open(turn_id)
        feed.publish(EventType.STARTED, turn_id=turn_id, message_id=answer.id, model_id=chat.model_id)
        request = Request(actor, _context(chat), answer, feed)
        chat.turn_id, chat.task = turn_id, asyncio.create_task(self._answer(chat, request), name="temporary answer")
        # Also for a task that is cancelled before its first step.
        chat.task.add_done_callback(lambda _: self._ended(actor, turn_id))
        return turn_id

    async def _answer(self, chat: Chat, request: Request) -> None:
        message, used = await write_answer(self._relay, request)
        chat.messages.append(message)
        chat.touched_at = self._clock()
        request.feed.publish(EventType.COMPLETED, status=message.status, message=message)
        await self._count(request.actor, message, used)

    def _ended(self, actor: Actor, turn_id: str) -> None:
        self._hub.close(turn_id)
        self._limits.end_aside(actor)

    async def _count(self, actor: Actor, message: Message, used: Usages) -> None:
        """Limits, budgets and the log of calls hold here as everywhere; what was written, and where, stays out of it."""
        now = self._clock()
        calls = [
            Call(
                owner_id=actor.user_id,
                kind="temporary",
                status=status,
                model_id=one.model_id,
                usage=one.usage,
                counted_by=one.counted_by,
                charge=one.charge,
                at=now,
                api_key_id=actor.api_key_id,
                duration_ms=one.duration_ms,
                ttft_ms=one.ttft_ms,
                id=one.call_id,
            )
            for one, status in [*((one, message.status) for one in used.requests), *((each.used, each.status) for each in used.spent)]
        ]
        if calls:
            await self._db.write(lambda session: record_calls(session, calls))


def _context(chat: Chat) -> Context:
    """Everything that was said, without answers of which nothing came."""
    said = [LlmMessage.of_text(Role(message.role), message.text) for message in chat.messages if message.text]
    return Context("", said)
