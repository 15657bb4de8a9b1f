"""SQL of the outbox, and of what the index is to hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from chat_app.models import Chunk, ChunkEmbedding, Document, Folder, IndexTask
from chat_app.services.knowledge.removal_queries import portions


@dataclass(frozen=True, slots=True)
class Wanted:
    """A passage that the index is to hold, without its text."""

    id: str
    text_hash: str
    owner_id: str
    folder_id: str | None
    has_vector: bool


def next_tasks(session: Session, limit: int) -> dict[str, list[int]]:
    """The oldest tasks by document, each with all of its numbers among them."""
    tasks: dict[str, list[int]] = {}
    for row in session.exec(select(IndexTask).order_by(col(IndexTask.seq)).limit(limit)).all():
        tasks.setdefault(row.document_id, []).append(row.seq or 0)
    return tasks


def tasks_of(session: Session, document_id: str) -> list[int]:
    return [seq or 0 for seq in session.exec(select(IndexTask.seq).where(IndexTask.document_id == document_id)).all()]


def count_tasks(session: Session) -> int:
    return session.exec(select(func.count()).select_from(IndexTask)).one()


def forget_tasks(session: Session, seqs: Iterable[int]) -> None:
    """What was seen is done; what came since stays."""
    numbers = list(seqs)
    for start in range(0, len(numbers), 500):
        session.exec(delete(IndexTask).where(col(IndexTask.seq).in_(numbers[start : start + 500])))


def wanted_chunks(session: Session, document_id: str, model: str) -> list[Wanted]:
    """The passages of a document that answers may be found in; none of one that is gone, switched off, or in a folder that is."""
    vector = (col(ChunkEmbedding.text_hash) == Chunk.text_hash) & (col(ChunkEmbedding.model) == model)
    statement = (
        select_columns(
            col(Chunk.id), col(Chunk.text_hash), col(Document.owner_id), col(Document.folder_id), col(ChunkEmbedding.model).is_not(None)
        )
        .join(Document, col(Document.id) == Chunk.document_id)
        .outerjoin(ChunkEmbedding, vector)
        .outerjoin(Folder, col(Folder.id) == Document.folder_id)
        .where(col(Chunk.document_id) == document_id, col(Chunk.enabled), col(Document.enabled))
        .where(col(Document.deleted_at).is_(None), col(Folder.deleted_at).is_(None))
    )
    return [Wanted(*row) for row in session.connection().execute(statement)]


def chunks_by_id(session: Session, chunk_ids: Sequence[str]) -> Sequence[Chunk]:
    return [row for part in portions(chunk_ids) for row in session.exec(select(Chunk).where(col(Chunk.id).in_(part))).all()]


def document_ids_after(session: Session, after: str, limit: int) -> Sequence[str]:
    """Everyone's documents in the order of their ids, for looking at all of them."""
    return session.exec(select(Document.id).where(Document.id > after).order_by(Document.id).limit(limit)).all()
