"""SQL of the nightly check: what the database has and nothing needs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, exists, func
from sqlmodel import Session, col, select

from chat_app.models import Chunk, ChunkEmbedding, Document, DocumentContent, IngestionJob
from chat_app.services.knowledge.ingestion.queue_queries import OPEN

AT_ONCE = 500


def delete_loose_contents(session: Session, before: datetime) -> int:
    """What was read out of files that no document has; younger than `before` it may be on its way."""
    used = exists().where((col(Document.content_id) == DocumentContent.id) | (col(Document.sha256) == DocumentContent.sha256))
    loose = select(DocumentContent.id).where(~used, DocumentContent.created_at < before).limit(AT_ONCE)
    return session.exec(delete(DocumentContent).where(col(DocumentContent.id).in_(loose))).rowcount


def delete_loose_embeddings(session: Session, models: Sequence[str]) -> int:
    """Vectors of texts that no passage has, and of models that nobody uses. Not while documents are being read."""
    if session.exec(select(IngestionJob.document_id).where(col(IngestionJob.state).in_(OPEN)).limit(1)).first():
        return 0
    used = exists().where(col(Chunk.text_hash) == ChunkEmbedding.text_hash)
    loose = ~used if not models else ~used | col(ChunkEmbedding.model).not_in(models)
    hashes = select(ChunkEmbedding.text_hash).where(loose).limit(AT_ONCE)
    return session.exec(delete(ChunkEmbedding).where(loose, col(ChunkEmbedding.text_hash).in_(hashes))).rowcount


def list_documents(session: Session, after: str, limit: int) -> Sequence[tuple[str, str]]:
    """Everyone's documents with the hash of their bytes, by id."""
    return session.exec(select(Document.id, Document.sha256).where(Document.id > after).order_by(Document.id).limit(limit)).all()


def living_documents(session: Session, document_ids: Sequence[str]) -> set[str]:
    return set(session.exec(select(Document.id).where(col(Document.id).in_(document_ids))).all())


def list_without_job(session: Session) -> Sequence[Document]:
    """Documents that wait for nobody: they have no job that would bring them on."""
    has_job = exists().where(col(IngestionJob.document_id) == Document.id, col(IngestionJob.state).in_(OPEN))
    statement = select(Document).where(col(Document.state).in_(("waiting", "working")), ~has_job, col(Document.deleted_at).is_(None))
    return session.exec(statement.limit(AT_ONCE)).all()


def count_chunks(session: Session) -> int:
    return session.exec(select(func.count()).select_from(Chunk)).one()
