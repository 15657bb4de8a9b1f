"""What the answer of a turn is given of documents: asked for once, before the first model is."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

from sqlalchemy import delete, insert
from sqlmodel import Session, col

from chat_app.db import Database
from chat_app.models import MessageSource, Retrieval
from chat_app.services.catalogue.dto import ModelCard
from chat_app.services.chat.context import Files, context_of, room_of
from chat_app.services.chat.planning import Plan
from chat_app.services.chat.relay_parts import Tell
from chat_app.services.citations import queries
from chat_app.services.citations.dto import Known
from chat_app.services.citations.prompting import Prompt, sources_block, told
from chat_app.services.citations.rows import retrieval_values, source_values
from chat_app.services.citations.taking_over import Taken, copied_way, taken_from
from chat_app.services.counting.counter import family_of_card
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.kernel.tokens import estimate_tokens
from chat_app.services.retrieval.dto import Question, Retrieved, Source
from chat_app.services.retrieval.trace import Trace

logger = logging.getLogger(__name__)

PASSAGES = 6_000
"""Tokens for what is found. More makes answers slower and dearer, and hardly better."""
RULES = 600
"""Tokens that are kept free for what is said of the sources."""
LINE = 40
"""Tokens of the marks around a passage, about."""
PATIENCE_SECONDS = 45.0
EARLIER = 12
"""Messages before the question that say what it is about."""
AWAY, NO_ROOM = "citation.search_failed", "citation.no_room"


class Retriever(Protocol):
    """Finds passages (the retrieval)."""

    async def retrieve(self, actor: Actor, question: Question) -> Retrieved: ...


class TurnKnowledge:
    """Asks the retrieval, keeps what it found with the answer, and tells the viewers."""

    def __init__(self, db: Database, retriever: Retriever | None = None, clock: Clock = utc_now) -> None:
        self._db = db
        self.retriever = retriever
        """Set once the retrieval is there; without it chats know nothing of documents."""
        self._clock = clock

    async def inform(self, plan: Plan, card: ModelCard, files: Files | None, tell: Tell) -> Plan:
        """The plan with what its answer is given of documents; viewers hear of the search."""
        if plan.known is not None or self.retriever is None:
            return plan
        if plan.sources_of and (known := await self._taken(plan)):
            _tell_found(tell, known.sources, answerable=True)
            return replace(plan, known=known)
        if _has_no_search(plan):
            return plan
        tell(state="searching")
        room = await asyncio.to_thread(left_in, plan, card, files)
        found = fitting(await self._found(self.retriever, plan, room), room)
        found, known = await self._keep(plan, found, room)
        problem = NO_ROOM if known and "no_room" in known.prompts else found.failed
        if problem:
            tell(state="failed", key=problem)
        if found.sources or not problem:
            _tell_found(tell, found.sources, answerable=found.answerable or not found.searched)
        if known is None:
            return plan
        return replace(plan, known=known)

    async def _found(self, retriever: Retriever, plan: Plan, room: int | None) -> Retrieved:
        """What was found for the question, also for others who answer it at the same time."""
        if plan.search.task is None:
            plan.search.task = asyncio.create_task(self._search(retriever, plan.actor, question_of(plan, room)))
        return await asyncio.shield(plan.search.task)

    @staticmethod
    async def _search(retriever: Retriever, actor: Actor, question: Question) -> Retrieved:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                return await retriever.retrieve(actor, question)
        except Exception:
            # Documents are an addition: without them there is an answer all the same, and it says so.
            logger.exception("documents could not be searched")
            return Retrieved((), False, False, Trace(question.text, failed=AWAY), AWAY)

    async def _taken(self, plan: Plan) -> Known | None:
        """What other answers were given, of that what the asker may read now; None where they were given nothing."""
        message_id, now = plan.answer.id, self._clock()

        def take(session: Session) -> tuple[Taken, set[str]]:
            taken = taken_from(session, plan.sources_of)
            if taken.sources and plan.sources_of != (message_id,):
                _write(session, message_id, source_values(message_id, taken.sources))
                if way := copied_way(session, plan.sources_of[0], message_id, now):
                    session.add(way)
            return taken, set(queries.list_readable(session, plan.actor, {source.document_id for source in taken.sources}))

        taken, open_to = await self._db.write(take)
        if not taken.sources:
            return None
        sources = tuple(source for source in taken.sources if source.document_id in open_to)
        return _known(sources, ("rules",), plan.actor.language, frozenset(source.number for source in taken.sources))

    async def _keep(self, plan: Plan, found: Retrieved, room: int | None) -> tuple[Retrieved, Known | None]:
        """What may still be read of it, and what a model is told of that.

        Before the first word: an answer that breaks off, or whose process dies, keeps what its numbers mean.
        """
        if known_of(found, plan.actor.language, room=room) is None:
            return found, None
        message_id, now = plan.answer.id, self._clock()

        def write(session: Session) -> tuple[Retrieved, Known | None]:
            kept = _still_readable(session, plan.actor, found)
            known = known_of(kept, plan.actor.language, room=room)
            if known is not None:
                _write(session, message_id, source_values(message_id, kept.sources))
                session.connection().execute(insert(Retrieval), [retrieval_values(message_id, kept, known, now)])
            return kept, known

        return await self._db.write(write)


def _still_readable(session: Session, actor: Actor, found: Retrieved) -> Retrieved:
    """Without the documents that went or were closed during the search; the others keep their numbers."""
    open_to = queries.list_readable(session, actor, {source.document_id for source in found.sources})
    sources = tuple(source for source in found.sources if source.document_id in open_to)
    if len(sources) == len(found.sources):
        return found
    return replace(found, sources=sources, answerable=found.answerable and bool(sources))


def question_of(plan: Plan, room: int | None) -> Question:
    """What the retrieval is asked."""
    asked = next((row for row in reversed(plan.path) if row.id == plan.answer.parent_id), None)
    earlier = [row for row in plan.path if asked and row.id != asked.id and not row.excluded and row.text][-EARLIER:]
    return Question(
        text=asked.text if asked else "",
        earlier=tuple((row.role, row.text) for row in earlier),
        scope=plan.scope,
        folder_id=plan.folder_id,
        budget=PASSAGES,
        model_id=plan.turn.model_id,
        chat_id=plan.turn.conversation_id,
        room=room,
    )


def left_in(plan: Plan, card: ModelCard, files: Files | None) -> int | None:
    """Tokens that the branch leaves for sources, at least none; None where the window is not known."""
    room = room_of(card)
    if room is None:
        return None
    return max(0, room - context_of(plan, files).tokens(family_of_card(card).estimate) - RULES)


def fitting(found: Retrieved, room: int | None) -> Retrieved:
    """Without the last sources, as far as a model that reads less has no room for them; the others keep their numbers."""
    kept, left = list[Source](), room
    for source in found.sources:
        if left is not None and (left := left - estimate_tokens(source.text) - LINE) < 0:
            break
        kept.append(source)
    return replace(found, sources=tuple(kept))


def known_of(found: Retrieved, language: str, *, room: int | None = None) -> Known | None:
    """What a model is told of it; None where there was nothing to look for."""
    prompts: list[Prompt] = ["rules"] if found.sources else []
    if found.failed:
        prompts.append("failed")
    elif found.searched and not found.answerable:
        prompts.append("not_found")
    elif not found.sources and (found.searched or room == 0):
        prompts.append("no_room")
    return _known(found.sources, tuple(prompts), language) if prompts else None


def _known(sources: Sequence[Source], prompts: tuple[Prompt, ...], language: str, numbers: frozenset[int] | None = None) -> Known:
    numbers = frozenset(source.number for source in sources) if numbers is None else numbers
    return Known(tuple(sources), numbers, prompts, told(*prompts, language=language), sources_block(sources))


def _has_no_search(plan: Plan) -> bool:
    """Whether there is nowhere to look, or nothing to look for anew: an answer that goes on, or is made of others."""
    scope = plan.scope
    nowhere = (
        scope.kind == "none" or (scope.kind == "project" and not plan.folder_id) or (scope.kind == "documents" and not scope.document_ids)
    )
    return plan.continues or bool(plan.answer.merge) or (nowhere and not scope.pinned_ids)


def _write(session: Session, message_id: str, rows: list[Mapping[str, Any]] | list[dict[str, Any]]) -> None:
    """Once more after a turn that failed before its first word."""
    session.exec(delete(MessageSource).where(col(MessageSource.message_id) == message_id))
    session.exec(delete(Retrieval).where(col(Retrieval.message_id) == message_id))
    if rows:
        session.connection().execute(insert(MessageSource), list(rows))


def _tell_found(tell: Tell, sources: Sequence[Source], *, answerable: bool) -> None:
    tell(state="found", sources=[_shown(source) for source in sources], answerable=answerable)


def _shown(source: Source) -> dict[str, object]:
    names = ("number", "document_id", "chunk_id", "title", "heading", "page", "text", "pinned")
    return {name: getattr(source, name) for name in names}
