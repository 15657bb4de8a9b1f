"""SQL of what was read, and of the passages that it is cut into."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, insert
from sqlmodel import Session, col, select

from chat_app.integrations.reading.port import READER
from chat_app.models import Chunk, Document, DocumentContent
from chat_app.services.knowledge.removal_queries import portions

ROWS_AT_ONCE = 500


def find_content(session: Session, sha256: str) -> DocumentContent | None:
    """What the present reader made of these bytes, for whomever."""
    return session.exec(select(DocumentContent).where(DocumentContent.sha256 == sha256, DocumentContent.reader == READER)).first()


def keep_content(session: Session, row: DocumentContent) -> str:
    """Keep what was read, once; its id. Somebody else may have read the same bytes meanwhile."""
    found = find_content(session, row.sha256)
    if found is not None:
        return found.id
    session.add(row)
    return row.id


def text_of(session: Session, content_id: str | None) -> str:
    return session.exec(select(DocumentContent.text).where(DocumentContent.id == content_id)).first() or ""


def find_document(session: Session, document_id: str) -> Document | None:
    """Unless it is in the trash."""
    return session.exec(select(Document).where(Document.id == document_id, col(Document.deleted_at).is_(None))).first()


def list_chunks(session: Session, document_id: str) -> Sequence[Chunk]:
    return session.exec(select(Chunk).where(Chunk.document_id == document_id).order_by(col(Chunk.number), col(Chunk.id))).all()


def add_chunks(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Thousands at once: as rows, without an object for each."""
    for start in range(0, len(rows), ROWS_AT_ONCE):
        session.connection().execute(insert(Chunk), list(rows[start : start + ROWS_AT_ONCE]))


def delete_chunks(session: Session, chunk_ids: Sequence[str]) -> None:
    for part in portions(chunk_ids):
        session.exec(delete(Chunk).where(col(Chunk.id).in_(part)))
