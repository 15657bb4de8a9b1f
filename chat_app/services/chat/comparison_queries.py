"""SQL about comparisons: who takes part, who was chosen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlmodel import Session, col, select

from chat_app.errors import NotFoundError
from chat_app.models import Comparison, Conversation, Message, Turn, TurnStatus
from chat_app.services.kernel.actor import Actor
from chat_app.services.projects.rights_queries import may_read


def get_comparison(session: Session, actor: Actor, comparison_id: str) -> Comparison:
    """A comparison in a chat that the actor may read; raises `NotFoundError` for any other and where the chat is in the trash."""
    statement = (
        select(Comparison)
        .join(Conversation, col(Conversation.id) == Comparison.conversation_id)
        .where(Comparison.id == comparison_id, may_read(Conversation, actor.user_id), col(Conversation.deleted_at).is_(None))
    )
    row = session.exec(statement).first()
    if row is None:
        raise NotFoundError("error.comparison_not_found")
    return row


def list_comparisons(session: Session, actor: Actor, comparison_ids: Iterable[str]) -> Sequence[Comparison]:
    """Those of these comparisons that are in chats that the actor may read."""
    statement = select(Comparison).join(Conversation, col(Conversation.id) == Comparison.conversation_id)
    return session.exec(statement.where(col(Comparison.id).in_(set(comparison_ids)), may_read(Conversation, actor.user_id))).all()


def list_answers(session: Session, comparison_ids: Iterable[str]) -> dict[str, list[Message]]:
    """The living answers of each comparison by column, the versions of a column oldest first."""
    statement = (
        select(Message)
        .where(col(Message.comparison_id).in_(set(comparison_ids)), col(Message.deleted_at).is_(None))
        .order_by(col(Message.comparison_place), col(Message.id))
    )
    answers: dict[str, list[Message]] = {}
    for answer in session.exec(statement).all():
        answers.setdefault(answer.comparison_id or "", []).append(answer)
    return answers


def find_of_answers(session: Session, answer_ids: Iterable[str]) -> set[str | None]:
    """The comparisons that these answers take part in; None stands for an answer that takes part in none."""
    return set(session.exec(select(Message.comparison_id).where(col(Message.id).in_(set(answer_ids)))).all())


def has_ended_well(session: Session, comparison_id: str, statuses: Iterable[str]) -> bool:
    """Whether a turn that wrote one of the comparison's answers ended in one of `statuses`."""
    statement = (
        select(Turn.id)
        .join(Message, col(Message.id) == Turn.answer_id)
        .where(Message.comparison_id == comparison_id, col(Turn.status).in_(list(statuses)))
        .limit(1)
    )
    return session.exec(statement).first() is not None


def find_comparison_of_turn(session: Session, actor: Actor, turn_id: str) -> str:
    """The comparison that the answer of a turn takes part in; "" for none."""
    statement = (
        select(Message.comparison_id)
        .join(Turn, col(Turn.answer_id) == Message.id)
        .join(Conversation, col(Conversation.id) == Turn.conversation_id)
        .where(Turn.id == turn_id, may_read(Conversation, actor.user_id))
    )
    return session.exec(statement).first() or ""


def list_figures(session: Session, actor: Actor) -> Sequence[tuple[str, str | None, str | None, str, str, str]]:
    """Every model's answer that was compared: comparison, its winner, its vote; the answer, its model and status."""
    statement = (
        select(
            Comparison.id,
            Comparison.winner_id,
            Comparison.vote_id,
            Message.id,
            Message.model_id,
            Message.status,
        )  # pyright: ignore[reportCallIssue]  (sqlmodel knows fewer columns)
        .join(Message, col(Message.comparison_id) == Comparison.id)
        .where(Comparison.owner_id == actor.user_id, Message.merge == "")
        .order_by(col(Comparison.id), col(Message.comparison_place), col(Message.id))
    )
    return session.exec(statement).all()  # pyright: ignore[reportReturnType, reportArgumentType]


def list_costs(session: Session, actor: Actor) -> Sequence[tuple[str, int | None, int | None]]:
    """Model, milliseconds and nano-dollars of every turn that wrote a compared answer to its end."""
    statement = (
        select(Turn.model_id, Turn.duration_ms, Turn.cost_nano)
        .join(Message, col(Message.id) == Turn.answer_id)
        .where(
            Turn.owner_id == actor.user_id,
            col(Message.comparison_id).is_not(None),
            Message.merge == "",
            Turn.status == TurnStatus.COMPLETE,
        )
    )
    return session.exec(statement).all()


def list_messages(session: Session, message_ids: Iterable[str]) -> Sequence[Message]:
    """These messages, also those in the trash; whoever calls knows that they belong to a chat of the actor's."""
    return session.exec(select(Message).where(col(Message.id).in_(set(message_ids)))).all()
