"""Turns: ask a model, follow its answer, stop it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Coroutine, Mapping
from dataclasses import replace
from typing import Protocol

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from chat_app.db import Database
from chat_app.errors import AppError, InvalidInputError, NotFoundError
from chat_app.models import TurnStatus
from chat_app.services.chat import queries, settlement
from chat_app.services.chat.allowed import while_allowed
from chat_app.services.chat.dto import MAX_IDEMPOTENCY_KEY, MAX_MODEL_ID, ConversationChange, NewTurn, Turn
from chat_app.services.chat.events import EventType, TurnEvent
from chat_app.services.chat.feed import ChangeFeed, TurnHub
from chat_app.services.chat.fitting import CountFirst
from chat_app.services.chat.lines import LineEvent, together
from chat_app.services.chat.messages import MessageService, checked_text
from chat_app.services.chat.planning import Begun, Plan, begin_turn, start_queued
from chat_app.services.chat.records import turn_record
from chat_app.services.chat.runner import TurnRunner
from chat_app.services.chat.settlement import Outcome
from chat_app.services.chat.titles import TitleMaker
from chat_app.services.chat.waiting import actor_of_waiting
from chat_app.services.files.claims import names_of_turns
from chat_app.services.files.queries import release_turn
from chat_app.services.files.turn_files import TurnFiles
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.kernel.texts import is_storable
from chat_app.services.limits.ports import TurnLimiter
from chat_app.services.projects.rights import FolderRole

logger = logging.getLogger(__name__)

STARTS_AT_ONCE = 8
"""So many turns begin at the same time; the rest wait a moment, so that running answers never stall."""
POLL_SECONDS = 1.0
NEEDS_TEXT = {"send", "edit"}


class DefaultModel(Protocol):
    """Knows the model of a person who has not chosen one, and refuses those that are not there for them (the catalogue)."""

    async def default_model_id(self, actor: Actor, folder_id: str = "") -> str: ...
    async def require(self, actor: Actor, *model_ids: str) -> None: ...


class Check(Protocol):
    """Refuses a turn that cannot work; may ask that texts be counted first (`FitService.check`)."""

    def __call__(self, session: Session, plan: Plan, *, counted: bool) -> None: ...


class TurnService:
    """The verbs of a turn. `begin` returns as soon as all is written down; the answer follows by itself."""

    def __init__(
        self,
        db: Database,
        hub: TurnHub,
        changes: ChangeFeed,
        runner: TurnRunner,
        messages: MessageService,
        models: DefaultModel,
        titles: TitleMaker | None,
        clock: Clock = utc_now,
        check: Check | None = None,
        files: TurnFiles | None = None,
        limits: TurnLimiter | None = None,
        count: Callable[[CountFirst], Awaitable[None]] | None = None,
    ) -> None:
        self._db = db
        self._hub = hub
        self._changes = changes
        self._runner = runner
        self._messages = messages
        self._models = models
        self._titles = titles
        self._clock = clock
        self._check = check
        self._files = files
        self._limits = limits
        self._count = count
        self._starts = asyncio.Semaphore(STARTS_AT_ONCE)
        self._background: set[asyncio.Task[None]] = set()
        runner.after_turn = self._after_turn
        self.before_news: Callable[[Plan, Outcome], None] | None = None
        """Called at the end of each turn, before its pages hear of it."""

    async def begin(self, actor: Actor, new: NewTurn) -> Turn:
        """Write down what was asked and start the answer, or queue it behind the one that runs.

        The same idempotency key gives the same turn. Raises `NotFoundError`, `TurnRunningError`,
        `IdempotencyConflictError`, `InvalidInputError` and `LimitReachedError`.
        """
        _check_names(new)
        # Files alone are a message, too; what an edited one keeps of them shows in the transaction.
        has_files = bool(new.attachment_ids) or new.kind == "edit"
        text = checked_text(new.text, may_be_empty=has_files) if new.kind in NEEDS_TEXT else ""
        new = replace(new, text=text)
        if self._files:
            await self._files.check(actor, new.attachment_ids)
        await self._models.require(actor, *filter(None, (new.model_id, *new.model_ids)))
        default = "" if new.model_id else await self._models.default_model_id(actor, new.folder_id)
        async with self._starts:
            begun = await self._begin(actor, new, default)
        self._launch(actor, begun)
        return turn_record(begun.turn)

    async def get(self, actor: Actor, turn_id: str) -> Turn:
        """One turn; raises `NotFoundError`."""
        return turn_record(await self._db.read(lambda session: queries.get_turn(session, actor, turn_id, least=FolderRole.VIEWER)))

    async def queued(self, actor: Actor, conversation_id: str) -> list[Turn]:
        """The messages that wait for the running answer, in their order."""

        def load(session: Session) -> list[Turn]:
            queries.get_conversation(session, actor, conversation_id, least=FolderRole.VIEWER)
            rows = queries.list_queued_turns(session, conversation_id)
            names = names_of_turns(session, [row.id for row in rows])
            return [replace(turn_record(row), attachment_names=names.get(row.id, ())) for row in rows]

        return await self._db.read(load)

    async def stop(self, actor: Actor, turn_id: str) -> Turn:
        """End a turn, also before its first token; what came is kept. A turn that has ended stays as it is."""
        found = await self._db.read(lambda session: queries.get_turn(session, actor, turn_id, least=FolderRole.EDITOR))
        turn = turn_record(found)
        if turn.status == TurnStatus.QUEUED:
            await self.discard_queued(actor, turn_id)
            turn = await self.get(actor, turn_id)
        if turn.status == TurnStatus.RUNNING and self._runner.stop(turn_id):
            await self._ended(turn_id)
        return await self.get(actor, turn_id)

    async def stop_all(self, actor: Actor, conversation_id: str) -> list[Turn]:
        """End all answers that are being written in a chat, those of a comparison together; the turns that ended."""

        def running(session: Session) -> list[str]:
            queries.get_conversation(session, actor, conversation_id, least=FolderRole.EDITOR)
            return [turn.id for turn in queries.list_running_turns(session, conversation_id)]

        return list(await asyncio.gather(*(self.stop(actor, turn_id) for turn_id in await self._db.read(running))))

    async def send_queued(self, actor: Actor, turn_id: str) -> Turn:
        """Let a waiting message go now (after an answer that failed, the queue waits for this)."""
        await self._start_queued(actor, turn_id)
        return await self.get(actor, turn_id)

    async def discard_queued(self, actor: Actor, turn_id: str) -> None:
        """Take a waiting message out of the queue; it keeps its text and is marked as stopped. One that has gone goes on."""
        now = self._clock()

        def discard(session: Session) -> Turn | None:
            row = queries.get_turn(session, actor, turn_id, least=FolderRole.EDITOR)
            if row.status != TurnStatus.QUEUED:
                return None
            row.status, row.ended_at = TurnStatus.STOPPED, now
            release_turn(session, row.id)
            return turn_record(row)

        turn = await self._db.write(discard)
        if turn is None:
            return
        if feed := self._hub.find(turn_id):
            feed.publish(EventType.COMPLETED, status=turn.status, message=None)
            self._hub.close(turn_id)
        self._announce(actor, turn.conversation_id)

    async def follow(self, actor: Actor, turn_id: str, after: int = 0) -> AsyncIterator[list[TurnEvent]]:
        """`events` of the turn with this id; raises `NotFoundError`."""
        async for batch in self.events(actor, await self.get(actor, turn_id), after):
            yield batch

    async def events(self, actor: Actor, turn: Turn, after: int = 0) -> AsyncIterator[list[TurnEvent]]:
        """Yield a turn's events after the seq `after` in batches, empty ones as a sign of life; `turn.completed` is the last.

        A turn that has ended answers at once with `turn.completed` and the whole message. Raises `NotFoundError` as soon as the actor
        may not read it any more.
        """
        async for batch in while_allowed(self._events(actor, turn, after), lambda: self.get(actor, turn.id), self._changes):
            yield batch

    async def _events(self, actor: Actor, turn: Turn, after: int) -> AsyncGenerator[list[TurnEvent], None]:
        feed = self._hub.find(turn.id)
        if feed is None and turn.status == TurnStatus.QUEUED:
            feed = self._hub.open(turn.id)
        if feed is not None:
            async for batch in feed.follow(after):
                if not batch and turn.status == TurnStatus.QUEUED:
                    # It may wait for an answer that never comes: its chat is gone, say. Raises `NotFoundError` then.
                    turn = await self.get(actor, turn.id)
                yield batch if feed.asker_id == actor.user_id else [event.without_passages() for event in batch]
            return
        while turn.status == TurnStatus.RUNNING:
            # Another process runs it, or the one that did is gone and the sweeper has yet to come.
            yield []
            await asyncio.sleep(POLL_SECONDS)
            turn = await self.get(actor, turn.id)
        yield [await self._final_event(actor, turn, after)]

    async def follow_all(self, actor: Actor, after: Mapping[str, int]) -> AsyncIterator[list[LineEvent]]:
        """`events` of several turns on one line, each after its own seq; raises `NotFoundError` for any that is not the actor's."""
        turns = await asyncio.gather(*(self.get(actor, turn_id) for turn_id in after))
        return together({turn.id: self.events(actor, turn, after[turn.id]) for turn in turns})

    async def recover(self, *, all_of_them: bool = False) -> int:
        """Mark turns whose process is gone as interrupted; how many. `all_of_them`: at the start, when no other process can be there."""
        here = self._runner.turn_ids
        turns = await self._db.write(
            lambda session: settlement.interrupt_abandoned(session, self._clock(), all_of_them=all_of_them, running_here=here)
        )
        for turn in turns:
            self._changes.publish(turn.owner_id, ConversationChange(turn.conversation_id, "turn"))
        return len(turns)

    async def close(self) -> None:
        """Stop what runs, keep what came."""
        await self._runner.close()
        for task in self._background:
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)

    async def _begin(self, actor: Actor, new: NewTurn, default_model_id: str) -> Begun:
        try:
            return await self._begin_once(actor, new, default_model_id, counted=False)
        except CountFirst as wanted:
            if self._count:
                await self._count(wanted)
            return await self._begin_once(actor, new, default_model_id, counted=True)

    async def _begin_once(self, actor: Actor, new: NewTurn, default_model_id: str, *, counted: bool) -> Begun:
        gate = await self._limits.gate(actor) if self._limits else None

        def begin(session: Session) -> Begun:
            begun = begin_turn(session, actor, new, default_model_id, self._clock())
            if gate and begun.plans:
                gate.check(session, len(begun.plans))
            self._check_all(session, begun.plans, counted=counted)
            return begun

        try:
            return await self._db.write(begin)
        except IntegrityError:
            # Two requests with one key met on PostgreSQL; the second look finds the turn of the first.
            return await self._db.write(begin)

    def _check_all(self, session: Session, plans: tuple[Plan, ...], *, counted: bool) -> None:
        """Refuse what cannot work before anything of it is stored."""
        if check := self._check:
            for plan in plans:
                check(session, plan, counted=counted)

    def _launch(self, actor: Actor, begun: Begun) -> None:
        for plan in begun.plans:
            self._runner.start(plan)
        if begun.turn.status == TurnStatus.QUEUED and self._hub.find(begun.turn.id) is None:
            self._hub.open(begun.turn.id).publish(EventType.QUEUED, turn_id=begun.turn.id)
        self._announce(actor, begun.turn.conversation_id)

    async def _start_queued(self, actor: Actor, turn_id: str) -> None:
        gate = await self._limits.gate(actor) if self._limits else None

        def start(session: Session) -> tuple[Plan, ...]:
            plans = start_queued(session, actor, turn_id, self._clock())
            if gate and plans:
                gate.check(session, len(plans))
            return plans

        plans = await self._db.write(start)
        if plans:
            self._launch(actor, Begun(plans[0].turn, plans))

    async def _waiting(self, actor: Actor, turn_id: str) -> Actor:
        return await self._db.read(lambda session: actor_of_waiting(session, actor, turn_id, self._clock()))

    async def _after_turn(self, plan: Plan, outcome: Outcome, next_turn_id: str) -> None:
        """Tell the pages, let the next message of the queue go, make a title."""
        if self.before_news:
            self.before_news(plan, outcome)
        self._announce(plan.actor, outcome.conversation_id)
        if next_turn_id:
            try:
                await self._start_queued(await self._waiting(plan.actor, next_turn_id), next_turn_id)
            except AppError as problem:
                logger.info("queue of %s stays: %s", outcome.conversation_id, problem)
            except Exception:
                # The queue waits for its person then; the title below has nothing to do with it.
                logger.exception("queue of %s stays", outcome.conversation_id)
        if self._titles:
            self._in_background(self._titles.after_turn(plan, outcome))

    def _in_background(self, coroutine: Coroutine[object, object, None]) -> None:
        task = asyncio.create_task(coroutine)
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    async def _ended(self, turn_id: str) -> None:
        """Wait until a turn of this process has been settled and its feed is closed."""
        if feed := self._hub.find(turn_id):
            async for _batch in feed.follow():
                pass

    async def _final_event(self, actor: Actor, turn: Turn, after: int) -> TurnEvent:
        try:
            message = await self._messages.get(actor, turn.answer_id) if turn.answer_id else None
        except NotFoundError:
            message = None
        return TurnEvent(max(0, after) + 1, EventType.COMPLETED, {"status": turn.status, "message": message}, stands_alone=True)

    def _announce(self, actor: Actor, conversation_id: str) -> None:
        self._changes.publish(actor.user_id, ConversationChange(conversation_id, "turn"))


def _check_names(new: NewTurn) -> None:
    """Raise for what no column could hold: no model and no honest client is called like that."""
    if too_long := next((name for name in (new.model_id, *new.model_ids) if len(name) > MAX_MODEL_ID), ""):
        raise NotFoundError("error.model_unknown", model=too_long[:MAX_MODEL_ID])
    if len(new.idempotency_key) > MAX_IDEMPOTENCY_KEY or not is_storable(new.idempotency_key + new.model_id):
        raise InvalidInputError
