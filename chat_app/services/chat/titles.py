"""A title of a few words, made by the model that answered, after the first answer."""

from __future__ import annotations

import asyncio
import logging
from contextlib import aclosing
from datetime import datetime

from sqlmodel import Session

from chat_app.db import Database
from chat_app.errors import AppError, NotFoundError
from chat_app.integrations.llm.port import LlmMessage, LlmRequest, Role, Sampling, TextDelta, TokenUsage, UsageReport
from chat_app.models import Turn, TurnStatus
from chat_app.services.catalogue.dto import OFFLINE_MODEL_ID, Route
from chat_app.services.catalogue.pricing import cost_nano
from chat_app.services.chat import queries
from chat_app.services.chat.asides import keep_aside
from chat_app.services.chat.dto import ConversationChange
from chat_app.services.chat.feed import ChangeFeed
from chat_app.services.chat.planning import Plan
from chat_app.services.chat.runner import Router
from chat_app.services.chat.settlement import Outcome
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.kernel.ids import new_id
from chat_app.services.kernel.tokens import estimate_tokens
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
        self._router = router
        self._changes = changes
        self._clock = clock
        self._naming: set[str] = set()
        """Chats whose title is being made: of several first answers one is enough."""

    async def after_turn(self, plan: Plan, outcome: Outcome) -> None:
        """Make a title when this was the chat's first answer; leave the old one when that fails."""
        if not plan.first_exchange or outcome.status != TurnStatus.COMPLETE or plan.turn.model_id == OFFLINE_MODEL_ID:
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
        try:
            route = await self._router.route(plan.actor, plan.turn.model_id)
            async with asyncio.timeout(TIMEOUT_SECONDS):
                title, usage = await self._ask(plan.turn, route, plan.path[-1].text, outcome.answer.text)
            await self._save(plan, route, title, usage)
        except (AppError, TimeoutError) as problem:
            logger.info("no title for %s: %s", plan.turn.conversation_id, problem)

    async def _ask(self, turn: Turn, route: Route, question: str, answer: str) -> tuple[str, TokenUsage]:
        text = f"{PROMPT}\n\n<user>\n{question[:EXCERPT]}\n</user>\n<assistant>\n{answer[:EXCERPT]}\n</assistant>"
        asked = (LlmMessage.of_text(Role.USER, text),)
        request = LlmRequest(route.model_name, asked, Sampling(max_tokens=MAX_TOKENS), person=turn.owner_id, chat=turn.conversation_id)
        pieces: list[str] = []
        usage: TokenUsage | None = None
        async with aclosing(route.gateway.stream(request)) as events:  # pyright: ignore[reportArgumentType]  (every adapter is a generator)
            async for event in events:
                if isinstance(event, TextDelta):
                    pieces.append(event.text)
                elif isinstance(event, UsageReport):
                    usage = event.usage
        title = "".join(pieces)
        return clean_title(title), usage or TokenUsage(input=estimate_tokens(text), output=estimate_tokens(title))

    async def _save(self, plan: Plan, route: Route, title: str, usage: TokenUsage) -> None:
        now = self._clock()

        def save(session: Session) -> None:
            keep_aside(session, _title_turn(plan, route, usage, now))
            conversation = queries.get_conversation(session, plan.actor, plan.turn.conversation_id)
            if title and not conversation.title_by_user:
                conversation.title = title
                index_title(session, conversation)

        try:
            await self._db.write(save)
        except NotFoundError:
            return
        self._changes.publish(plan.actor.user_id, ConversationChange(plan.turn.conversation_id, "conversation"))


def clean_title(text: str) -> str:
    """The first line of a model's answer without quotes, marks and thoughts, at most `MAX_TITLE` characters."""
    line = next((line for line in (raw.strip() for raw in text.splitlines()) if line and not line.startswith("<")), "")
    plain = "".join(sign for sign in line if sign not in "*_`").strip("#\"'„“”«» ")
    return " ".join(plain.split())[:MAX_TITLE].rstrip(" .:;,")


def _title_turn(plan: Plan, route: Route, usage: TokenUsage, now: datetime) -> Turn:
    turn_id = new_id()
    return Turn(
        id=turn_id,
        owner_id=plan.actor.user_id,
        conversation_id=plan.turn.conversation_id,
        api_key_id=plan.turn.api_key_id,
        kind="title",
        status=TurnStatus.COMPLETE,
        model_id=plan.turn.model_id,
        idempotency_key=turn_id,
        tokens_in=usage.input,
        tokens_out=usage.output,
        tokens_cached=usage.cached,
        tokens_reasoning=usage.reasoning,
        cost_nano=cost_nano(route.card.price, usage) if route.card.price else None,
        price_version=route.card.price.version if route.card.price else "",
        created_at=now,
        ended_at=now,
    )
