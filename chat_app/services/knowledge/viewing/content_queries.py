"""SQL of what was read out of a document, in parts. The caller has checked who may read it, but for `may_write`."""

from __future__ import annotations

from sqlmodel import Session, col, func, select

from chat_app.models import Document, DocumentContent
from chat_app.services.kernel.actor import Actor
from chat_app.services.knowledge.rights import writable


def may_write(session: Session, actor: Actor, document_id: str) -> bool:
    return session.exec(select(Document.id).where(Document.id == document_id, writable(actor))).first() is not None


def layout_of(session: Session, content_id: str) -> tuple[str, bytes, int] | None:
    """Hash of the file, layout, and how many characters its text has."""
    columns = select(DocumentContent.sha256, DocumentContent.layout, func.length(DocumentContent.text))
    return session.exec(columns.where(col(DocumentContent.id) == content_id)).first()


def part_of(session: Session, content_id: str, start: int, end: int) -> str | None:
    """The text from `start` to `end`; None when it was deleted."""
    # Characters are counted from 1 there.
    part = select(func.substr(DocumentContent.text, start + 1, end - start)).where(col(DocumentContent.id) == content_id)
    return session.exec(part).first()
