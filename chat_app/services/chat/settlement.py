"""The end of a turn, exactly once: text, status, usage and cost in one transaction."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import bindparam, literal_column, null, update
from sqlmodel import Session, col

from chat_app.models import Comparison, Conversation, Message, MessageStatus, Turn, TurnStatus
from chat_app.services.catalogue.dto import OFFLINE_MODEL_ID
from chat_app.services.chat import comparison_queries, queries
from chat_app.services.chat.answer import Snapshot
from chat_app.services.chat.dto import Try, Usage
from chat_app.services.citations.checking import check
from chat_app.services.citations.queries import find_retrieval, list_sources, mark_cited
from chat_app.services.search.indexing import Entry, index_message, write_entry
from chat_app.services.usage.dto import Call
from chat_app.services.usage.metering import Measured
from chat_app.services.usage.recording import record_calls
from chat_app.services.usage.terms import measured_by, read_terms


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a turn ended. `status` is a `TurnStatus` other than queued and running."""

    turn_id: str
    conversation_id: str
    status: str
    answer: Snapshot
    usage: Usage
    finish_reason: str = ""
    error_key: str = ""
    comparison_id: str = ""
    """The comparison that the answer takes part in."""
    merged: bool = False
    """Whether the answer was merged of others there: once complete, it is the chosen one."""
    calls: tuple[Call, ...] = ()
    """What was used of models for it."""
    answered_by: str = ""
    """The model that answered in the place of the one that was asked for."""
    tries: tuple[Try, ...] = ()
    """What failed before."""
    entry: Entry | None = None
    """The answer as it is found from now on, made before the transaction."""
    cited: tuple[int, ...] | None = None
    """The numbers of the sources that it refers to; None for an answer without sources."""
    mended: bool = False
    """Whether the text that is kept is another than the one that was streamed."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What `settle` found: whether this was the first time, and the waiting turn that may go now ("" for none)."""

    first_time: bool
    next_turn_id: str


INTERRUPTED = "error.interrupted"
QUEUE_GOES_ON_AFTER = (TurnStatus.COMPLETE, TurnStatus.STOPPED)

# Statements of the hot path are built once: a turn must not pay for their construction.
TURNS, MESSAGES, CONVERSATIONS = Turn.__table__, Message.__table__, Conversation.__table__  # type: ignore[attr-defined]
USAGE_COLUMNS = tuple(field.name for field in fields(Usage))
TEXT_COLUMNS = {name: bindparam(name) for name in ("text", "reasoning", "reasoning_ms")}
SETTLE_TURN = (
    update(TURNS)
    .where(TURNS.c.id == bindparam("turn_id"), TURNS.c.status == literal_column(f"'{TurnStatus.RUNNING}'"))
    .values(
        {name: bindparam(name) for name in (*USAGE_COLUMNS, "finish_reason", "error_key", "status", "ended_at", "answered_by", "tries")}
        | {"lease_until": null(), "terms": ""}
    )
)
KEEP_TERMS = (
    update(TURNS)
    .where(TURNS.c.id == bindparam("turn_id"), TURNS.c.status == literal_column(f"'{TurnStatus.RUNNING}'"))
    .values(terms=bindparam("kept"))
)
RUNNING_MESSAGE = (MESSAGES.c.id == bindparam("message_id"), MESSAGES.c.status == literal_column(f"'{MessageStatus.RUNNING}'"))
CHECKPOINT = update(MESSAGES).where(*RUNNING_MESSAGE).values(TEXT_COLUMNS)
SETTLE_MESSAGE = (
    update(MESSAGES).where(*RUNNING_MESSAGE).values(TEXT_COLUMNS | {"status": bindparam("new_status"), "error_key": bindparam("error_key")})
)
TOUCH_CONVERSATION = (
    update(CONVERSATIONS).where(CONVERSATIONS.c.id == bindparam("conversation_id")).values(updated_at=bindparam("updated_at"))
)


def settle(session: Session, outcome: Outcome, now: datetime) -> Settled:
    """Write the outcome if the turn still runs (the sweeper may have been here before), and see what waits behind it."""
    connection = session.connection()
    values = usage_values(outcome.usage)
    values |= {"finish_reason": outcome.finish_reason, "error_key": outcome.error_key, "status": outcome.status, "ended_at": now}
    values |= {"answered_by": outcome.answered_by, "tries": json.dumps([[each.model_id, each.reason_key] for each in outcome.tries])}
    first_time = connection.execute(SETTLE_TURN, {"turn_id": outcome.turn_id, **values}).rowcount == 1
    if first_time:
        answer = {"new_status": outcome.status, "error_key": outcome.error_key, **outcome.answer.values()}
        connection.execute(SETTLE_MESSAGE, answer)
        connection.execute(TOUCH_CONVERSATION, {"conversation_id": outcome.conversation_id, "updated_at": now})
        record_calls(session, outcome.calls)
        if outcome.cited is not None:
            mark_cited(session, outcome.answer.message_id, outcome.cited)
        if outcome.entry:
            write_entry(session, outcome.entry)
        if outcome.merged and outcome.status == TurnStatus.COMPLETE:
            _choose(session, outcome)
    return Settled(first_time, _next_turn_id(session, outcome))


