"""The SQL of what is copied of a project. Whoever calls it has asked whether the actor may read the project."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any, cast

from sqlalchemy import ColumnElement, Table, func, insert
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from chat_app.models import Chunk, Conversation, Document, Folder, ProjectNote
from chat_app.services.knowledge.removal_queries import portions
from chat_app.services.projects.dashboard_queries import folder_tree

CHUNKS = cast("Table", Chunk.__table__)  # type: ignore[attr-defined]


def list_tree(session: Session, folder_id: str) -> list[Folder]:
    """The folder and all in it, each before what it holds."""
    order = {id_: place for place, id_ in enumerate(folder_tree(session, folder_id))}
    return sorted(session.exec(select(Folder).where(col(Folder.id).in_(order))).all(), key=lambda row: order[row.id])


def list_notes(session: Session, folder_ids: Collection[str]) -> Sequence[ProjectNote]:
    statement = select(ProjectNote).where(col(ProjectNote.folder_id).in_(folder_ids), col(ProjectNote.deleted_at).is_(None))
    return session.exec(statement.order_by(col(ProjectNote.id))).all()


def list_documents(session: Session, folder_ids: Collection[str]) -> list[Document]:
    """The documents that are ready: what is on its way or failed has nothing to be copied yet."""
    parts = [session.exec(select(Document).where(*_ready(part))).all() for part in portions(folder_ids)]
    return sorted((row for part in parts for row in part), key=lambda row: row.id)


def sum_documents(session: Session, folder_ids: Collection[str]) -> tuple[int, int]:
    """How many documents `list_documents` has, and their bytes."""
    sums = select(func.count(), func.sum(Document.size)).select_from(Document)
    found = [session.exec(sums.where(*_ready(part))).one() for part in portions(folder_ids)]
    return sum(count for count, _ in found), sum(int(size or 0) for _, size in found)


def chunks_of(session: Session, document_ids: Collection[str]) -> Iterator[list[dict[str, Any]]]:
    """The passages of documents as rows, some at a time: those of a large project do not fit into memory."""
    for part in portions(document_ids):
        ids = session.exec(
            select(Chunk.id).where(col(Chunk.document_id).in_(part)).order_by(col(Chunk.document_id), col(Chunk.number))
        ).all()
        for some in portions(ids):
            rows = session.connection().execute(select_columns(*CHUNKS.columns).where(col(Chunk.id).in_(some)))
            yield [dict(row) for row in rows.mappings()]


def add_chunks(session: Session, rows: list[dict[str, Any]]) -> None:
    """Hundreds at once, without an object for each."""
    session.connection().execute(insert(CHUNKS), rows)


def _ready(folder_ids: Collection[str]) -> tuple[ColumnElement[bool], ...]:
    return col(Document.folder_id).in_(folder_ids), col(Document.deleted_at).is_(None), col(Document.state) == "ready"


def list_chats(session: Session, folder_ids: Collection[str]) -> Sequence[Conversation]:
    statement = select(Conversation).where(col(Conversation.folder_id).in_(folder_ids), col(Conversation.deleted_at).is_(None))
    return session.exec(statement.order_by(col(Conversation.id))).all()
