"""Runs turns: owned by the server, not by a tab. One task per turn, one checkpoint writer for all (`checkpoints.py`)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from chat_app.db import Database
from chat_app.errors import AppError
from chat_app.i18n import translate
from chat_app.integrations.llm.port import FinishReason
from chat_app.models import TurnStatus
from chat_app.services.chat import settlement
from chat_app.services.chat.answer import AnswerInProgress, AnswerTooLongError, Snapshot, pace
from chat_app.services.chat.checkpoints import CheckpointWriter
from chat_app.services.chat.context import count_tokens
from chat_app.services.chat.dto import Message, Try, Usage
from chat_app.services.chat.events import EventType
from chat_app.services.chat.feed import TurnHub
from chat_app.services.chat.planning import Plan
from chat_app.services.chat.relay import Relayed
from chat_app.services.chat.relay_parts import RelayParts
from chat_app.services.chat.settlement import Outcome
from chat_app.services.chat.turn_relay import AnswerRelay
from chat_app.services.counting.counter import family_of_card
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.kernel.failpoints import reached
from chat_app.services.search.indexing import Entry, message_entry
from chat_app.services.usage.dto import Call
from chat_app.services.usage.metering import Measured
from chat_app.services.usage.terms import terms_of, terms_text

logger = logging.getLogger(__name__)

SETTLE_TRIES = 20
LONG_ANSWER = 4_000
"""Signs: finding the stems of more takes longer than a millisecond."""
SETTLE_PAUSE_SECONDS = 1.0


AfterTurn = Callable[[Plan, Outcome, str], Awaitable[None]]
"""Called with the plan, how it ended, and the id of the turn that waits next in the chat ("" for none)."""


@dataclass(eq=False, slots=True)
class Run:
    """A turn in this process."""

    plan: Plan
    answer: AnswerInProgress
    task: asyncio.Task[None] | None = None
    stop_status: TurnStatus | None = None
    ending: bool = False
    relayed: Relayed = field(default_factory=Relayed)
    terms_kept: bool = False

    @property
    def actor(self) -> Actor:
        return self.plan.actor

    @property
    def model_id(self) -> str:
        return self.plan.turn.model_id

    @property
    def chat_id(self) -> str:
        return self.plan.turn.conversation_id

    def terms(self) -> str:
        """What it takes to reckon this turn should the process die; empty before it has a way."""
        asked = self.relayed.attempt
        if asked is None:
            return ""
        tokens = count_tokens(asked.messages, family_of_card(asked.route.card).estimate)
        return terms_text(terms_of(asked.route, tokens, *self.answer.prior))


class TurnRunner:
    """Starts, stops and finishes turns. `after_turn` is awaited once each turn is settled."""

    def __init__(self, db: Database, hub: TurnHub, parts: RelayParts, clock: Clock = utc_now) -> None:
        self._db = db
        self._hub = hub
        self.relay = AnswerRelay(parts)
        self._clock = clock
        self._runs: dict[str, Run] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._checkpoints = CheckpointWriter(db, self._runs, clock)
        self._closing = False
        self.after_turn: AfterTurn | None = None

    def start(self, plan: Plan) -> None:
        """Let a planned turn run in a task of its own."""
        feed = self._hub.open(plan.turn.id)
        feed.asker_id = plan.actor.user_id
        feed.publish(EventType.STARTED, turn_id=plan.turn.id, message_id=plan.answer.id, model_id=plan.turn.model_id)
        answer = AnswerInProgress(
            feed,
            plan.answer.id,
            text=plan.answer.text,
            reasoning=plan.answer.reasoning,
            reasoning_ms=plan.answer.reasoning_ms,
            skip=plan.answer.text if plan.writes_anew else "",
            pause=lambda: pace(len(self._runs)),
        )
        run = Run(plan, answer)
        self._runs[plan.turn.id] = run
        run.task = asyncio.create_task(self._run(run), name=f"turn {plan.turn.id}")
        self._tasks.add(run.task)
        run.task.add_done_callback(self._tasks.discard)
        self._checkpoints.begin()

    def stop(self, turn_id: str, status: TurnStatus = TurnStatus.STOPPED) -> bool:
        """Ask a turn of this process to end, also before its first token; False when it does not run here."""
        run = self._runs.get(turn_id)
        if run is None or run.task is None:
            return False
        if run.stop_status is None and not run.ending:
            run.stop_status = status
            # A task that is cancelled before its first step never runs, and its turn would never end.
            asyncio.get_running_loop().call_soon(_cancel, run.task, run)
        return True

    @property
    def turn_ids(self) -> frozenset[str]:
        """The turns that run in this process."""
        return frozenset(self._runs)

    async def close(self) -> None:
        """Stop all turns, keeping what came, as interrupted; returns when they are settled."""
        self._closing = True
        for turn_id in list(self._runs):
            self.stop(turn_id, TurnStatus.INTERRUPTED)
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _run(self, run: Run) -> None:
        status, error = TurnStatus.COMPLETE, None
        try:
            await self.relay.answer(run)
        except asyncio.CancelledError:
            # Whoever cancels has said why; a loop that shuts down has not: then the answer was interrupted.
            status = run.stop_status or TurnStatus.INTERRUPTED
        except AnswerTooLongError:
            run.answer.finish_reason = FinishReason.LENGTH
        except AppError as problem:
            status, error = TurnStatus.FAILED, problem
            logger.warning("turn %s failed: %s %s", run.plan.turn.id, problem.key, getattr(problem, "detail", ""))
        except Exception:
            status, error = TurnStatus.FAILED, AppError()
            logger.exception("turn %s failed unexpectedly", run.plan.turn.id)
        await self._finish(run, status, error)

    async def _used(self, run: Run) -> Measured:
        """What the answer used; nothing at all before a request went out."""
        answer, asked, counter = run.answer, run.relayed.attempt, self.relay.parts.counter
        if asked is None:
            return Measured(duration_ms=answer.elapsed_ms)
        if answer.usage is None and answer.wrote_something:
            await counter.remember(asked.route.card, [*(message.text for message in asked.messages), *answer.own_texts])
        return answer.measured(asked.route, asked.messages, counter.quick(asked.route.card))

    async def _finish(self, run: Run, status: TurnStatus, error: AppError | None) -> None:
        run.ending = True
        plan, answer = run.plan, run.answer
        answer.finish()
        if status == TurnStatus.INTERRUPTED and error is None:
            error = AppError("error.interrupted")
        saved, used = answer.snapshot(), await self._used(run)
        streamed = saved.text
        saved, cited = await _cited(plan, saved)
        calls = _calls(run, used, status, self._clock())
        outcome = Outcome(
            turn_id=plan.turn.id,
            conversation_id=plan.turn.conversation_id,
            status=status,
            answer=saved,
            usage=_usage_of(run, used),
            finish_reason=answer.finish_reason or "",
            error_key=error.key if error else "",
            comparison_id=plan.answer.comparison_id or "",
            merged=bool(plan.answer.merge),
            answered_by=_stand_in_of(run),
            tries=_tries(run, status),
            calls=calls,
            entry=await _entry(plan, saved),
            cited=cited,
            mended=saved.text != streamed,
        )
        next_turn_id = await self._settle(outcome)
        del self._runs[plan.turn.id]
        self._tell_the_end(plan, outcome, error)
        if self.after_turn:
            await self.after_turn(plan, outcome, next_turn_id)

    async def _settle(self, outcome: Outcome) -> str:
        """Write the end of a turn down, again while the disk is full or the database locked; the id of the turn that waits next."""
        for _ in range(SETTLE_TRIES):
            try:
                settled = await self._db.write(lambda session: settlement.settle(session, outcome, self._clock()))
            except Exception:
                logger.exception("turn %s could not be settled", outcome.turn_id)
            else:
                reached("capture.after_commit")
                return settled.next_turn_id
            if self._closing:
                break
            await asyncio.sleep(SETTLE_PAUSE_SECONDS)
        # The text up to the last checkpoint is safe and the sweeper will settle the turn; viewers still get all of it.
        return ""

    def _tell_the_end(self, plan: Plan, outcome: Outcome, error: AppError | None) -> None:
        feed = self._hub.open(plan.turn.id)
        feed.publish(EventType.USAGE, usage=outcome.usage)
        if error:
            feed.publish(EventType.ERROR, key=error.key, detail=translate(error.key, plan.actor.language, **error.params))
        mended = {"mended": True} if outcome.mended else {}
        feed.publish(EventType.COMPLETED, status=outcome.status, message=finished_message(plan, outcome), **mended)
        self._hub.close(plan.turn.id)


def _cancel(task: asyncio.Task[None], run: Run) -> None:
    if not run.ending:
        task.cancel()


def finished_message(plan: Plan, outcome: Outcome) -> Message:
    """The answer as viewers get it at the end, without a further look into the database."""
    return Message(
        id=plan.answer.id,
        conversation_id=outcome.conversation_id,
        parent_id=plan.answer.parent_id or "",
        role="assistant",
        text=outcome.answer.text,
        status=outcome.status,
        created_at=plan.answer.created_at,
        reasoning=outcome.answer.reasoning,
        reasoning_ms=outcome.answer.reasoning_ms,
        model_id=plan.turn.model_id,
        turn_id=plan.turn.id,
        error_key=outcome.error_key,
        usage=outcome.usage,
        finish_reason=outcome.finish_reason,
        answered_by=outcome.answered_by,
        tries=outcome.tries,
        source_count=len(plan.known.numbers) if plan.known else 0,
        searched=plan.known is not None,
    )


def _stand_in_of(run: Run) -> str:
    """The model that answered in the place of the one that was asked for; "" where it was that one."""
    attempt = run.relayed.attempt
    return attempt.model_id if attempt and attempt.model_id != run.plan.turn.model_id else ""


def _tries(run: Run, status: TurnStatus) -> tuple[Try, ...]:
    """What failed before; a turn that failed with its only model says so itself."""
    tries = run.relayed.tries
    return () if status == TurnStatus.FAILED and len(tries) == 1 else tuple(tries)


async def _cited(plan: Plan, saved: Snapshot) -> tuple[Snapshot, tuple[int, ...] | None]:
    """The answer without numbers that no source has, and those that it cites; None where it was given nothing to cite."""
    if plan.known is None:
        return saved, None
    numbers = plan.known.numbers
    kept, cited = await asyncio.to_thread(settlement.cited_in, saved.text, numbers)
    return replace(saved, text=kept), cited if numbers else None


async def _entry(plan: Plan, saved: Snapshot) -> Entry:
    """The answer for the index. Its stems are found outside the transaction, those of a long one beside the event loop."""

    def make() -> Entry:
        answer, turn = plan.answer, plan.turn
        return message_entry(
            plan.owner_id or plan.actor.user_id, turn.conversation_id, answer.id, saved.text, answer.created_at, model_id=turn.model_id
        )

    return make() if len(saved.text) < LONG_ANSWER else await asyncio.to_thread(make)


def _usage_of(run: Run, used: Measured) -> Usage:
    """The tokens of the answer, at the cost of all that it took: what failed before is in the log alone."""
    paid = [spent.used for spent in run.relayed.spent if spent.status != TurnStatus.FAILED]
    amounts = [each.charge.shown_nano for each in (used, *paid) if each.counted_by]
    shown = [amount for amount in amounts if amount is not None]
    return replace(settlement.usage_of(used), cost_nano=sum(shown) if shown else None)


def _calls(run: Run, used: Measured, status: TurnStatus, now: datetime) -> tuple[Call, ...]:
    """The call of the answer, and those that were made for it in vain."""
    own = (used.call_of(run.plan.turn, status, now),) if used.counted_by else ()
    return (*own, *(spent.used.call_of(run.plan.turn, spent.status, now) for spent in run.relayed.spent))
