"""SQL of passages that somebody is to be given: each is read with the rights of this moment, whatever the index said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlmodel import Session, col, select

from chat_app.models import Chunk, Document, Folder
from chat_app.services.kernel.actor import Actor
from chat_app.services.knowledge.records import passage_record
from chat_app.services.knowledge.removal_queries import portions
from chat_app.services.knowledge.rights import readable
from chat_app.services.retrieval.candidates import Candidate
from chat_app.services.retrieval.place_queries import AT_HAND


def list_passages(session: Session, actor: Actor, chunk_ids: Iterable[str]) -> dict[str, Candidate]:
    """Those of the passages that the actor may be given now, by id."""
    found: dict[str, Candidate] = {}
    for part in portions(chunk_ids):
        rows = session.exec(_allowed(actor).where(col(Chunk.id).in_(part))).all()
        found |= {chunk.id: _candidate(chunk, document) for chunk, document in rows}
    return found


def list_numbered(session: Session, actor: Actor, wanted: Mapping[str, Iterable[int]]) -> list[Candidate]:
    """The passages at these places of these documents."""
    found: list[Candidate] = []
    for document_id, numbers in wanted.items():
        here = _allowed(actor).where(Chunk.document_id == document_id, col(Chunk.number).in_(list(numbers)))
        found += [_candidate(*row) for row in session.exec(here).all()]
    return found


def list_whole(session: Session, actor: Actor, document_id: str) -> Sequence[Candidate]:
    """All passages of a document in their order; none of one that the actor may not read."""
    rows = session.exec(_allowed(actor).where(Chunk.document_id == document_id).order_by(col(Chunk.number), col(Chunk.id))).all()
    return [_candidate(*row) for row in rows]


def _allowed(actor: Actor) -> Any:
    open_folder = col(Folder.deleted_at).is_(None)
    return (
        select(Chunk, Document)
        .join(Document, col(Document.id) == col(Chunk.document_id))
        .outerjoin(Folder, col(Folder.id) == col(Document.folder_id))
        .where(readable(actor), *AT_HAND, open_folder, col(Chunk.enabled))
    )


def _candidate(chunk: Chunk, document: Document) -> Candidate:
    return Candidate(passage_record(chunk), document.name, document.version, document.owner_id, document.folder_id or "")
