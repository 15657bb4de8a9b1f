"""The transaction that begins a turn: what was asked becomes rows, and a plan of what to run."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from chat_app import models
from chat_app.errors import InvalidInputError
from chat_app.models import MessageStatus, TurnStatus
from chat_app.services.catalogue.dto import OFFLINE_MODEL_ID
from chat_app.services.chat import queries
from chat_app.services.chat.conversations import new_conversation
from chat_app.services.chat.dto import NewTurn
from chat_app.services.chat.errors import IdempotencyConflictError, TurnRunningError
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.ids import new_id

LEASE = timedelta(seconds=15)
TITLE_LENGTH = 60
CONTINUABLE = {MessageStatus.STOPPED, MessageStatus.INTERRUPTED, MessageStatus.FAILED}


@dataclass(frozen=True, slots=True)
class Plan:
    """A turn that is to run: its rows, and the branch the model reads (the answer to go on with last, if any)."""

    actor: Actor
    turn: models.Turn
    answer: models.Message
    path: Sequence[models.Message]
    first_exchange: bool

    @property
    def continues(self) -> bool:
        """Whether there is a beginning of the answer to go on from."""
        return self.turn.kind == "continue" and bool(self.answer.text)

    @property
    def writes_anew(self) -> bool:
        """The offline assistant cannot go on in mid-sentence: it writes the same answer again and the beginning is dropped."""
        return self.continues and self.turn.model_id == OFFLINE_MODEL_ID


@dataclass(frozen=True, slots=True)
class Begun:
    """What `begin` found or made. Without a plan nothing has to be started: queued, or begun earlier with the same key."""

    turn: models.Turn
    plan: Plan | None = None


def request_hash(new: NewTurn) -> str:
    """Tells whether two requests with one idempotency key ask for the same."""
    parts = (new.conversation_id, new.kind, new.text, new.message_id, new.model_id, *new.attachment_ids, new.folder_id, new.assistant_id)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def begin_turn(session: Session, actor: Actor, new: NewTurn, default_model_id: str, now: datetime) -> Begun:
    """Write what was asked. Raises `NotFoundError`, `TurnRunningError`, `IdempotencyConflictError`, `InvalidInputError`."""
    if new.idempotency_key and (earlier := queries.find_turn_by_key(session, actor, new.idempotency_key)):
        if earlier.request_hash != request_hash(new):
            raise IdempotencyConflictError
        return Begun(earlier)
    conversation = _conversation(session, actor, new, now)
    model_id = new.model_id or conversation.model_id or default_model_id
    turn = _new_turn(actor, new, conversation, model_id, now)
    if queries.find_running_turn(session, conversation.id):
        if new.kind != "send":
            raise TurnRunningError
        conversation.draft = ""
        turn.status, turn.queued_text = TurnStatus.QUEUED, new.text
        session.add(turn)
        return Begun(turn)
    if new.kind == "send" or not conversation.model_id:
        conversation.model_id = model_id
    return Begun(turn, _start(session, actor, turn, conversation, new, now))


def start_queued(session: Session, actor: Actor, turn_id: str, now: datetime) -> Plan | None:
    """Let a queued turn run; None when it is no longer waiting or another one runs."""
    turn = queries.get_turn(session, actor, turn_id)
    if turn.status != TurnStatus.QUEUED or queries.find_running_turn(session, turn.conversation_id):
        return None
    conversation = queries.get_conversation(session, actor, turn.conversation_id, lock=True)
    new = NewTurn(conversation.id, "send", turn.queued_text, model_id=turn.model_id)
    turn.queued_text = ""
    return _start(session, actor, turn, conversation, new, now)


def _conversation(session: Session, actor: Actor, new: NewTurn, now: datetime) -> models.Conversation:
    if new.conversation_id:
        return queries.get_conversation(session, actor, new.conversation_id, lock=True)
    conversation = new_conversation(actor, new.model_id, now)
    session.add(conversation)
    session.flush()
    return conversation


def _new_turn(actor: Actor, new: NewTurn, conversation: models.Conversation, model_id: str, now: datetime) -> models.Turn:
    turn_id = new_id()
    return models.Turn(
        id=turn_id,
        owner_id=actor.user_id,
        conversation_id=conversation.id,
        kind=new.kind,
        status=TurnStatus.RUNNING,
        model_id=model_id,
        idempotency_key=new.idempotency_key or turn_id,
        request_hash=request_hash(new),
        created_at=now,
    )


def _start(session: Session, actor: Actor, turn: models.Turn, conversation: models.Conversation, new: NewTurn, now: datetime) -> Plan:
    first_exchange = conversation.active_leaf_id is None
    answer, path = (
        _continued_answer(session, actor, turn, new)
        if new.kind == "continue"
        else _new_answer(session, actor, turn, conversation, new, now)
    )
    turn.status, turn.started_at, turn.lease_until, turn.answer_id = TurnStatus.RUNNING, now, now + LEASE, answer.id
    conversation.active_leaf_id = answer.id
    conversation.updated_at = now
    if new.kind == "send":
        conversation.draft = ""
        conversation.title = conversation.title or title_from(new.text)
    session.add(turn)
    session.flush()
    return Plan(actor, turn, answer, path, first_exchange)


def _continued_answer(session: Session, actor: Actor, turn: models.Turn, new: NewTurn) -> tuple[models.Message, Sequence[models.Message]]:
    answer, conversation = queries.get_message(session, actor, new.message_id)
    cut_off = any(row.finish_reason == "length" for row in queries.list_turns_of_answers(session, [answer.id]).get(answer.id, []))
    if conversation.id != turn.conversation_id or answer.role != "assistant" or not (answer.status in CONTINUABLE or cut_off):
        raise InvalidInputError("error.not_possible_here")
    answer.status, answer.error_key, answer.turn_id = MessageStatus.RUNNING, "", turn.id
    return answer, queries.list_path(session, answer.id)


def _new_answer(
    session: Session, actor: Actor, turn: models.Turn, conversation: models.Conversation, new: NewTurn, now: datetime
) -> tuple[models.Message, Sequence[models.Message]]:
    question = _question(session, actor, conversation, new, now)
    path = [*queries.list_path(session, question.parent_id), question]
    answer = models.Message(
        id=new_id(),
        conversation_id=conversation.id,
        parent_id=question.id,
        role="assistant",
        status=MessageStatus.RUNNING,
        model_id=turn.model_id,
        turn_id=turn.id,
        created_at=now,
    )
    session.add_all((question, answer))
    turn.user_message_id = question.id
    return answer, path


def _question(session: Session, actor: Actor, conversation: models.Conversation, new: NewTurn, now: datetime) -> models.Message:
    """The user's message that is answered: a new one, a sibling of the one edited, or the one answered before."""
    parent_id = conversation.active_leaf_id
    if new.kind != "send":
        target, owner = queries.get_message(session, actor, new.message_id)
        wanted = "assistant" if new.kind == "regenerate" else "user"
        if owner.id != conversation.id or target.role != wanted:
            raise InvalidInputError("error.not_possible_here")
        if new.kind == "regenerate":
            return queries.get_message(session, actor, target.parent_id or "")[0]
        parent_id = target.parent_id
    return models.Message(id=new_id(), conversation_id=conversation.id, parent_id=parent_id, role="user", text=new.text, created_at=now)


def title_from(text: str) -> str:
    """The beginning of the first message, cut between words: the title until a better one is made."""
    line = " ".join(text.split())
    if len(line) <= TITLE_LENGTH:
        return line
    return (line[:TITLE_LENGTH].rsplit(" ", 1)[0] or line[:TITLE_LENGTH]).rstrip(" ,.;:-") + "…"
