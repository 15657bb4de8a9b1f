"""Forks: a new chat that begins as a copy of another one up to a message."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, SQLModel

from chat_app import models
from chat_app.db import Database
from chat_app.i18n import translate
from chat_app.models import MessageStatus
from chat_app.services.chat import branch_queries, queries
from chat_app.services.chat.dto import Conversation, ConversationChange
from chat_app.services.chat.feed import ChangeFeed
from chat_app.services.chat.records import conversation_record
from chat_app.services.citations.queries import retrievals_of, sources_of
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.kernel.ids import new_id
from chat_app.services.projects.rights import FolderRole
from chat_app.services.search.indexing import index_conversation

MAX_TITLE = 200
COPIED = ("model_id", "folder_id", "assistant_id", "system_prompt", "parameters", "compare_model_ids", "compare_blind", "knowledge")
"""What a fork takes over from its chat. Turns are not copied: what was paid is paid once."""


class ForkService:
    """Copies chats."""

    def __init__(self, db: Database, changes: ChangeFeed, clock: Clock = utc_now) -> None:
        self._db = db
        self._changes = changes
        self._clock = clock

    async def fork(self, actor: Actor, message_id: str, *, all_branches: bool = False) -> Conversation:
        """A new chat with the branch up to this message, or with all branches of its chat, that one on show.

        Attached files are shared, not copied. Raises `NotFoundError`.
        """
        now = self._clock()

        def copy(session: Session) -> Conversation:
            return conversation_record(fork_conversation(session, actor, message_id, all_branches, now))

        made = await self._db.write(copy)
        self._changes.publish(actor.user_id, ConversationChange(made.id, "list"))
        return made


def fork_conversation(
    session: Session, actor: Actor, message_id: str, all_branches: bool, now: datetime, *, least: FolderRole = FolderRole.EDITOR
) -> models.Conversation:
    """Write the copy; one transaction, a handful of statements however long the chat is. `least` is as in `get_message`."""
    message, source = queries.get_message(session, actor, message_id, least=least)
    if all_branches:
        rows, end_id = parents_first(branch_queries.list_living(session, source.id)), queries.find_latest_leaf(session, message.id)
    else:
        rows, end_id = queries.list_path(session, message.id), message.id
    made = _new_conversation(actor, source, now)
    session.add(made)
    session.flush()
    new_ids = {row.id: new_id() for row in rows}
    _insert(session, models.Message, [_message_values(row, made.id, new_ids) for row in rows])
    _copy_beside(session, source.id, made, new_ids)
    _copy_sources(session, new_ids)
    index_conversation(session, made)
    made.active_leaf_id = new_ids[end_id]
    return made


def parents_first(rows: Sequence[models.Message]) -> list[models.Message]:
    """The tree so that each message follows its parent, and siblings keep their order."""
    children: dict[str | None, list[models.Message]] = {}
    for row in rows:
        children.setdefault(row.parent_id, []).append(row)
    ordered: list[models.Message] = []
    waiting = [*reversed(children.get(None, []))]
    while waiting:
        row = waiting.pop()
        ordered.append(row)
        waiting += reversed(children.get(row.id, []))
    return ordered


def fork_title(title: str, language: str) -> str:
    """Of "Trip": "Trip (fork)", never longer than a title may be."""
    end = translate("fork.title", language, title="")
    return translate("fork.title", language, title=title[: MAX_TITLE - len(end)].rstrip()).strip()


def _new_conversation(actor: Actor, source: models.Conversation, now: datetime) -> models.Conversation:
    return models.Conversation(
        id=new_id(),
        owner_id=actor.user_id,
        title=fork_title(source.title, actor.language),
        title_by_user=True,
        created_at=now,
        updated_at=now,
        **{name: getattr(source, name) for name in COPIED},
    )


def _message_values(row: models.Message, conversation_id: str, new_ids: dict[str, str]) -> dict[str, Any]:
    """The copy of a message. Comparisons and turns stay with the original; an answer on its way is copied as far as it came."""
    values = _values(row) | {
        "id": new_ids[row.id],
        "conversation_id": conversation_id,
        "parent_id": new_ids[row.parent_id] if row.parent_id else None,
        "turn_id": None,
        "comparison_id": None,
        "comparison_place": 0,
        "merge": "",
    }
    if row.status == MessageStatus.RUNNING:
        values["status"] = MessageStatus.STOPPED
    return values


def _copy_beside(session: Session, source_id: str, made: models.Conversation, new_ids: dict[str, str]) -> None:
    """What hangs on messages: files, whose bytes are shared by their hash, and summaries."""
    copies: list[tuple[type[SQLModel], Callable[[Session, str], Sequence[Any]]]] = [
        (models.Attachment, branch_queries.list_attachments),
        (models.Summary, branch_queries.list_summaries),
    ]
    for kind, rows_of in copies:
        own = {"conversation_id": made.id} | ({"owner_id": made.owner_id} if kind is models.Attachment else {})
        rows = [row for row in rows_of(session, source_id) if row.message_id in new_ids]
        _insert(session, kind, [_values(row) | own | {"id": new_id(), "message_id": new_ids[row.message_id]} for row in rows])


def _copy_sources(session: Session, new_ids: dict[str, str]) -> None:
    """What answers were given of documents. Whoever reads the copy sees of it what they may read of the documents."""
    for message_id, rows in sources_of(session, new_ids.keys()).items():
        _insert(session, models.MessageSource, [_values(row) | {"message_id": new_ids[message_id]} for row in rows])
    ways = retrievals_of(session, new_ids.keys())
    _insert(session, models.Retrieval, [_values(row) | {"message_id": new_ids[row.message_id]} for row in ways])


def _values(row: SQLModel) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in type(row).__table__.columns}  # type: ignore[attr-defined]


def _insert(session: Session, kind: type[SQLModel], rows: list[dict[str, Any]]) -> None:
    if rows:
        session.execute(insert(kind), rows)
