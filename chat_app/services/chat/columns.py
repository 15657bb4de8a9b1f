"""The columns of a comparison, within a transaction: who takes part, in which order, and where the chat goes on."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from chat_app import models
from chat_app.errors import InvalidInputError
from chat_app.models import MessageStatus
from chat_app.services.chat import comparison_queries, queries
from chat_app.services.chat.dto import NewTurn
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.ids import new_id

MAX_COLUMNS = 6
MAX_MODEL_ID = 300
ASKS_ALL = ("send", "edit")


def compared_models(new: NewTurn, conversation: models.Conversation, default_model_id: str) -> tuple[str, ...]:
    """The models that answer what was asked, each once, the chat's own first. Raises `InvalidInputError` for too many."""
    own = new.model_id or conversation.model_id or default_model_id
    if new.kind not in ASKS_ALL or (new.model_id and not new.model_ids):
        return (own,)
    wanted = tuple(dict.fromkeys(new.model_ids or (own, *json.loads(conversation.compare_model_ids))))
    check_models(wanted)
    return wanted


def check_models(model_ids: Sequence[str]) -> None:
    """Raises `InvalidInputError` for more models than there are columns, and for what cannot be a model's id."""
    if len(model_ids) > MAX_COLUMNS:
        raise InvalidInputError("error.too_many_models", max=MAX_COLUMNS)
    if not all(0 < len(model_id) <= MAX_MODEL_ID for model_id in model_ids):
        raise InvalidInputError("error.model_unknown")


def new_comparison(session: Session, actor: Actor, conversation: models.Conversation, question_id: str, blind: bool, now: datetime) -> str:
    """Make a comparison of answers to a question; its id."""
    row = models.Comparison(
        id=new_id(), owner_id=actor.user_id, conversation_id=conversation.id, question_id=question_id, blind=blind, created_at=now
    )
    session.add(row)
    session.flush()
    return row.id


def places(count: int, *, blind: bool) -> list[int]:
    """The column of each model: in their order, or shuffled once when the names are hidden."""
    order = list(range(count))
    if blind:
        random.SystemRandom().shuffle(order)
    return order


def seat(
    session: Session, actor: Actor, conversation: models.Conversation, new: NewTurn, target: models.Message, model_id: str, now: datetime
) -> tuple[str | None, int]:
    """The comparison and the column of one more answer to the question that `target` answers; no comparison for a plain one.

    Raises `InvalidInputError` when there are as many columns as fit.
    """
    if new.kind == "compare" and not target.comparison_id:
        target.comparison_id = new_comparison(session, actor, conversation, target.parent_id or "", False, now)
        target.comparison_place = 0
        return target.comparison_id, 1
    if not target.comparison_id:
        return None, 0
    if new.kind == "regenerate" and model_id == target.model_id:
        return target.comparison_id, target.comparison_place
    answers = comparison_queries.list_answers(session, [target.comparison_id])[target.comparison_id]
    if new.kind != "merge" and len({answer.comparison_place for answer in answers if not answer.merge}) >= MAX_COLUMNS:
        raise InvalidInputError("error.too_many_models", max=MAX_COLUMNS)
    return target.comparison_id, 1 + max(answer.comparison_place for answer in answers)


def take_over(session: Session, conversation: models.Conversation, target: models.Message, answer: models.Message) -> None:
    """An answer asked anew at the end of the chat stands for the old one of its column; anywhere else nothing moves."""
    if conversation.active_leaf_id != target.id or answer.comparison_place != target.comparison_place:
        return
    conversation.active_leaf_id = answer.id
    comparison = session.get(models.Comparison, target.comparison_id)
    if comparison and comparison.winner_id == target.id:
        comparison.winner_id = answer.id


def may_join(session: Session, running: Sequence[models.Turn], target: models.Message | None, kind: str) -> bool:
    """Whether an answer may be written while others are: only beside those of its own comparison."""
    if target is None:
        return False
    if kind == "compare" and all(turn.answer_id == target.id for turn in running):
        return True
    if not target.comparison_id or (kind == "regenerate" and target.status == MessageStatus.RUNNING):
        return False
    return comparison_queries.find_of_answers(session, [turn.answer_id or "" for turn in running]) == {target.comparison_id}


def leaf_to_go_on_from(session: Session, leaf_id: str | None) -> str | None:
    """Where the next message hangs on: the end of the branch on show.

    When nobody has chosen among the answers compared there, it is the first of them that is complete.
    """
    leaf = session.get(models.Message, leaf_id) if leaf_id else None
    if leaf is None or not leaf.comparison_id:
        return leaf_id
    comparison = session.get(models.Comparison, leaf.comparison_id)
    answers = comparison_queries.list_answers(session, [leaf.comparison_id]).get(leaf.comparison_id, [])
    return going_on(comparison.winner_id if comparison else None, leaf.id, answers)


def branch_end(session: Session, conversation: models.Conversation, branch_id: str) -> str | None:
    """The present end of the branch that had its end in `branch_id` when a waiting message was written in it."""
    shown_id = conversation.active_leaf_id
    branch = session.get(models.Message, branch_id) if branch_id else None
    if branch is None or branch.deleted_at is not None:
        return shown_id
    shown = session.get(models.Message, shown_id) if shown_id else None
    if branch.comparison_id and shown and shown.comparison_id == branch.comparison_id:
        # One of the answers compared there has been chosen meanwhile.
        return shown_id
    return queries.find_latest_leaf(session, branch.id)


def going_on(winner_id: str | None, leaf_id: str, answers: Sequence[models.Message]) -> str:
    """The answer among those compared that the chat goes on from while `leaf_id` is its end."""
    if winner_id in {answer.id for answer in answers}:
        return leaf_id
    complete = [answer.id for answer in answers if answer.status == MessageStatus.COMPLETE]
    return complete[0] if complete else leaf_id
