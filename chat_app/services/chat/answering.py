"""The rows of a turn: the question that it answers, the answers that it writes, and the branch that models read for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from chat_app import models
from chat_app.errors import InvalidInputError
from chat_app.models import MessageStatus
from chat_app.services.chat import queries
from chat_app.services.chat.columns import ASKS_ALL, leaf_to_go_on_from, new_comparison, places, seat, take_over
from chat_app.services.chat.dto import NewTurn
from chat_app.services.chat.merging import drafts_and_task, merge_of
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.ids import new_id
from chat_app.services.projects.rights import FolderRole

CONTINUABLE = {MessageStatus.STOPPED, MessageStatus.INTERRUPTED, MessageStatus.FAILED}


def target_of(session: Session, actor: Actor, new: NewTurn) -> models.Message | None:
    """The answer that is answered anew, continued, compared or merged."""
    return None if new.kind in ASKS_ALL else queries.get_message(session, actor, new.message_id, least=FolderRole.EDITOR)[0]


def continued_answer(
    session: Session, actor: Actor, turn: models.Turn, conversation: models.Conversation, new: NewTurn
) -> tuple[list[models.Message], list[models.Message]]:
    """The answer that goes on, and the branch that the model reads; raises `InvalidInputError` for one that is whole."""
    answer, owner = queries.get_message(session, actor, new.message_id, least=FolderRole.EDITOR)
    cut_off = any(row.finish_reason == "length" for row in queries.list_turns_of_answers(session, [answer.id]).get(answer.id, []))
    if owner.id != turn.conversation_id or answer.role != "assistant" or not (answer.status in CONTINUABLE or cut_off):
        raise InvalidInputError("error.not_possible_here")
    answer.status, answer.error_key, answer.turn_id = MessageStatus.RUNNING, "", turn.id
    if not answer.comparison_id:
        conversation.active_leaf_id = answer.id
    path = queries.list_path(session, answer.id)
    if answer.merge:
        path[-1:-1] = drafts_and_task(session, answer, turn.created_at)
    return [answer], path


def new_answers(
    session: Session, actor: Actor, turns: Sequence[models.Turn], conversation: models.Conversation, new: NewTurn, now: datetime
) -> tuple[list[models.Message], list[models.Message]]:
    """A row for the answer of each turn, and the branch that the models read."""
    question = _question(session, actor, conversation, new, now)
    path = [*queries.list_path(session, question.parent_id), question]
    session.add(question)
    answers = [
        models.Message(
            id=new_id(),
            conversation_id=conversation.id,
            parent_id=question.id,
            role="assistant",
            status=MessageStatus.RUNNING,
            model_id=turn.model_id,
            turn_id=turn.id,
            created_at=now,
        )
        for turn in turns
    ]
    for turn in turns:
        turn.user_message_id = question.id
    target = target_of(session, actor, new)
    if target is None:
        _seat_all(session, actor, conversation, new, answers, now)
    else:
        _seat_one(session, actor, conversation, new, answers[0], target, now)
    session.add_all(answers)
    if answers[0].merge:
        path += drafts_and_task(session, answers[0], now)
    return answers, path


def _seat_all(
    session: Session, actor: Actor, conversation: models.Conversation, new: NewTurn, answers: Sequence[models.Message], now: datetime
) -> None:
    """Answers to a new question: several are a comparison. The first column is on show until one is chosen."""
    if len(answers) > 1:
        blind = conversation.compare_blind if new.blind is None else new.blind
        comparison_id = new_comparison(session, actor, conversation, answers[0].parent_id or "", blind, now)
        for answer, place in zip(answers, places(len(answers), blind=blind), strict=True):
            answer.comparison_id, answer.comparison_place = comparison_id, place
    conversation.active_leaf_id = min(answers, key=lambda answer: answer.comparison_place).id


def _seat_one(
    session: Session,
    actor: Actor,
    conversation: models.Conversation,
    new: NewTurn,
    answer: models.Message,
    target: models.Message,
    now: datetime,
) -> None:
    """One more answer to a question: a branch of its own, or a column beside `target`, which stays where the chat goes on."""
    answer.comparison_id, answer.comparison_place = seat(session, actor, conversation, new, target, answer.model_id, now)
    if new.kind == "merge":
        answer.merge = merge_of(session, answer.comparison_id or "", new.recipe)
    if not answer.comparison_id:
        conversation.active_leaf_id = answer.id
    elif new.kind == "regenerate" and answer.comparison_place == target.comparison_place:
        answer.merge = target.merge
        take_over(session, conversation, target, answer)


def _question(session: Session, actor: Actor, conversation: models.Conversation, new: NewTurn, now: datetime) -> models.Message:
    """The user's message that is answered: a new one, a sibling of the one edited, or the one answered before."""
    parent_id = leaf_to_go_on_from(session, conversation.active_leaf_id)
    if new.kind != "send":
        target, owner = queries.get_message(session, actor, new.message_id, least=FolderRole.EDITOR)
        wanted = "user" if new.kind == "edit" else "assistant"
        if owner.id != conversation.id or target.role != wanted:
            raise InvalidInputError("error.not_possible_here")
        if new.kind != "edit":
            return queries.get_message(session, actor, target.parent_id or "", least=FolderRole.EDITOR)[0]
        parent_id = target.parent_id
    return models.Message(id=new_id(), conversation_id=conversation.id, parent_id=parent_id, role="user", text=new.text, created_at=now)