def _next_turn_id(session: Session, outcome: Outcome) -> str:
    """What waits in the chat once all answers have ended, unless all of them failed: then it waits for its person.

    The chat's row is locked by now, so of two answers that end at once the second sees the end of the first.
    """
    waiting = queries.find_next_queued(session, outcome.conversation_id)
    if waiting is None or queries.find_running_turn(session, outcome.conversation_id):
        return ""
    # Where the built-in assistant stood in, the model that is wanted is not there yet.
    stood_in = outcome.answered_by == OFFLINE_MODEL_ID
    well = (outcome.status in QUEUE_GOES_ON_AFTER and not stood_in) or (
        outcome.comparison_id and comparison_queries.has_ended_well(session, outcome.comparison_id, QUEUE_GOES_ON_AFTER)
    )
    return waiting.id if well else ""


def _choose(session: Session, outcome: Outcome) -> None:
    comparison = session.get(Comparison, outcome.comparison_id)
    conversation = session.get(Conversation, outcome.conversation_id)
    if comparison and conversation:
        comparison.winner_id = conversation.active_leaf_id = outcome.answer.message_id


def write_snapshots(session: Session, answers: Sequence[Snapshot]) -> None:
    """Save the texts of answers that are still being written."""
    session.connection().execute(CHECKPOINT, [answer.values() for answer in answers])


def renew_leases(session: Session, turn_ids: list[str], until: datetime) -> None:
    session.exec(update(Turn).where(col(Turn.id).in_(turn_ids), col(Turn.status) == TurnStatus.RUNNING).values(lease_until=until))


def keep_terms(session: Session, terms: Mapping[str, str]) -> None:
    """Keep, by the ids of turns, what it takes to reckon them should this process die."""
    session.connection().execute(KEEP_TERMS, [{"turn_id": turn_id, "kept": kept} for turn_id, kept in terms.items()])


def interrupt_abandoned(session: Session, now: datetime, *, all_of_them: bool, running_here: Collection[str]) -> list[Turn]:
    """Mark turns whose process is gone as interrupted, with text and cost of their last checkpoint; returns them."""
    found = queries.list_abandoned_turns(session, None if all_of_them else now)
    return [turn for turn in found if turn.id not in running_here and _interrupt(session, turn, now)]


def _interrupt(session: Session, turn: Turn, now: datetime) -> bool:
    """Settle a turn as it is stored; False when its process was alive after all and did so just now."""
    answer = session.get(Message, turn.answer_id) if turn.answer_id else None
    used, terms = Measured(), read_terms(turn.terms)
    if terms and answer:
        used = measured_by(terms, answer.text, answer.reasoning)
    values = usage_values(usage_of(used)) | {
        "answered_by": terms.model_id if terms and terms.model_id != turn.model_id else "",
        "tries": turn.tries,
        "finish_reason": "",
        "error_key": INTERRUPTED,
        "status": TurnStatus.INTERRUPTED,
        "ended_at": now,
    }
    if session.connection().execute(SETTLE_TURN, {"turn_id": turn.id, **values}).rowcount != 1:
        return False
    if used.counted_by:
        record_calls(session, [used.call_of(turn, TurnStatus.INTERRUPTED, now)])
    session.exec(
        update(Message)
        .where(col(Message.id) == turn.answer_id, col(Message.status) == MessageStatus.RUNNING)
        .values(status=MessageStatus.INTERRUPTED, error_key=INTERRUPTED)
    )
    if answer:
        _keep_citations(session, answer)
        index_message(session, session.get_one(Conversation, turn.conversation_id).owner_id, answer)
    return True


def _keep_citations(session: Session, answer: Message) -> None:
    """What the runner does at the end of an answer (`cited_in`), for one whose process died."""
    if find_retrieval(session, answer.id):
        answer.text, cited = cited_in(answer.text, {row.number for row in list_sources(session, answer.id)})
        session.flush()
        mark_cited(session, answer.id, cited)


def cited_in(text: str, numbers: Collection[int]) -> tuple[str, tuple[int, ...]]:
    """An answer as it is kept, without numbers that no source has, and those that it cites."""
    checked = check(text, dict.fromkeys(numbers, ""))
    return checked.text, checked.numbers


def usage_of(used: Measured) -> Usage:
    """What a turn keeps of what its request used. Its cost is what the person sees."""
    counted = used.usage
    return Usage(
        tokens_in=counted.input,
        tokens_out=counted.output,
        tokens_cached=counted.cached,
        tokens_reasoning=counted.reasoning,
        counted_by=used.counted_by,
        cost_nano=used.charge.shown_nano if used.counted_by else None,
        price_version=used.charge.price_version,
        ttft_ms=used.ttft_ms,
        duration_ms=used.duration_ms,
    )


def usage_values(usage: Usage) -> dict[str, object]:
    """As parameters of `SETTLE_TURN`."""
    return {name: getattr(usage, name) for name in USAGE_COLUMNS}
