"""SQL of chats and messages whose documents follow them. They are known by their mark: what was taken once has none."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, case, func, or_
from sqlalchemy import select as select_columns
from sqlalchemy.orm import load_only
from sqlmodel import Session, col, select

from chat_app.models import Conversation, Document, Message, MessageStatus
from chat_app.services.kernel.actor import Actor

AWAY = "away"
"""The mark of a document that is in the trash because its chat is."""
KINDS = ("chat", "message")
OF_CHAT = load_only(col(Conversation.deleted_at), col(Conversation.title), col(Conversation.active_leaf_id))  # pyright: ignore[reportArgumentType]
OF_MESSAGE = load_only(col(Message.deleted_at))  # pyright: ignore[reportArgumentType]
"""Everybody's are looked at every few seconds: what they say is read of those alone that are due."""


@dataclass(frozen=True, slots=True)
class Followed:
    """A document, and the chat or message that it follows."""

    document: Document
    conversation: Conversation | None
    """None when it is gone for good."""
    message: Message | None = None

    @property
    def is_gone(self) -> bool:
        return self.conversation is None or (self.document.source == "message" and self.message is None)

    @property
    def is_away(self) -> bool:
        """Whether it lies in the trash."""
        return bool(self.conversation and self.conversation.deleted_at) or bool(self.message and self.message.deleted_at)


def find_own(session: Session, actor: Actor, kind: str, object_id: str) -> Document | None:
    """The actor's document that follows this chat or message."""
    theirs = (
        Document.owner_id == actor.user_id,
        col(Document.source) == kind,
        Document.source_ref == object_id,
        col(Document.source_mark) != "",
    )
    return session.exec(select(Document).where(*theirs, col(Document.deleted_at).is_(None))).first()


def list_own(session: Session, actor: Actor, limit: int) -> Sequence[tuple[Document, str]]:
    """The actor's documents that follow something, each with the id of the chat; newest first."""
    chat_id = func.coalesce(Message.conversation_id, Document.source_ref)
    statement = select(Document, chat_id).join(
        Message, (col(Message.id) == Document.source_ref) & (Document.source == "message"), isouter=True
    )
    theirs = (Document.owner_id == actor.user_id, col(Document.source).in_(KINDS), col(Document.source_mark) != "")
    return session.exec(statement.where(*theirs, col(Document.deleted_at).is_(None)).order_by(col(Document.id).desc()).limit(limit)).all()


def list_followed(session: Session) -> list[Followed]:
    """Everybody's. What a person threw away themselves is followed no longer."""
    return [*_chats(session), *_messages(session)]


def mark_of_chat(session: Session, conversation: Conversation) -> str:
    """Changes whenever what the chat says changes; "" while something is being written in it."""
    about = select_columns(
        func.count(),
        func.sum(func.length(Message.text)),
        func.max(Message.edited_at),
        func.sum(case((col(Message.excluded), 1), else_=0)),
        func.sum(case((col(Message.status) == MessageStatus.RUNNING, 1), else_=0)),
    )
    living = about.where(col(Message.conversation_id) == conversation.id, col(Message.deleted_at).is_(None))
    *facts, running = session.connection().execute(living).one()
    return "" if running else _mark(conversation.title, conversation.active_leaf_id, *facts)


def mark_of_message(message: Message) -> str:
    """As `mark_of_chat`."""
    return "" if message.status == MessageStatus.RUNNING else _mark(len(message.text), message.edited_at, message.text)


def set_mark(session: Session, document_id: str, mark: str) -> None:
    if row := session.get(Document, document_id):
        row.source_mark = mark


def _chats(session: Session) -> list[Followed]:
    statement = select(Document, Conversation).join(Conversation, col(Conversation.id) == Document.source_ref, isouter=True)
    statement = statement.where(col(Document.source) == "chat", *_is_followed())
    return [Followed(document, conversation) for document, conversation in session.exec(statement.options(OF_CHAT)).all()]


def _messages(session: Session) -> list[Followed]:
    statement = select(Document, Message, Conversation).join(Message, col(Message.id) == Document.source_ref, isouter=True)
    statement = statement.join(Conversation, col(Conversation.id) == Message.conversation_id, isouter=True)
    statement = statement.where(col(Document.source) == "message", *_is_followed())
    found = session.exec(statement.options(OF_CHAT, OF_MESSAGE)).all()
    return [Followed(document, conversation, message) for document, message, conversation in found]


def _is_followed() -> tuple[ColumnElement[bool], ...]:
    return col(Document.source_mark) != "", or_(col(Document.deleted_at).is_(None), col(Document.source_mark) == AWAY)


def _mark(*facts: object) -> str:
    text = "\x1f".join(fact.isoformat() if isinstance(fact, datetime) else str(fact) for fact in facts)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:40]
