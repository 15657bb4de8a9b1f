"""Read a chat for export: rows in one transaction, filtered by the actor, in the order of the tree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from chat_app.models import Attachment, Conversation, Message, Summary, Turn
from chat_app.services.chat import queries as chat_queries
from chat_app.services.exports.dto import Scope
from chat_app.services.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class ChatRows:
    """A chat's rows. `messages` are those in scope, each with its depth; children follow their parent."""

    conversation: Conversation
    messages: Sequence[tuple[Message, int]]
    siblings: dict[str | None, list[str]]
    turns: dict[str, list[Turn]]
    attachments: dict[str, list[Attachment]]
    summaries: Sequence[Summary]


def read_chat(
    session: Session, actor: Actor, conversation_id: str, scope: Scope, *, leaf_id: str = "", until: datetime | None = None
) -> ChatRows:
    """The chat's living messages; `leaf_id` is another branch than the one on show, `until` leaves out what is younger.

    Raises `NotFoundError`.
    """
    conversation = chat_queries.get_conversation(session, actor, conversation_id)
    rows = list_messages(session, conversation.id, until)
    siblings: dict[str | None, list[str]] = {}
    for row in rows:
        siblings.setdefault(row.parent_id, []).append(row.id)
    ordered = list(_in_tree_order(rows))
    if scope == "branch":
        path = set(_path_ids(rows, leaf_id or conversation.active_leaf_id or ""))
        ordered = [(row, 0) for row, _depth in ordered if row.id in path]
    ids = [row.id for row, _depth in ordered]
    return ChatRows(
        conversation,
        ordered,
        siblings,
        list_turns(session, conversation.id),
        list_attachments(session, conversation.id, set(ids)),
        session.exec(select(Summary).where(Summary.conversation_id == conversation.id).order_by(Summary.id)).all(),
    )


def list_messages(session: Session, conversation_id: str, until: datetime | None) -> Sequence[Message]:
    """All living messages of a chat that has been checked to be the actor's, oldest first."""
    statement = select(Message).where(Message.conversation_id == conversation_id, col(Message.deleted_at).is_(None))
    if until is not None:
        statement = statement.where(col(Message.created_at) <= until)
    return session.exec(statement.order_by(Message.id)).all()


def list_turns(session: Session, conversation_id: str) -> dict[str, list[Turn]]:
    """The chat's turns by the answer they wrote; "" for those that wrote none."""
    turns: dict[str, list[Turn]] = {}
    for turn in session.exec(select(Turn).where(Turn.conversation_id == conversation_id).order_by(Turn.id)).all():
        turns.setdefault(turn.answer_id or "", []).append(turn)
    return turns


def list_attachments(session: Session, conversation_id: str, message_ids: set[str]) -> dict[str, list[Attachment]]:
    """The files of these messages, in their order."""
    files: dict[str, list[Attachment]] = {}
    statement = select(Attachment).where(Attachment.conversation_id == conversation_id).order_by(col(Attachment.position), Attachment.id)
    for row in session.exec(statement).all():
        if row.message_id in message_ids:
            files.setdefault(row.message_id, []).append(row)
    return files


def _in_tree_order(rows: Sequence[Message]) -> Iterator[tuple[Message, int]]:
    """Each message directly before all that follows from it; without recursion, chats can be deep."""
    children: dict[str | None, list[Message]] = {}
    known = {row.id for row in rows}
    for row in rows:
        children.setdefault(row.parent_id if row.parent_id in known else None, []).append(row)
    waiting = [(row, 0) for row in reversed(children.get(None, []))]
    while waiting:
        row, depth = waiting.pop()
        yield row, depth
        below = children.get(row.id, [])
        # Only a fork indents: a straight chat stays straight.
        waiting.extend((child, depth + (len(below) > 1)) for child in reversed(below))


def _path_ids(rows: Sequence[Message], leaf_id: str) -> Iterator[str]:
    parents = {row.id: row.parent_id for row in rows}
    here: str | None = leaf_id
    while here in parents:
        yield here
        here = parents[here]
