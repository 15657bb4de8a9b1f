"""All SQL of notes, filtered by what the actor may do in their projects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from chat_app.models import ProjectNote, User
from chat_app.services.kernel.actor import Actor
from chat_app.services.projects.errors import NoteNotFoundError
from chat_app.services.projects.rights import FolderRole
from chat_app.services.projects.rights_queries import may


def list_notes(session: Session, folder_id: str) -> Sequence[Any]:
    """The notes of a folder that has been checked to be readable, the last changed first, with the names of who began them."""
    statement = (
        select_columns(ProjectNote, func.coalesce(col(User.name), ""))
        .outerjoin(User, col(User.id) == col(ProjectNote.author_id))
        .where(col(ProjectNote.folder_id) == folder_id, col(ProjectNote.deleted_at).is_(None))
    )
    return session.execute(statement.order_by(col(ProjectNote.updated_at).desc(), col(ProjectNote.id).desc())).all()


def get_note(
    session: Session, actor: Actor, note_id: str, least: FolderRole, *, in_trash: bool = False, lock: bool = False
) -> tuple[ProjectNote, str]:
    """A note with the name of who began it; raises `NoteNotFoundError`."""
    statement = select(ProjectNote).where(ProjectNote.id == note_id, may(ProjectNote, actor.user_id, least))
    row = session.exec(statement.with_for_update() if lock else statement).first()
    if row is None or (row.deleted_at is not None and not in_trash):
        raise NoteNotFoundError
    author = session.get(User, row.author_id) if row.author_id else None
    return row, author.name if author else ""


def count_notes(session: Session, folder_ids: Sequence[str]) -> int:
    statement = select(func.count()).select_from(ProjectNote).where(col(ProjectNote.folder_id).in_(folder_ids))
    return session.exec(statement.where(col(ProjectNote.deleted_at).is_(None))).one()
