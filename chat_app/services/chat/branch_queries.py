"""SQL about the tree of messages: marks, summaries, pins, the map, what a fork copies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, literal, or_
from sqlalchemy import select as sqlalchemy_select
from sqlmodel import Session, col, select

from chat_app.errors import NotFoundError
from chat_app.models import Attachment, Conversation, Message, Summary, Turn
from chat_app.services.chat.queries import PATH_LIMIT, ancestors_of
from chat_app.services.kernel.actor import Actor
from chat_app.services.projects.rights_queries import may_write

EXCERPT = 160


@dataclass(frozen=True, slots=True)
class Marks:
    """A message of a branch without its text."""

    id: str
    excluded: bool
    clears_context: bool


@dataclass(frozen=True, slots=True)
class TreeRow:
    """A message of the map, with the sums of the turns that belong to it."""

    id: str
    parent_id: str | None
    role: str
    status: str
    model_id: str
    excerpt: str
    pinned: bool
    excluded: bool
    tokens: int
    cost_nano: int


def list_marks(session: Session, leaf_id: str | None) -> list[Marks]:
    """The branch that ends in `leaf_id`, oldest first, without texts."""
    if not leaf_id:
        return []
    path = ancestors_of(leaf_id, PATH_LIMIT)
    statement = (
        select(Message.id, Message.excluded, Message.clears_context).join(path, col(Message.id) == path.c.id).order_by(path.c.depth.desc())
    )
    return [Marks(*row) for row in session.exec(statement).all()]


def list_pictures(session: Session, conversation_id: str) -> list[tuple[str, int, int]]:
    """The pictures of all messages of a chat: the message, width and height."""
    statement = select(Message.id, Attachment.width, Attachment.height).join(Attachment, col(Attachment.message_id) == Message.id)
    found = session.exec(statement.where(Message.conversation_id == conversation_id, Attachment.kind == "image")).all()
    return [(message_id, width, height) for message_id, width, height in found]


def list_branch_ids(session: Session, leaf_id: str) -> list[str]:
    """The ids of the branch that ends in `leaf_id`, oldest first."""
    path = ancestors_of(leaf_id, PATH_LIMIT)
    return [message_id for (message_id,) in session.execute(sqlalchemy_select(path.c.id).order_by(path.c.depth.desc())).all()]


def has_marks(session: Session, conversation_id: str) -> bool:
    """Whether anything in the chat decides what models read: an exclusion, a divider, a summary."""
    marked = select(literal(1)).where(
        Message.conversation_id == conversation_id,
        or_(col(Message.excluded), col(Message.clears_context)),
        col(Message.deleted_at).is_(None),
    )
    summarised = select(literal(1)).where(Summary.conversation_id == conversation_id)
    return session.exec(marked.limit(1)).first() is not None or session.exec(summarised.limit(1)).first() is not None


def list_summaries(session: Session, conversation_id: str) -> list[Summary]:
    """All summaries of a chat, of whatever branch, oldest first."""
    return list(session.exec(select(Summary).where(Summary.conversation_id == conversation_id).order_by(col(Summary.id))).all())


def list_summaries_on(session: Session, message_ids: Iterable[str]) -> dict[str, Summary]:
    """The latest summary that stands on each of these messages."""
    statement = select(Summary).where(col(Summary.message_id).in_(list(message_ids))).order_by(col(Summary.id))
    return {row.message_id: row for row in session.exec(statement).all()}


def get_summary(session: Session, actor: Actor, summary_id: str) -> Summary:
    """A summary in a chat in which the actor may write; raises `NotFoundError`."""
    statement = (
        select(Summary)
        .join(Conversation, col(Conversation.id) == Summary.conversation_id)
        .where(Summary.id == summary_id, may_write(Conversation, actor.user_id), col(Conversation.deleted_at).is_(None))
    )
    row = session.exec(statement).first()
    if row is None:
        raise NotFoundError("error.summary_not_found")
    return row


def list_pinned(session: Session, conversation_id: str) -> Sequence[Message]:
    """The pinned messages of a chat, of all branches, oldest first."""
    statement = select(Message).where(Message.conversation_id == conversation_id, col(Message.pinned), col(Message.deleted_at).is_(None))
    return session.exec(statement.order_by(col(Message.created_at), col(Message.id))).all()


def list_tree(session: Session, conversation_id: str) -> list[TreeRow]:
    """Every living message of a chat with the beginning of its text and what its turns used, ordered by id."""
    belongs_to = func.coalesce(Turn.answer_id, Turn.user_message_id).label("message_id")
    used = (
        select(belongs_to, func.sum(Turn.tokens_in + Turn.tokens_out).label("tokens"), func.sum(Turn.cost_nano).label("cost"))
        .where(Turn.conversation_id == conversation_id)
        .group_by(belongs_to)
        .subquery()
    )
    columns: list[Any] = [getattr(Message, name) for name in ("id", "parent_id", "role", "status", "model_id")]
    columns += [func.substr(Message.text, 1, EXCERPT), Message.pinned, Message.excluded]
    columns += [func.coalesce(used.c.tokens, 0), func.coalesce(used.c.cost, 0)]
    statement = (
        sqlalchemy_select(*columns)
        .outerjoin(used, used.c.message_id == Message.id)
        .where(col(Message.conversation_id) == conversation_id, col(Message.deleted_at).is_(None))
        .order_by(col(Message.id))
    )
    # PostgreSQL sums whole numbers up to Decimals.
    found: Sequence[Any] = session.connection().execute(statement).all()
    return [TreeRow(*row[:8], tokens=int(row[8]), cost_nano=int(row[9])) for row in found]


def list_living(session: Session, conversation_id: str) -> list[Message]:
    """All messages of a chat that are not in the trash, ordered by id."""
    statement = select(Message).where(Message.conversation_id == conversation_id, col(Message.deleted_at).is_(None))
    return list(session.exec(statement.order_by(col(Message.id))).all())


def list_attachments(session: Session, conversation_id: str) -> list[Attachment]:
    """The files of all messages of a chat."""
    statement = select(Attachment).join(Message, col(Message.id) == Attachment.message_id)
    return list(session.exec(statement.where(Message.conversation_id == conversation_id).order_by(col(Attachment.id))).all())
