"""SQL of what goes with documents. Only for callers that have checked whose these are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, exists, update
from sqlmodel import Session, col, select

from chat_app.models import Chunk, ChunkEmbedding, Document, DocumentContent, MessageSource

AT_ONCE = 500
"""Ids in one statement; databases limit the number of parameters."""


def portions(ids: Iterable[str]) -> list[list[str]]:
    """The ids without repetition, in parts of a size that every database takes."""
    unique = list(dict.fromkeys(ids))
    return [unique[at : at + AT_ONCE] for at in range(0, len(unique), AT_ONCE)]


def list_contents(session: Session, document_ids: Sequence[str]) -> set[str]:
    """What was read out of these documents, and out of others of the same bytes."""
    found: set[str] = set()
    for part in portions(document_ids):
        same = select(Document.sha256).where(col(Document.id).in_(part), col(Document.sha256) != "")
        found |= set(session.exec(select(DocumentContent.id).where(col(DocumentContent.sha256).in_(same))).all())
        found |= {id_ for id_ in session.exec(select(Document.content_id).where(col(Document.id).in_(part))).all() if id_}
    return found


def list_text_hashes(session: Session, document_ids: Sequence[str]) -> set[str]:
    """Of the texts of their passages."""
    found: set[str] = set()
    for part in portions(document_ids):
        found |= set(session.exec(select(Chunk.text_hash).where(col(Chunk.document_id).in_(part))).all())
    return found


def blank_copies(session: Session, document_ids: Iterable[str]) -> int:
    """What answers were given of these documents goes, too: the numbers stay, and nothing says any more what stood there; how many."""
    nothing = {"title": "", "heading": "", "text": "", "boxes": "[]"}
    return sum(
        session.exec(update(MessageSource).where(col(MessageSource.document_id).in_(part)).values(nothing)).rowcount
        for part in portions(document_ids)
    )


def delete_documents(session: Session, document_ids: Sequence[str]) -> int:
    """With all that hangs on them; how many."""
    return sum(session.exec(delete(Document).where(col(Document.id).in_(part))).rowcount for part in portions(document_ids))


def delete_contents(session: Session, content_ids: Iterable[str]) -> int:
    """Those that no document has, and that no document of the same bytes waits for."""
    used = exists().where((col(Document.content_id) == DocumentContent.id) | (col(Document.sha256) == DocumentContent.sha256))
    return sum(
        session.exec(delete(DocumentContent).where(col(DocumentContent.id).in_(part), ~used)).rowcount for part in portions(content_ids)
    )


def delete_embeddings(session: Session, text_hashes: Iterable[str]) -> int:
    """Those of texts that no passage has any more."""
    used = exists().where(col(Chunk.text_hash) == ChunkEmbedding.text_hash)
    return sum(
        session.exec(delete(ChunkEmbedding).where(col(ChunkEmbedding.text_hash).in_(part), ~used)).rowcount
        for part in portions(text_hashes)
    )
