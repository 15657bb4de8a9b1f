"""The SQL of a project that goes out. Whoever calls it has asked whether the actor may read the project."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sqlmodel import Session, col, select

from chat_app.models import (
    Assistant,
    Attachment,
    Chunk,
    Conversation,
    ConversationTag,
    Document,
    DocumentContent,
    Folder,
    Message,
    MessageSource,
    RetrievalQuestion,
    Tag,
)
from chat_app.services.kernel.actor import Actor

PASSAGES = 500


def list_assistants(session: Session, actor: Actor, assistant_ids: Iterable[str]) -> Sequence[Assistant]:
    """Those of these that are the actor's: assistants are of persons."""
    own = select(Assistant).where(Assistant.owner_id == actor.user_id, col(Assistant.deleted_at).is_(None))
    return session.exec(own.where(col(Assistant.id).in_(set(assistant_ids))).order_by(Assistant.id)).all()


def list_used_assistants(session: Session, folder_ids: Collection[str]) -> set[str]:
    """The ids of the assistants that these folders and the chats in them begin with."""
    of_folders = select(Folder.assistant_id).where(col(Folder.id).in_(folder_ids))
    of_chats = select(Conversation.assistant_id).where(col(Conversation.folder_id).in_(folder_ids), col(Conversation.deleted_at).is_(None))
    return {id_ for statement in (of_folders, of_chats) for id_ in session.exec(statement.distinct()).all() if id_}


def list_document_ids(session: Session, folder_ids: Collection[str]) -> list[str]:
    """The documents that have come, whatever became of them; not those in the trash."""
    statement = select(Document.id).where(col(Document.folder_id).in_(folder_ids), col(Document.deleted_at).is_(None))
    return list(session.exec(statement.where(Document.sha256 != "").order_by(Document.id)).all())


def find_document(session: Session, document_id: str, folder_ids: Collection[str]) -> Document | None:
    statement = select(Document).where(Document.id == document_id, col(Document.folder_id).in_(folder_ids))
    return session.exec(statement.where(col(Document.deleted_at).is_(None))).first()


def find_content(session: Session, content_id: str | None) -> tuple[str, str, str]:
    """Title, language and text of what was read out of a document."""
    columns = select(DocumentContent.title, DocumentContent.language, DocumentContent.text)
    return session.exec(columns.where(DocumentContent.id == content_id)).first() or ("", "", "")


def list_passages(session: Session, document_id: str, after: int) -> Sequence[Chunk]:
    statement = select(Chunk).where(Chunk.document_id == document_id, col(Chunk.number) > after)
    return session.exec(statement.order_by(col(Chunk.number), Chunk.id).limit(PASSAGES)).all()


def list_questions(session: Session, folder_ids: Collection[str]) -> Sequence[RetrievalQuestion]:
    """With which it is measured how well documents are found."""
    statement = select(RetrievalQuestion).where(col(RetrievalQuestion.folder_id).in_(folder_ids))
    return session.exec(statement.order_by(RetrievalQuestion.id)).all()


def list_chat_ids(session: Session, folder_ids: Collection[str]) -> list[str]:
    statement = select(Conversation.id).where(col(Conversation.folder_id).in_(folder_ids), col(Conversation.deleted_at).is_(None))
    return list(session.exec(statement.order_by(Conversation.id)).all())


def list_tags(session: Session, actor: Actor, folder_ids: Collection[str]) -> Sequence[Tag]:
    """The actor's own tags that chats of these folders carry."""
    used = (
        select(ConversationTag.tag_id)
        .join(Conversation, col(Conversation.id) == ConversationTag.conversation_id)
        .where(col(Conversation.folder_id).in_(folder_ids), col(Conversation.deleted_at).is_(None))
    )
    return session.exec(select(Tag).where(Tag.owner_id == actor.user_id, col(Tag.id).in_(used)).order_by(Tag.id)).all()


def list_tags_of(session: Session, actor: Actor, conversation_id: str) -> Sequence[Tag]:
    carried = select(ConversationTag.tag_id).where(ConversationTag.conversation_id == conversation_id)
    return session.exec(select(Tag).where(Tag.owner_id == actor.user_id, col(Tag.id).in_(carried)).order_by(Tag.id)).all()


def list_sources(session: Session, conversation_id: str) -> Sequence[MessageSource]:
    """The passages that the answers of a chat were given, in their order."""
    statement = select(MessageSource).join(Message, col(Message.id) == MessageSource.message_id)
    chosen = statement.where(Message.conversation_id == conversation_id)
    return session.exec(chosen.order_by(MessageSource.message_id, col(MessageSource.number))).all()


def list_files(session: Session, folder_ids: Collection[str]) -> Sequence[tuple[str, str]]:
    """Hash and name of each attached file of the chats of these folders; the same bytes once."""
    statement = (
        select(Attachment.sha256, Attachment.name)
        .join(Conversation, col(Conversation.id) == Attachment.conversation_id)
        .where(col(Conversation.folder_id).in_(folder_ids), col(Conversation.deleted_at).is_(None), col(Attachment.message_id).is_not(None))
        .order_by(Attachment.id)
    )
    return list({sha256: (sha256, name) for sha256, name in session.exec(statement).all()}.values())
