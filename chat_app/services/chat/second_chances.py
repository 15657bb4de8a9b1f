"""Answers for which the built-in assistant stood in while the local models were away: asked again once these are back."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlmodel import Session

from chat_app.db import Database
from chat_app.errors import AppError, NotFoundError, UpstreamError
from chat_app.services.catalogue.dto import OFFLINE_MODEL_ID, ModelCard, Route
from chat_app.services.chat import queries
from chat_app.services.chat.dto import ConversationChange, NewTurn, Turn
from chat_app.services.chat.feed import ChangeFeed
from chat_app.services.chat.planning import Plan
from chat_app.services.chat.settlement import Outcome
from chat_app.services.chat.waiting import actor_of_waiting
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.projects.rights import FolderRole

logger = logging.getLogger(__name__)

EVERY_SECONDS = 3.0
PATIENCE_SECONDS = 2.0
GIVE_UP = timedelta(minutes=30)
MOST = 500
AGAIN = "again:"
"""What the idempotency keys of such turns begin with: nothing is asked again twice."""


class Models(Protocol):
    """Knows models and their gateways (the catalogue)."""

    def known(self, actor: Actor, model_id: str) -> ModelCard | None: ...
    async def route(self, actor: Actor, model_id: str) -> Route: ...


Begin = Callable[[Actor, NewTurn], Awaitable[Turn]]


@dataclass(frozen=True, slots=True)
class _Waiting:
    actor: Actor
    turn_id: str
    conversation_id: str
    answer_id: str
    model_id: str
    until: datetime


class SecondChances:
    """In memory: after a restart of the server its person asks again themselves."""

    def __init__(
        self, db: Database, models: Models, begin: Begin, changes: ChangeFeed, found_back: Callable[[str], None], clock: Clock = utc_now
    ) -> None:
        """`found_back` is told which provider was reached again."""
        self._db = db
        self._found_back = found_back
        self._models = models
        self._begin = begin
        self._changes = changes
        self._clock = clock
        self._waiting: dict[str, _Waiting] = {}
        self._task: asyncio.Task[None] | None = None

    def note(self, plan: Plan, outcome: Outcome) -> None:
        """Ask again later where a local model was wanted and the built-in assistant answered."""
        turn = plan.turn
        if outcome.answered_by != OFFLINE_MODEL_ID or turn.idempotency_key.startswith(AGAIN) or len(self._waiting) >= MOST:
            return
        card = self._models.known(plan.actor, turn.model_id)
        if card is None or not card.local:
            return
        until = self._clock() + GIVE_UP
        self._waiting[plan.answer.id] = _Waiting(plan.actor, turn.id, turn.conversation_id, plan.answer.id, turn.model_id, until)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._look(), name="second chances")

    def is_waiting(self, answer_id: str) -> bool:
        """Whether this answer is asked for again as soon as its model is back."""
        return answer_id in self._waiting

    async def close(self) -> None:
        """Wait for nothing any more."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _look(self) -> None:
        while self._waiting:
            await asyncio.sleep(EVERY_SECONDS)
            back: dict[str, bool] = {}
            for each in list(self._waiting.values()):
                provider = each.model_id.partition("/")[0]
                if provider not in back:
                    back[provider] = await self._is_back(each)
                    if back[provider]:
                        self._found_back(provider)
                if back[provider] or each.until <= self._clock():
                    del self._waiting[each.answer_id]
                    await self._ask_again(each, really=back[provider])

    async def _is_back(self, each: _Waiting) -> bool:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                return bool(await (await self._models.route(each.actor, each.model_id)).gateway.list_models())
        except (UpstreamError, TimeoutError):
            return False
        except NotFoundError:
            # The provider was taken away: there is nothing to wait for, and asking says so.
            return True
        except Exception:
            logger.exception("the look at %s failed unexpectedly", each.model_id)
            return False

    async def _ask_again(self, each: _Waiting, *, really: bool) -> None:
        try:
            if really and (actor := await self._db.read(lambda session: self._still_wanted(session, each))):
                key = f"{AGAIN}{each.answer_id}"
                await self._begin(actor, NewTurn(each.conversation_id, "regenerate", "", each.answer_id, each.model_id, key))
        except AppError as problem:
            logger.info("answer %s is not asked for again: %s", each.answer_id, problem)
        except Exception:
            logger.exception("answer %s could not be asked for again", each.answer_id)
        self._changes.publish(each.actor.user_id, ConversationChange(each.conversation_id, "messages"))

    def _still_wanted(self, session: Session, each: _Waiting) -> Actor | None:
        """Its person as of now, while nothing was said in the chat since."""
        chat = queries.get_conversation(session, each.actor, each.conversation_id, least=FolderRole.EDITOR)
        if chat.active_leaf_id != each.answer_id or queries.find_running_turn(session, chat.id):
            return None
        return actor_of_waiting(session, each.actor, each.turn_id, self._clock())
