"""Read a chat for export: rows in one transaction, filtered by the actor, in the order of the tree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from chat_app.models import Attachment, Conversation, Message, MessageSource, Summary, Turn
from chat_app.services.chat import queries as chat_queries
from chat_app.services.citations.copies import open_copies
from chat_app.services.exports import queries
from chat_app.services.exports.dto import Scope
from chat_app.services.kernel.actor import Actor
from chat_app.services.projects.rights import FolderRole


@dataclass(frozen=True, slots=True)
class ChatRows:
    """A chat's rows. `messages` are those in scope, each with its depth; children follow their parent."""

    conversation: Conversation
    messages: Sequence[tuple[Message, int]]
    siblings: dict[str | None, list[str]]
    turns: dict[str, list[Turn]]
    attachments: dict[str, list[Attachment]]
    summaries: Sequence[Summary]
    sources: Mapping[str, Sequence[MessageSource]] = field(default_factory=dict[str, Sequence[MessageSource]])
    """What answers were given of documents; of those that the reader may not read there is the number alone."""


def read_chat(
    session: Session, actor: Actor, conversation_id: str, scope: Scope, *, leaf_id: str = "", until: datetime | None = None
) -> ChatRows:
    """The chat's living messages; `leaf_id` is another branch than the one on show, `until` leaves out what is younger.

    Raises `NotFoundError`.
    """
    conversation = chat_queries.get_conversation(session, actor, conversation_id, least=FolderRole.VIEWER)
    rows = queries.list_messages(session, conversation.id, until)
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
        queries.list_turns(session, conversation.id),
        queries.list_attachments(session, conversation.id, set(ids)),
        queries.list_summaries(session, conversation.id),
        open_copies(session, actor, ids),
    )


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
