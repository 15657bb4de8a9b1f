"""The SQL of what is copied of a project. Whoever calls it has asked whether the actor may read the project."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlmodel import Session, col, select

from chat_app.models import Chunk, Conversation, Document, Folder, ProjectNote
from chat_app.services.projects.dashboard_queries import folder_tree


def list_tree(session: Session, folder_id: str) -> list[Folder]:
    """The folder and all in it, each before what it holds."""
    order = {id_: place for place, id_ in enumerate(folder_tree(session, folder_id))}
    return sorted(session.exec(select(Folder).where(col(Folder.id).in_(order))).all(), key=lambda row: order[row.id])


def list_notes(session: Session, folder_ids: Collection[str]) -> Sequence[ProjectNote]:
    statement = select(ProjectNote).where(col(ProjectNote.folder_id).in_(folder_ids), col(ProjectNote.deleted_at).is_(None))
    return session.exec(statement.order_by(col(ProjectNote.id))).all()


def list_documents(session: Session, folder_ids: Collection[str]) -> Sequence[Document]:
    """The documents that are ready: what is on its way or failed has nothing to be copied yet."""
    statement = select(Document).where(
        col(Document.folder_id).in_(folder_ids), col(Document.deleted_at).is_(None), Document.state == "ready"
    )
    return session.exec(statement.order_by(col(Document.id))).all()


def list_chunks(session: Session, document_ids: Collection[str]) -> Sequence[Chunk]:
    statement = select(Chunk).where(col(Chunk.document_id).in_(document_ids))
    return session.exec(statement.order_by(col(Chunk.document_id), col(Chunk.number))).all()


def list_chats(session: Session, folder_ids: Collection[str]) -> Sequence[Conversation]:
    statement = select(Conversation).where(col(Conversation.folder_id).in_(folder_ids), col(Conversation.deleted_at).is_(None))
    return session.exec(statement.order_by(col(Conversation.id))).all()
