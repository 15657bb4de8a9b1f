"""SQL of watched folders. Only for callers that have checked that somebody may administer them, or that work by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, update
from sqlmodel import Session, col, select

from chat_app.models import Document, Folder, User, WatchedFolder
from chat_app.services.knowledge.removal_queries import portions
from chat_app.services.watching import dto
from chat_app.services.watching.errors import WatchedFolderNotFoundError


def list_watched(session: Session) -> list[dto.WatchedFolder]:
    """All of them, by their paths."""
    statement = select(WatchedFolder, User.name, Folder.name).join(User, col(User.id) == WatchedFolder.owner_id)
    rows = session.exec(statement.join(Folder, col(Folder.id) == WatchedFolder.folder_id, isouter=True).order_by(WatchedFolder.path)).all()
    return [_record(row, owner, folder or "", _count(session, row.id)) for row, owner, folder in rows]


def get_watched(session: Session, watched_id: str) -> WatchedFolder:
    """Raises `WatchedFolderNotFoundError`."""
    row = session.get(WatchedFolder, watched_id)
    if row is None:
        raise WatchedFolderNotFoundError
    return row


def list_paths(session: Session, but: str = "") -> Sequence[str]:
    return session.exec(select(WatchedFolder.path).where(WatchedFolder.id != but)).all()


def list_due(session: Session, before: datetime) -> Sequence[str]:
    """Those that nobody has looked through since, the one first that has waited longest."""
    due = or_(col(WatchedFolder.seen_at).is_(None), col(WatchedFolder.seen_at) < before)
    return session.exec(select(WatchedFolder.id).where(due).order_by(col(WatchedFolder.seen_at).asc().nulls_first())).all()


def claim(session: Session, watched_id: str, now: datetime, rest: timedelta) -> WatchedFolder | None:
    """Take a folder to look through; None where it is gone, or another process does so."""
    free = or_(col(WatchedFolder.seen_at).is_(None), col(WatchedFolder.seen_at) <= now - rest)
    statement = update(WatchedFolder).where(col(WatchedFolder.id) == watched_id, free).values(seen_at=now)
    return session.get(WatchedFolder, watched_id, populate_existing=True) if session.exec(statement).rowcount == 1 else None


def finish(session: Session, watched_id: str, problem: str, now: datetime) -> None:
    session.exec(update(WatchedFolder).where(col(WatchedFolder.id) == watched_id).values(problem=problem, seen_at=now))


def list_documents(session: Session, watched_id: str, owner_id: str) -> Sequence[Document]:
    """What came from a folder for its owner, also what is in the trash."""
    return session.exec(select(Document).where(*_from(watched_id), Document.owner_id == owner_id)).all()


def list_alive(session: Session, watched_id: str, but: str = "") -> Sequence[Document]:
    """What came from a folder and is in no trash, whosever it is; without what is of `but`."""
    return session.exec(select(Document).where(*_from(watched_id), Document.owner_id != but, col(Document.deleted_at).is_(None))).all()


def forget_marks(session: Session, document_ids: Sequence[str]) -> None:
    """Let files that come back be taken anew."""
    for part in portions(document_ids):
        session.exec(update(Document).where(col(Document.id).in_(part)).values(source_mark=""))


def let_go(session: Session, watched_id: str) -> None:
    """Documents of a folder that is not watched any more are like those that somebody uploaded."""
    session.exec(update(Document).where(*_from(watched_id)).values(source="upload", source_ref="", source_mark=""))


def _from(watched_id: str) -> tuple[ColumnElement[bool], ...]:
    return col(Document.source) == "watch", col(Document.source_ref).startswith(f"{watched_id}/", autoescape=True)


def _count(session: Session, watched_id: str) -> int:
    return session.exec(select(func.count()).select_from(Document).where(*_from(watched_id), col(Document.deleted_at).is_(None))).one()


def _record(row: WatchedFolder, owner: str, folder: str, documents: int) -> dto.WatchedFolder:
    return dto.WatchedFolder(
        id=row.id,
        path=row.path,
        owner_id=row.owner_id,
        created_at=row.created_at,
        owner_name=owner,
        folder_id=row.folder_id or "",
        folder_name=folder,
        documents=documents,
        problem=row.problem,
        seen_at=row.seen_at,
    )
