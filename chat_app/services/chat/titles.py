"""A title of a few words, made by the model that answered, after the first answer."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress

from sqlmodel import Session

from chat_app.db import Database
from chat_app.errors import AppError, NotFoundError
from chat_app.integrations.llm.port import LlmMessage, LlmRequest, Role, Sampling
from chat_app.models import TurnStatus
from chat_app.services.catalogue.dto import OFFLINE_MODEL_ID, Route
from chat_app.services.chat import queries
from chat_app.services.chat.asides import Aside, AsideRelay, Usages, aside_turn, keep_aside
from chat_app.services.chat.dto import ConversationChange
from chat_app.services.chat.feed import ChangeFeed
from chat_app.services.chat.planning import Plan
from chat_app.services.chat.relay_parts import Router
from chat_app.services.chat.settlement import Outcome
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.projects.rights import FolderRole
from chat_app.services.search.indexing import index_title

logger = logging.getLogger(__name__)

PROMPT = "Write a title of at most six words for the conversation below, in its own language. Answer with the title alone: no quotes, no full stop."
EXCERPT = 2_000
MAX_TITLE = 80
MAX_TOKENS = 400
"""Room for models that reason before they write six words."""
TIMEOUT_SECONDS = 30.0


class TitleMaker:
    """Names chats. Its requests are turns too: their tokens and cost are in the chat's sum."""

    def __init__(self, db: Database, router: Router, changes: ChangeFeed, clock: Clock = utc_now) -> None:
        self._db = db
        self._relay = AsideRelay(router)
        self._changes = changes
        self._clock = clock
        self._naming: set[str] = set()
        """Chats whose title is being made: of several first answers one is enough."""

    async def after_turn(self, plan: Plan, outcome: Outcome) -> None:
        """Make a title when this was the chat's first answer; leave the old one when that fails."""
        answered_by = outcome.answered_by or plan.turn.model_id
        if not plan.first_exchange or outcome.status != TurnStatus.COMPLETE or answered_by == OFFLINE_MODEL_ID:
            return
        conversation_id = plan.turn.conversation_id
        if conversation_id in self._naming:
            return
        self._naming.add(conversation_id)
        try:
            if not await self._db.read(lambda session: queries.has_title_turn(session, conversation_id)):
                await self._make(plan, outcome)
        finally:
            self._naming.discard(conversation_id)

    async def _make(self, plan: Plan, outcome: Outcome) -> None:
        used, title, status = Usages(), "", TurnStatus.FAILED
        aside = _aside(plan, outcome)
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                title = clean_title(await self._relay.ask(aside, used))
            status = TurnStatus.COMPLETE
        except (AppError, TimeoutError) as problem:
            logger.info("no title for %s: %s", plan.turn.conversation_id, problem)
        finally:
            if used.all:
                await self._save(plan, aside, used, title, status)

    async def _save(self, plan: Plan, aside: Aside, used: Usages, title: str, status: TurnStatus) -> None:
        turn, chat_id = plan.turn, aside.chat_id
        made = aside_turn(turn.owner_id, chat_id, "title", aside.model_id, used, None, self._clock(), turn.api_key_id, status)

        def save(session: Session) -> None:
            keep_aside(session, made, used)
            with suppress(NotFoundError):
                conversation = queries.get_conversation(session, plan.actor, chat_id, least=FolderRole.EDITOR)
                if title and not conversation.title_by_user:
                    conversation.title = title
                    index_title(session, conversation)

        await self._db.write(save)
        self._changes.publish(plan.actor.user_id, ConversationChange(chat_id, "conversation"))


def _aside(plan: Plan, outcome: Outcome) -> Aside:
    question, answer, turn = plan.path[-1].text, outcome.answer.text, plan.turn
    text = f"{PROMPT}\n\n<user>\n{question[:EXCERPT]}\n</user>\n<assistant>\n{answer[:EXCERPT]}\n</assistant>"
    asked = (LlmMessage.of_text(Role.USER, text),)

    async def request(route: Route) -> LlmRequest:
        return LlmRequest(route.model_name, asked, Sampling(max_tokens=MAX_TOKENS), person=turn.owner_id, chat=turn.conversation_id)

    return Aside(plan.actor, outcome.answered_by or turn.model_id, turn.conversation_id, request)


def clean_title(text: str) -> str:
    """The first line of a model's answer without quotes, marks and thoughts, at most `MAX_TITLE` characters."""
    line = next((line for line in (raw.strip() for raw in text.splitlines()) if line and not line.startswith("<")), "")
    plain = "".join(sign for sign in line if sign not in "*_`").strip("#\"'„“”«» ")
    return " ".join(plain.split())[:MAX_TITLE].rstrip(" .:;,")
