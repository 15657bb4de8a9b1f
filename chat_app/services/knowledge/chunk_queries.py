"""SQL of passages as people see and change them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, select

from chat_app.models import Chunk, Document, DocumentContent
from chat_app.services.kernel.actor import Actor
from chat_app.services.knowledge.errors import PassageNotFoundError
from chat_app.services.knowledge.rights import readable, writable


def list_chunks(session: Session, document_id: str, after: int, limit: int) -> Sequence[Chunk]:
    """The passages of a document behind the number `after`. The caller has checked who may read it."""
    statement = select(Chunk).where(Chunk.document_id == document_id, Chunk.number > after)
    return session.exec(statement.order_by(col(Chunk.number), col(Chunk.id)).limit(limit)).all()


def get_chunk(session: Session, actor: Actor, chunk_id: str, *, to_write: bool = False) -> tuple[Chunk, Document]:
    """A passage with its document; raises `PassageNotFoundError` whatever the reason is."""
    allowed = writable(actor) if to_write else readable(actor)
    statement = select(Chunk, Document).join(Document, col(Document.id) == Chunk.document_id)
    found = session.exec(statement.where(Chunk.id == chunk_id, allowed, col(Document.deleted_at).is_(None))).first()
    if found is None:
        raise PassageNotFoundError
    return found


def content_of(session: Session, actor: Actor, chunk_id: str) -> DocumentContent:
    """What was read out of the file that a passage is of, for who may write it; raises `PassageNotFoundError`."""
    _, document = get_chunk(session, actor, chunk_id, to_write=True)
    content = session.get(DocumentContent, document.content_id) if document.content_id else None
    if content is None:
        raise PassageNotFoundError
    return content
