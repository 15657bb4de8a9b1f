"""All SQL of canvases, filtered by the actor."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete
from sqlmodel import Session, col, select

from chat_app.errors import NotFoundError
from chat_app.models import Canvas, CanvasVersion, Conversation
from chat_app.services.kernel.actor import Actor
from chat_app.services.projects.rights import FolderRole
from chat_app.services.projects.rights_queries import may


def get_canvas(
    session: Session, actor: Actor, canvas_id: str, *, least: FolderRole = FolderRole.EDITOR, in_trash: bool = False, lock: bool = False
) -> Canvas:
    """A canvas of a chat that is not thrown away, the actor's or one in which they have this role; raises `NotFoundError`.

    `lock` holds others off until the transaction ends.
    """
    statement = (
        select(Canvas)
        .join(Conversation, col(Conversation.id) == Canvas.conversation_id)
        .where(Canvas.id == canvas_id, may(Conversation, actor.user_id, least), col(Conversation.deleted_at).is_(None))
    )
    row = session.exec(statement.with_for_update(of=Canvas) if lock else statement).first()
    if row is None or (row.deleted_at is not None and not in_trash):
        raise NotFoundError("canvas.error.not_found")
    return row


def list_canvases(session: Session, conversation_id: str) -> Sequence[Canvas]:
    """The canvases of a chat that has been checked to be the actor's, the last changed first."""
    statement = select(Canvas).where(Canvas.conversation_id == conversation_id, col(Canvas.deleted_at).is_(None))
    return session.exec(statement.order_by(col(Canvas.updated_at).desc(), col(Canvas.id).desc())).all()


def get_version(session: Session, canvas_id: str, number: int) -> CanvasVersion:
    """One version of a canvas that has been checked to be the actor's; raises `NotFoundError`."""
    row = session.get(CanvasVersion, (canvas_id, number))
    if row is None:
        raise NotFoundError("canvas.error.version_not_found")
    return row


def list_versions(session: Session, canvas_id: str) -> Sequence[CanvasVersion]:
    """All versions, newest first."""
    statement = select(CanvasVersion).where(CanvasVersion.canvas_id == canvas_id)
    return session.exec(statement.order_by(col(CanvasVersion.number).desc())).all()


def delete_versions(session: Session, canvas_id: str, up_to: int) -> None:
    """Forget the versions up to this number."""
    session.exec(delete(CanvasVersion).where(col(CanvasVersion.canvas_id) == canvas_id, col(CanvasVersion.number) <= up_to))
