"""The end of a turn, exactly once: text, status, usage and cost in one transaction."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col

from chat_app.models import Conversation, Message, MessageStatus, Turn, TurnStatus
from chat_app.services.chat import queries
from chat_app.services.chat.answer import Snapshot
from chat_app.services.chat.dto import Usage


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


def settle(session: Session, outcome: Outcome, now: datetime) -> bool:
    """Write the outcome if the turn still runs; False when it was settled before (by the sweeper, say)."""
    usage = outcome.usage
    changed = session.exec(
        update(Turn)
        .where(col(Turn.id) == outcome.turn_id, col(Turn.status) == TurnStatus.RUNNING)
        .values(
            status=outcome.status,
            tokens_in=usage.tokens_in,
            tokens_out=usage.tokens_out,
            tokens_cached=usage.tokens_cached,
            tokens_reasoning=usage.tokens_reasoning,
            counted_by=usage.counted_by,
            cost_nano=usage.cost_nano,
            price_version=usage.price_version,
            ttft_ms=usage.ttft_ms,
            duration_ms=usage.duration_ms,
            finish_reason=outcome.finish_reason,
            error_key=outcome.error_key,
            ended_at=now,
            lease_until=None,
        )
        .execution_options(synchronize_session=False)
    )
    if changed.rowcount != 1:
        return False
    write_snapshot(session, outcome.answer, status=outcome.status, error_key=outcome.error_key)
    session.exec(update(Conversation).where(col(Conversation.id) == outcome.conversation_id).values(updated_at=now))
    return True


def write_snapshot(session: Session, answer: Snapshot, **values: str) -> None:
    """Save the text of an answer that is still being written, or has just ended."""
    session.exec(
        update(Message)
        .where(col(Message.id) == answer.message_id, col(Message.status) == MessageStatus.RUNNING)
        .values(text=answer.text, reasoning=answer.reasoning, reasoning_ms=answer.reasoning_ms, **values)
        .execution_options(synchronize_session=False)
    )


def renew_leases(session: Session, turn_ids: list[str], until: datetime) -> None:
    session.exec(update(Turn).where(col(Turn.id).in_(turn_ids), col(Turn.status) == TurnStatus.RUNNING).values(lease_until=until))


def interrupt_abandoned(session: Session, now: datetime, *, all_of_them: bool, running_here: Collection[str]) -> list[Turn]:
    """Mark turns whose process is gone as interrupted, with the text of their last checkpoint; returns them."""
    found = queries.list_abandoned_turns(session, None if all_of_them else now)
    turns = [turn for turn in found if turn.id not in running_here]
    for turn in turns:
        turn.status, turn.ended_at, turn.lease_until, turn.error_key = TurnStatus.INTERRUPTED, now, None, "error.interrupted"
        session.exec(
            update(Message)
            .where(col(Message.id) == turn.answer_id, col(Message.status) == MessageStatus.RUNNING)
            .values(status=MessageStatus.INTERRUPTED, error_key="error.interrupted")
        )
    return turns
