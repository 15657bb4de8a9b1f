"""SQL of the vectors of texts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import exists, func
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from chat_app.models import Chunk, ChunkEmbedding, Document
from chat_app.services.knowledge.removal_queries import portions


def known_hashes(session: Session, model: str, text_hashes: Iterable[str]) -> set[str]:
    """Those of the texts that the model has made a vector of."""
    found: set[str] = set()
    for part in portions(text_hashes):
        statement = select(ChunkEmbedding.text_hash).where(ChunkEmbedding.model == model, col(ChunkEmbedding.text_hash).in_(part))
        found |= set(session.exec(statement).all())
    return found


def keep_vectors(session: Session, model: str, vectors: Mapping[str, bytes]) -> None:
    """Keep vectors by the hash of their text; one that is there stays."""
    table = ChunkEmbedding.__table__  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    rows = [{"text_hash": text_hash, "model": model, "vector": vector} for text_hash, vector in vectors.items()]
    if rows:
        session.connection().execute(insert(table).on_conflict_do_nothing(), rows)


def vectors_of(session: Session, model: str, text_hashes: Iterable[str]) -> dict[str, bytes]:
    """The vectors that are there, by the hash of their text."""
    found: dict[str, bytes] = {}
    for part in portions(text_hashes):
        statement = select(ChunkEmbedding.text_hash, ChunkEmbedding.vector)
        found |= dict(session.exec(statement.where(ChunkEmbedding.model == model, col(ChunkEmbedding.text_hash).in_(part))).all())
    return found


def list_models(session: Session) -> Sequence[str]:
    """The models whose vectors are there. Looks at all of them: not for every day."""
    return session.exec(select(ChunkEmbedding.model).distinct()).all()


def dimensions_of(session: Session, model: str) -> int | None:
    """The length of the model's vectors; None where there are none."""
    size = session.exec(select(func.length(ChunkEmbedding.vector)).where(ChunkEmbedding.model == model).limit(1)).first()
    return size // 2 if size else None


def serves_others(session: Session, model: str, but: Collection[str]) -> bool:
    """Whether a passage has a vector of the model that belongs to none of these owners."""
    statement = select(Chunk.id).join(Document, col(Document.id) == Chunk.document_id)
    statement = statement.join(ChunkEmbedding, col(ChunkEmbedding.text_hash) == Chunk.text_hash)
    statement = statement.where(ChunkEmbedding.model == model, col(Document.owner_id).not_in(but))
    return session.exec(statement.limit(1)).first() is not None


def list_unembedded(session: Session, model: str, limit: int, but: Collection[str] = ()) -> Sequence[tuple[Chunk, Document]]:
    """Passages that have no vector of the model yet, of documents that answers are found in; not those of the owners in `but`."""
    there = exists().where(col(ChunkEmbedding.text_hash) == Chunk.text_hash, col(ChunkEmbedding.model) == model)
    statement = select(Chunk, Document).join(Document, col(Document.id) == Chunk.document_id)
    statement = statement.where(~there, col(Document.deleted_at).is_(None), col(Document.enabled), col(Chunk.enabled))
    statement = statement.where(col(Document.owner_id).not_in(but)) if but else statement
    return session.exec(statement.order_by(col(Chunk.document_id), col(Chunk.number)).limit(limit)).all()
