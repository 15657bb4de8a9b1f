"""All SQL of exports. Their caller has checked that the chat is the actor's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, SQLModel, col, select

from chat_app.models import Attachment, Canvas, CanvasVersion, Comparison, Message, Summary, Turn


def list_messages(session: Session, conversation_id: str, until: datetime | None) -> Sequence[Message]:
    """All living messages of a chat, oldest first."""
    statement = select(Message).where(Message.conversation_id == conversation_id, col(Message.deleted_at).is_(None))
    if until is not None:
        statement = statement.where(col(Message.created_at) <= until)
    return session.exec(statement.order_by(Message.id)).all()


def list_turns(session: Session, conversation_id: str) -> dict[str, list[Turn]]:
    """The chat's turns by the answer they wrote; "" for those that wrote none."""
    turns: dict[str, list[Turn]] = {}
    for turn in session.exec(select(Turn).where(Turn.conversation_id == conversation_id).order_by(Turn.id)).all():
        turns.setdefault(turn.answer_id or "", []).append(turn)
    return turns


def list_attachments(session: Session, conversation_id: str, message_ids: set[str]) -> dict[str, list[Attachment]]:
    """The files of these messages, in their order."""
    files: dict[str, list[Attachment]] = {}
    statement = select(Attachment).where(Attachment.conversation_id == conversation_id).order_by(col(Attachment.position), Attachment.id)
    for row in session.exec(statement).all():
        if row.message_id in message_ids:
            files.setdefault(row.message_id, []).append(row)
    return files


def list_summaries(session: Session, conversation_id: str) -> Sequence[Summary]:
    """The chat's summaries, of whatever branch."""
    return session.exec(select(Summary).where(Summary.conversation_id == conversation_id).order_by(Summary.id)).all()


def list_beside(session: Session, conversation_id: str) -> dict[str, Sequence[SQLModel]]:
    """What belongs to the chat and stands in none of its messages: which answers were chosen, and the documents with their versions."""
    comparisons = select(Comparison).where(Comparison.conversation_id == conversation_id).order_by(Comparison.id)
    canvases = select(Canvas).where(Canvas.conversation_id == conversation_id, col(Canvas.deleted_at).is_(None)).order_by(Canvas.id)
    versions = (
        select(CanvasVersion)
        .where(col(CanvasVersion.canvas_id).in_(select(canvases.subquery().c.id)))
        .order_by(CanvasVersion.canvas_id, col(CanvasVersion.number))
    )
    return {
        "comparisons": session.exec(comparisons).all(),
        "canvases": session.exec(canvases).all(),
        "canvas_versions": session.exec(versions).all(),
    }
