"""All SQL of exports of own data."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select as select_columns
from sqlalchemy import tuple_, update
from sqlmodel import Session, SQLModel, col, select

from chat_app.models import Attachment, Conversation, DataExport, Document
from chat_app.services.kernel.actor import Actor
from chat_app.services.privacy.export_tables import exported_columns
from chat_app.services.privacy.kept_queries import kept_rows_of, kept_tables
from chat_app.services.privacy.ownership_queries import rows_of

OPEN = ("waiting", "running")


def list_exports(session: Session, actor: Actor) -> Sequence[DataExport]:
    """The actor's exports, newest first."""
    return session.exec(select(DataExport).where(DataExport.user_id == actor.user_id).order_by(col(DataExport.id).desc())).all()


def find_export(session: Session, actor: Actor, export_id: str) -> DataExport | None:
    return session.exec(select(DataExport).where(DataExport.id == export_id, DataExport.user_id == actor.user_id)).first()


def find_open(session: Session, actor: Actor) -> DataExport | None:
    """The one that is not ready yet."""
    return session.exec(select(DataExport).where(DataExport.user_id == actor.user_id, col(DataExport.status).in_(OPEN))).first()


def list_waiting(session: Session) -> Sequence[DataExport]:
    return session.exec(select(DataExport).where(DataExport.status == "waiting").order_by(col(DataExport.id))).all()


def take(session: Session, export_id: str) -> bool:
    """Begin with an export; False when another process has."""
    statement = update(DataExport).where(col(DataExport.id) == export_id, col(DataExport.status) == "waiting")
    return session.exec(statement.values(status="running")).rowcount == 1


def wait_again(session: Session, before: datetime) -> int:
    """Let those wait again whose process is gone: running since before `before`."""
    statement = update(DataExport).where(col(DataExport.status) == "running", col(DataExport.created_at) < before)
    return session.exec(statement.values(status="waiting")).rowcount


def list_ended(session: Session, now: datetime) -> Sequence[DataExport]:
    """Whose day is over."""
    return session.exec(select(DataExport).where(col(DataExport.expires_at) <= now)).all()


def list_export_ids(session: Session) -> set[str]:
    return set(session.exec(select(DataExport.id)).all())


def read_rows(session: Session, name: str, user_id: str, after: tuple[Any, ...] | None, limit: int) -> list[dict[str, Any]]:
    """The person's rows of a table in the order of its key, from behind the key `after`."""
    table = SQLModel.metadata.tables[name]
    keys = list(table.primary_key.columns)
    theirs = kept_rows_of(name, user_id) if name in kept_tables() else rows_of(name, user_id)
    statement = select_columns(*(table.c[column] for column in exported_columns(name))).where(theirs)
    if after is not None:
        statement = statement.where(tuple_(*keys) > tuple_(*after))
    rows = session.connection().execute(statement.order_by(*keys).limit(limit)).mappings()
    return [dict(row) for row in rows]


def list_chat_ids(session: Session, user_id: str) -> Sequence[str]:
    """Their chats that are not in the trash, oldest first."""
    statement = select(Conversation.id).where(Conversation.owner_id == user_id, col(Conversation.deleted_at).is_(None))
    return session.exec(statement.order_by(col(Conversation.id))).all()


def list_files(session: Session, user_id: str, after: str, limit: int) -> Sequence[tuple[str, str, str]]:
    """Id, name and hash of their files."""
    statement = select(Attachment.id, Attachment.name, Attachment.sha256).where(Attachment.owner_id == user_id, Attachment.id > after)
    return session.exec(statement.order_by(col(Attachment.id)).limit(limit)).all()


def list_documents(session: Session, user_id: str, after: str, limit: int) -> Sequence[tuple[str, str, str]]:
    """Id, name and hash of their documents."""
    statement = select(Document.id, Document.name, Document.sha256).where(Document.owner_id == user_id, Document.id > after)
    return session.exec(statement.order_by(col(Document.id)).limit(limit)).all()
