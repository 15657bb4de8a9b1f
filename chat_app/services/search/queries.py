"""What the search reads beside its index. Whatever touches a person's data takes the actor and filters by it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func
from sqlmodel import Session, col, select

from chat_app.models import Attachment, Conversation, Folder, Message, MessageStatus, RecentSearch, SearchEntry, Tag
from chat_app.services.chat.queries import PATH_LIMIT, ancestors_of
from chat_app.services.kernel.actor import Actor
from chat_app.services.projects.rights_queries import has_shares, may_read


def list_texts(session: Session, actor: Actor, message_ids: Sequence[str], limit: int, *, shared: bool = False) -> dict[str, str]:
    """The first `limit` signs of messages by their ids; `shared`: also of others' chats that the actor may read."""
    statement = (
        select(Message.id, func.substr(Message.text, 1, limit))
        .join(Conversation, col(Conversation.id) == Message.conversation_id)
        .where(_whose(actor, shared=shared), col(Message.id).in_(message_ids))
    )
    return {key: text for key, text in session.exec(statement).all()}  # noqa: C416  (a dict of rows loses their types)


def list_file_texts(session: Session, actor: Actor, attachment_ids: Sequence[str], limit: int, *, shared: bool = False) -> dict[str, str]:
    """The first `limit` signs of what was read out of files, by their ids; `shared` as above."""
    statement = (
        select(Attachment.id, func.substr(Attachment.text, 1, limit))
        .join(Conversation, col(Conversation.id) == Attachment.conversation_id)
        .where(_whose(actor, shared=shared), col(Attachment.id).in_(attachment_ids))
    )
    return {key: text for key, text in session.exec(statement).all()}  # noqa: C416  (a dict of rows loses their types)


def _whose(actor: Actor, *, shared: bool) -> ColumnElement[bool]:
    return may_read(Conversation, actor.user_id) if shared else col(Conversation.owner_id) == actor.user_id


def has_files(session: Session, message_id: str) -> bool:
    """Whether files are attached to a message."""
    return session.exec(select(Attachment.id).where(Attachment.message_id == message_id).limit(1)).first() is not None


def messages_with_files(session: Session, message_ids: Sequence[str]) -> set[str]:
    """Those of these messages to which files are attached."""
    return {key for key in session.exec(select(Attachment.message_id).where(col(Attachment.message_id).in_(message_ids))).all() if key}


def is_there(session: Session, conversation_id: str, message_id: str | None) -> bool:
    """Whether a chat, and the message if one is given, still exists."""
    if message_id:
        return session.exec(select(Message.id).where(Message.id == message_id)).first() is not None
    return session.exec(select(Conversation.id).where(Conversation.id == conversation_id)).first() is not None


def list_messages_of(session: Session, conversation_id: str) -> Sequence[Message]:
    """All finished messages of a chat."""
    statement = select(Message).where(Message.conversation_id == conversation_id, Message.status != MessageStatus.RUNNING)
    return session.exec(statement).all()


def list_attachments_of(session: Session, conversation_id: str) -> Sequence[Attachment]:
    """All files of a chat's messages."""
    statement = select(Attachment).where(Attachment.conversation_id == conversation_id, col(Attachment.message_id).is_not(None))
    return session.exec(statement).all()


def list_attachments(session: Session, attachment_ids: Sequence[str]) -> Sequence[Attachment]:
    """Everybody's files with these ids."""
    return session.exec(select(Attachment).where(col(Attachment.id).in_(attachment_ids))).all() if attachment_ids else []


def list_tags(session: Session, actor: Actor) -> list[tuple[str, str]]:
    """Id and name of all tags, by name."""
    return [
        (key, name) for key, name in session.exec(select(Tag.id, Tag.name).where(Tag.owner_id == actor.user_id).order_by(Tag.name)).all()
    ]


def list_folders(session: Session, actor: Actor) -> list[tuple[str, str, str]]:
    """Id, parent's id and name of all folders that the actor may read, by name."""
    own = col(Folder.owner_id) == actor.user_id
    whose = may_read(Folder, actor.user_id) if has_shares(session, actor.user_id) else own
    statement = select(Folder.id, Folder.parent_id, Folder.name).where(whose, col(Folder.deleted_at).is_(None))
    return [(key, parent or "", name) for key, parent, name in session.exec(statement.order_by(Folder.name)).all()]


def list_recent(session: Session, actor: Actor, limit: int) -> list[str]:
    """What was searched for lately, the latest first."""
    statement = select(RecentSearch.text).where(RecentSearch.owner_id == actor.user_id).order_by(col(RecentSearch.used_at).desc())
    return list(session.exec(statement.limit(limit)).all())


def keep_recent(session: Session, actor: Actor, text: str, now: datetime, most: int) -> None:
    """Note a search as the latest one; forget those beyond `most`."""
    session.merge(RecentSearch(owner_id=actor.user_id, text=text, used_at=now))
    session.flush()
    kept = list_recent(session, actor, most)
    session.exec(delete(RecentSearch).where(col(RecentSearch.owner_id) == actor.user_id, col(RecentSearch.text).not_in(kept)))


def delete_recent(session: Session, actor: Actor) -> None:
    session.exec(delete(RecentSearch).where(col(RecentSearch.owner_id) == actor.user_id))


def list_branch_texts(session: Session, leaf_id: str) -> list[tuple[str, str]]:
    """Id and text of the messages of the branch that ends in `leaf_id`, oldest first."""
    path = ancestors_of(leaf_id, PATH_LIMIT)
    statement = select(Message.id, Message.text).join(path, col(Message.id) == path.c.id).order_by(path.c.depth.desc())
    return [(message_id, text) for message_id, text in session.exec(statement).all()]


def list_unindexed_messages(session: Session, after: str, limit: int) -> tuple[list[tuple[Message, str]], str]:
    """Everybody's finished messages that are not in the index yet, with their owners, of the next `limit` ones after `after`.

    Also the id to go on after; "" at the end.
    """
    ids = list(session.exec(select(Message.id).where(col(Message.id) > after).order_by(col(Message.id)).limit(limit)).all())
    known = select(SearchEntry.message_id).where(SearchEntry.kind == "message", col(SearchEntry.message_id).in_(ids))
    missing = set(ids) - set(session.exec(known).all())
    statement = (
        select(Message, Conversation.owner_id)
        .join(Conversation, col(Conversation.id) == Message.conversation_id)
        .where(col(Message.id).in_(sorted(missing)), Message.text != "", Message.status != MessageStatus.RUNNING)
    )
    rows = [(message, owner) for message, owner in session.exec(statement).all()] if missing else []
    return rows, ids[-1] if len(ids) == limit else ""


def list_unindexed_files(session: Session, limit: int) -> list[Attachment]:
    """Everybody's files of messages that are not in the index yet."""
    known = select(SearchEntry.id).where(SearchEntry.attachment_id == Attachment.id).exists()
    return list(session.exec(select(Attachment).where(col(Attachment.message_id).is_not(None), ~known).limit(limit)).all())


def list_unindexed_chats(session: Session, limit: int) -> list[Conversation]:
    """Everybody's chats with a title that are not in the index yet."""
    known = select(SearchEntry.id).where(SearchEntry.conversation_id == Conversation.id, SearchEntry.kind == "chat").exists()
    return list(session.exec(select(Conversation).where(Conversation.title != "", ~known).limit(limit)).all())
