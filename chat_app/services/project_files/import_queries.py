"""The SQL of a project that comes in; all of it is about rows of the actor's own that were written a moment ago."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, update
from sqlmodel import Session, SQLModel, col, delete, select

from chat_app.models import Assistant, Conversation, Document, Folder, Tag
from chat_app.services.chat.queries import delete_conversations
from chat_app.services.kernel.actor import Actor
from chat_app.services.knowledge.removal_queries import portions


def list_assistants(session: Session, actor: Actor) -> Sequence[Assistant]:
    own = select(Assistant).where(Assistant.owner_id == actor.user_id, col(Assistant.deleted_at).is_(None))
    return session.exec(own.order_by(Assistant.id)).all()


def list_tags(session: Session, actor: Actor) -> Sequence[Tag]:
    return session.exec(select(Tag).where(Tag.owner_id == actor.user_id)).all()


def add_rows(session: Session, kind: type[SQLModel], rows: list[dict[str, Any]]) -> None:
    """Thousands at once: as rows, without an object for each."""
    if rows:
        session.execute(insert(kind), rows)


def take_out_of_trash(session: Session, folder_ids: list[str], document_ids: list[str], chat_ids: list[str]) -> None:
    for table, ids in ((Folder, folder_ids), (Document, document_ids), (Conversation, chat_ids)):
        for part in portions(ids):
            shown = update(table).where(col(table.id).in_(part)).values(deleted_at=None)
            session.execute(shown.execution_options(synchronize_session=False))


def delete_chats(session: Session, chat_ids: list[str]) -> None:
    for part in portions(chat_ids):
        delete_conversations(session, col(Conversation.id).in_(part))


def delete_folders(session: Session, folder_ids: list[str]) -> None:
    for part in portions(folder_ids):
        session.execute(delete(Folder).where(col(Folder.id).in_(part)))
