"""The SQL of the list of projects: figures by folder, of all folders that somebody may read."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col

from chat_app.models import Conversation, Document, Folder, FolderMember, User
from chat_app.services.kernel.actor import Actor
from chat_app.services.projects.rights_queries import readable_folders


def count_chats(session: Session, actor: Actor) -> dict[str, int]:
    return _by_folder(session, actor, col(Conversation.folder_id), func.count(), *_chats_in_use())


def last_uses(session: Session, actor: Actor) -> dict[str, Any]:
    """When something was last said in the chats of each folder that has any."""
    return _by_folder(session, actor, col(Conversation.folder_id), func.max(col(Conversation.updated_at)), *_chats_in_use())


def count_documents(session: Session, actor: Actor) -> dict[str, int]:
    return _by_folder(session, actor, col(Document.folder_id), func.count(), col(Document.deleted_at).is_(None))


def count_memberships(session: Session, actor: Actor) -> dict[str, int]:
    return _by_folder(session, actor, col(FolderMember.folder_id), func.count())


def owner_names(session: Session, actor: Actor) -> dict[str, str]:
    """Whose each folder is, of those that others share with the actor."""
    statement = (
        select_columns(col(Folder.id), func.coalesce(func.nullif(col(User.name), ""), col(User.email), ""))
        .join(User, col(User.id) == col(Folder.owner_id))
        .where(col(Folder.id).in_(readable_folders(actor.user_id)), col(Folder.owner_id) != actor.user_id)
    )
    return {folder_id: name for folder_id, name in session.execute(statement).all()}  # noqa: C416


def _chats_in_use() -> tuple[ColumnElement[bool], ...]:
    return col(Conversation.deleted_at).is_(None), col(Conversation.archived_at).is_(None)


def _by_folder(session: Session, actor: Actor, folder_id: Any, figure: Any, *conditions: ColumnElement[bool]) -> dict[str, Any]:
    inside = folder_id.in_(readable_folders(actor.user_id))
    rows = session.execute(select_columns(folder_id, figure).where(inside, *conditions).group_by(folder_id)).all()
    return {id_: value for id_, value in rows}  # noqa: C416
