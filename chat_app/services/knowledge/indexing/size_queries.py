"""SQL of how much there is to embed. The same text is counted once, in however many documents it stands."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import exists, func
from sqlmodel import Session, col, select

from chat_app.models import Chunk, ChunkEmbedding, Document


@dataclass(frozen=True, slots=True)
class Amount:
    """Texts of passages, and their tokens as we estimate them."""

    texts: int
    tokens: int


def count_texts(session: Session, without_model: str = "") -> Amount:
    """Of all documents that answers are found in; only those that have no vector of a model, if one is named."""
    statement = select(func.max(Chunk.tokens).label("tokens")).join(Document, col(Document.id) == Chunk.document_id)
    statement = statement.where(col(Document.deleted_at).is_(None), col(Document.enabled), col(Chunk.enabled))
    if without_model:
        there = exists().where(col(ChunkEmbedding.text_hash) == Chunk.text_hash, col(ChunkEmbedding.model) == without_model)
        statement = statement.where(~there)
    texts = statement.group_by(col(Chunk.text_hash)).subquery()
    count, tokens = session.exec(select(func.count(), func.coalesce(func.sum(texts.c.tokens), 0)).select_from(texts)).one()
    return Amount(count, int(tokens))
