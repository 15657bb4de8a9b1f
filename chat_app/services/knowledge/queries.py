"""SQL of documents as people see them. Everything takes the actor and is filtered by `rights`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, tuple_
from sqlmodel import Session, col, select

from chat_app.errors import NotFoundError
from chat_app.models import Chunk, Document, DocumentContent, Folder, IngestionJob, IngestionLine
from chat_app.services.kernel.actor import Actor
from chat_app.services.knowledge.dto import DocumentFilter
from chat_app.services.knowledge.errors import DocumentNotFoundError
from chat_app.services.knowledge.removal_queries import portions
from chat_app.services.knowledge.rights import folder_open_to, readable, writable
from chat_app.services.projects.audience_queries import folder_audience


def get_document(session: Session, actor: Actor, document_id: str, *, to_write: bool = False, in_trash: bool = False) -> Document:
    """Raises `DocumentNotFoundError` for an unknown one, one in the trash, and whatever the actor has no right to."""
    allowed = writable(actor) if to_write else readable(actor)
    row = session.exec(select(Document).where(Document.id == document_id, allowed)).first()
    if row is None or (row.deleted_at is not None) != in_trash:
        raise DocumentNotFoundError
    return row


def list_writable(session: Session, actor: Actor, document_ids: Iterable[str], *, in_trash: bool = False) -> list[Document]:
    """Those of the documents that the actor may change."""
    there = col(Document.deleted_at).is_not(None) if in_trash else col(Document.deleted_at).is_(None)
    found: list[Document] = []
    for part in portions(document_ids):
        found += session.exec(select(Document).where(col(Document.id).in_(part), writable(actor), there)).all()
    return found


def list_documents(
    session: Session, actor: Actor, wanted: DocumentFilter, after: tuple[datetime, str] | None, limit: int
) -> Sequence[Document]:
    """Newest first."""
    statement = select(Document).where(*_wanted(actor, wanted))
    if after is not None:
        statement = statement.where(tuple_(Document.created_at, Document.id) < after)
    return session.exec(statement.order_by(col(Document.created_at).desc(), col(Document.id).desc()).limit(limit)).all()


def count_states(session: Session, actor: Actor, wanted: DocumentFilter) -> dict[str, int]:
    """How many documents are in which state."""
    statement = select(Document.state, func.count()).where(*_wanted(actor, wanted)).group_by(Document.state)
    return dict(session.exec(statement).all())


def _wanted(actor: Actor, wanted: DocumentFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [readable(actor)]
    conditions.append(col(Document.deleted_at).is_not(None) if wanted.in_trash else col(Document.deleted_at).is_(None))
    if wanted.folder_id is not None:
        conditions.append(col(Document.folder_id) == wanted.folder_id if wanted.folder_id else col(Document.folder_id).is_(None))
    if wanted.state:
        conditions.append(col(Document.state) == wanted.state)
    if wanted.words:
        conditions.append(func.lower(Document.name).contains(wanted.words.lower(), autoescape=True))
    return conditions


def check_folder(session: Session, actor: Actor, folder_id: str) -> None:
    """Raise `NotFoundError` for a folder that somebody may put no documents into; nothing for an empty id, the own library."""
    if folder_id and session.exec(select(Folder.id).where(Folder.id == folder_id, folder_open_to(actor))).first() is None:
        raise NotFoundError("error.folder_not_found")


def viewers(session: Session, document_ids: Iterable[str]) -> set[str]:
    """The people whose pages show any of these documents: their owners, and all who may read the projects they lie in."""
    places: set[tuple[str, str | None]] = set()
    for part in portions(document_ids):
        places |= set(session.exec(select(Document.owner_id, Document.folder_id).where(col(Document.id).in_(part)).distinct()).all())
    folders = {folder_id for _, folder_id in places if folder_id}
    return {owner_id for owner_id, _ in places}.union(*(folder_audience(session, folder_id) for folder_id in folders))


def list_in_folders(session: Session, folder_ids: Iterable[str]) -> list[Document]:
    """Whoever's documents lie directly in these folders, without those in the trash."""
    found: list[Document] = []
    for part in portions(folder_ids):
        found += session.exec(select(Document).where(col(Document.folder_id).in_(part), col(Document.deleted_at).is_(None))).all()
    return found


def list_by_id(session: Session, document_ids: Iterable[str]) -> list[Document]:
    """Whosever they are, in the trash or not."""
    return [row for part in portions(document_ids) for row in session.exec(select(Document).where(col(Document.id).in_(part))).all()]


def jobs_of(session: Session, document_ids: Sequence[str]) -> dict[str, IngestionJob]:
    """Their jobs, by document. For callers that have checked the rights, as all below."""
    return {row.document_id: row for row in session.exec(select(IngestionJob).where(col(IngestionJob.document_id).in_(document_ids))).all()}


def facts_of(session: Session, content_ids: Iterable[str]) -> dict[str, tuple[int, str]]:
    """Pages and language of what was read out of files."""
    columns = select(DocumentContent.id, DocumentContent.pages, DocumentContent.language)
    rows = session.exec(columns.where(col(DocumentContent.id).in_(list(content_ids)))).all()
    return {id_: (pages, language) for id_, pages, language in rows}


def count_passages(session: Session, document_ids: Sequence[str]) -> dict[str, int]:
    statement = select(Chunk.document_id, func.count()).where(col(Chunk.document_id).in_(document_ids)).group_by(Chunk.document_id)
    return dict(session.exec(statement).all())


def list_lines(session: Session, document_id: str, limit: int) -> Sequence[IngestionLine]:
    """The last lines of a document's log, oldest first."""
    statement = select(IngestionLine).where(IngestionLine.document_id == document_id)
    return session.exec(statement.order_by(col(IngestionLine.id).desc()).limit(limit)).all()[::-1]


def find_twin(session: Session, actor: Actor, folder_id: str, sha256: str) -> Document | None:
    """The document of the same bytes that lies there already."""
    statement = select(Document).where(Document.sha256 == sha256, writable(actor), _lies_in(folder_id), col(Document.deleted_at).is_(None))
    return session.exec(statement.order_by(Document.id)).first()


def find_name(session: Session, actor: Actor, folder_id: str, name: str) -> Document | None:
    """The uploaded document that is called so."""
    statement = select(Document).where(Document.name == name, Document.source == "upload", writable(actor), _lies_in(folder_id))
    return session.exec(statement.where(col(Document.deleted_at).is_(None)).order_by(col(Document.id).desc())).first()


def find_source(session: Session, actor: Actor, folder_id: str, source: str, source_ref: str) -> Document | None:
    """The document that came from the same place before."""
    statement = select(Document).where(Document.source == source, Document.source_ref == source_ref, writable(actor))
    return session.exec(statement.where(_lies_in(folder_id), col(Document.deleted_at).is_(None)).order_by(Document.id)).first()


def count_own(session: Session, actor: Actor) -> int:
    return session.exec(select(func.count()).select_from(Document).where(Document.owner_id == actor.user_id)).one()


def list_old_trash(session: Session, before: datetime, limit: int) -> Sequence[str]:
    """Everyone's documents that were deleted before `before`."""
    return session.exec(select(Document.id).where(col(Document.deleted_at) < before).limit(limit)).all()


def _lies_in(folder_id: str) -> ColumnElement[bool]:
    return col(Document.folder_id) == folder_id if folder_id else col(Document.folder_id).is_(None)
