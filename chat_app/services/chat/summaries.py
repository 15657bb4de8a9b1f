"""Summaries: what stands for the older messages of a branch once they are too many for a model. Always in sight, never silent."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Protocol
from weakref import WeakValueDictionary

from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.errors import AppError
from chat_app.integrations.llm.port import LlmMessage, LlmRequest, Role, Sampling
from chat_app.models import TurnStatus
from chat_app.services.catalogue.dto import OFFLINE_MODEL_ID, ModelCard, Route
from chat_app.services.chat import branch_queries, queries
from chat_app.services.chat.asides import Aside, AsideRelay, Usages, aside_turn, keep_aside
from chat_app.services.chat.context import Files
from chat_app.services.chat.dto import ConversationChange
from chat_app.services.chat.errors import SummaryFailedError
from chat_app.services.chat.feed import ChangeFeed
from chat_app.services.chat.messages import checked_text
from chat_app.services.chat.planning import Plan
from chat_app.services.chat.relay_parts import Router
from chat_app.services.chat.summary_scope import Demand, Older, demand_of, demand_up_to, older_part, said_in
from chat_app.services.chat.summary_text import extract, pieces_of, request_text
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.kernel.ids import new_id
from chat_app.services.kernel.tokens import estimate_tokens
from chat_app.services.limits.ports import AsideLimiter, NoLimits
from chat_app.services.projects.rights import FolderRole

logger = logging.getLogger(__name__)

PIECE_PERCENT = 50
"""So much of the window one request for a summary may read."""
MAX_TOKENS = 4_000
"""Room for models that reason before they write."""
PAYMENT_REQUIRED = 402
TIMEOUT_SECONDS = 90.0


class FileParts(Protocol):
    """Knows what a model reads of attached files (services/files)."""

    async def parts(self, messages: Sequence[models.Message], card: ModelCard) -> Files: ...


class SummaryService:
    """Makes summaries by itself and on demand; their person edits, renews and removes them."""

    def __init__(
        self,
        db: Database,
        router: Router,
        changes: ChangeFeed,
        files: FileParts | None = None,
        clock: Clock = utc_now,
        limits: AsideLimiter | None = None,
    ) -> None:
        self._db = db
        self._limits = limits or NoLimits()
        self._router = router
        self._relay = AsideRelay(router)
        self._changes = changes
        self._files = files
        self._clock = clock
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def before_turn(self, plan: Plan, route: Route, files: Files | None = None) -> Plan:
        """The plan, with a summary when its branch would fill the model's window.

        Where the model fails, a summary without a text says so on the page, and the oldest messages are left out as they do not fit.
        """
        if older_part(plan, route.card, files) is None:
            return plan
        async with self._one_at_a_time(plan.turn.conversation_id):
            # Models that answer side by side share a summary: another one may just have written it.
            found = await self._db.read(lambda session: branch_queries.list_summaries(session, plan.turn.conversation_id))
            plan = replace(plan, summaries=found)
            older = older_part(plan, route.card, files)
            if older is None:
                return plan
            try:
                text = await self._write(plan.actor, older, route)
            except SummaryFailedError:
                text = ""
            row = await self._save(older, text)
        return replace(plan, summaries=(*plan.summaries, row))

    async def summarise(self, actor: Actor, conversation_id: str, message_id: str = "") -> None:
        """Summarise the branch on show up to `message_id`, or all but its last messages.

        Raises `NothingToSummariseError`, `SummaryFailedError`, `TurnRunningError` for an answer that is being written.
        """

        def load(session: Session) -> Demand:
            conversation = queries.get_conversation(session, actor, conversation_id, least=FolderRole.EDITOR)
            return demand_of(session, actor, conversation, message_id)

        await self._fulfil(actor, await self._db.read(load))

    async def regenerate(self, actor: Actor, summary_id: str) -> None:
        """Write a summary anew; the old one stays where this fails."""

        def load(session: Session) -> Demand:
            row = branch_queries.get_summary(session, actor, summary_id)
            conversation = queries.get_conversation(session, actor, row.conversation_id, least=FolderRole.EDITOR)
            others = [other for other in branch_queries.list_summaries(session, conversation.id) if other.message_id != row.message_id]
            return demand_up_to(session, actor, conversation, row.message_id, others)

        await self._fulfil(actor, await self._db.read(load))

    async def edit(self, actor: Actor, summary_id: str, text: str) -> None:
        """Put the person's words in its place."""
        clean = checked_text(text)

        def save(session: Session) -> str:
            row = branch_queries.get_summary(session, actor, summary_id)
            row.text, row.edited_at = clean, self._clock()
            return row.conversation_id

        self._announce(actor.user_id, await self._db.write(save))

    async def delete(self, actor: Actor, summary_id: str) -> None:
        """Remove a summary: the messages are read whole again."""

        def remove(session: Session) -> str:
            row = branch_queries.get_summary(session, actor, summary_id)
            session.delete(row)
            return row.conversation_id

        self._announce(actor.user_id, await self._db.write(remove))

    async def _fulfil(self, actor: Actor, demand: Demand) -> None:
        route = await self._router.route(actor, demand.model_id)
        files = await self._files.parts(demand.reading.messages, route.card) if self._files else None
        earlier = demand.reading.summary.text if demand.reading.summary else ""
        said = said_in(demand.reading.messages, files)
        older = Older(demand.owner_id, demand.conversation_id, said, demand.last_id, earlier, demand.model_id, actor.api_key_id)
        async with self._limits.aside(actor):
            await self._save(older, await self._write(actor, older, route))

    async def _write(self, actor: Actor, older: Older, route: Route) -> str:
        """The text of a summary; what the model used for it is kept as a turn. Raises `SummaryFailedError`."""
        if older.model_id == OFFLINE_MODEL_ID:
            return extract(older.said, older.earlier)
        used, status = Usages(), TurnStatus.FAILED
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                text = await self._in_pieces(actor, older, route, used)
            status = TurnStatus.COMPLETE
        except (AppError, TimeoutError) as problem:
            logger.warning("no summary of %s: %s", older.conversation_id, problem)
            # Their person can do something about credit; to go on without what was said before would not help.
            if isinstance(problem, AppError) and problem.status == PAYMENT_REQUIRED:
                raise
            raise SummaryFailedError from problem
        finally:
            if used.all:
                # Stopping the turn does not make what was used free.
                await asyncio.shield(self._count(older, used, status))
        if not text:
            raise SummaryFailedError
        return text

    async def _in_pieces(self, actor: Actor, older: Older, route: Route, used: Usages) -> str:
        """Summarise group by group, each with what was said before it in summary; the model that answered goes on."""
        window = route.card.context_tokens
        room = window * PIECE_PERCENT // 100 if window else 60_000
        summary = older.earlier
        for texts in pieces_of(older.said, max(1, room - estimate_tokens(summary))):
            request = _request(older, request_text(texts, summary), min(MAX_TOKENS, room // 2))
            summary = await self._relay.ask(Aside(actor, used.model_id or older.model_id, older.conversation_id, request), used)
        return summary

    async def _count(self, older: Older, used: Usages, status: TurnStatus) -> None:
        turn = aside_turn(
            older.owner_id, older.conversation_id, "summary", older.model_id, used, older.last_id, self._clock(), older.api_key_id, status
        )
        await self._db.write(lambda session: keep_aside(session, turn, used))

    async def _save(self, older: Older, text: str) -> models.Summary:
        """Put the summary in its place, instead of one that stood there."""
        row = models.Summary(
            id=new_id(),
            conversation_id=older.conversation_id,
            message_id=older.last_id,
            text=text,
            model_id=older.model_id,
            created_at=self._clock(),
        )

        def save(session: Session) -> None:
            for before in branch_queries.list_summaries(session, older.conversation_id):
                if before.message_id == row.message_id or not before.text:
                    session.delete(before)
            session.add(row)

        await self._db.write(save)
        self._announce(older.owner_id, older.conversation_id)
        return row

    def _one_at_a_time(self, conversation_id: str) -> asyncio.Lock:
        return self._locks.setdefault(conversation_id, asyncio.Lock())

    def _announce(self, user_id: str, conversation_id: str) -> None:
        self._changes.publish(user_id, ConversationChange(conversation_id, "messages"))


def _request(older: Older, text: str, most: int) -> Callable[[Route], Awaitable[LlmRequest]]:
    asked = (LlmMessage.of_text(Role.USER, text),)

    async def request(route: Route) -> LlmRequest:
        return LlmRequest(route.model_name, asked, Sampling(max_tokens=most), person=older.owner_id, chat=older.conversation_id)

    return request
