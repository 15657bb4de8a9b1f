"""What belongs to a reader of a chat and not to the chat: their draft, mark and place."""

from __future__ import annotations

from sqlmodel import Session

from chat_app import models
from chat_app.services.kernel.actor import Actor


def personal(session: Session, actor: Actor, chat: models.Conversation) -> models.Conversation | models.ConversationReader:
    """Where the actor's `draft`, `favourite`, `seen_at` and `read_message_id` of a chat that they may read are written.

    An owner's stand in the chat's own row, as they have from the beginning; others have a row each.
    """
    if chat.owner_id == actor.user_id:
        return chat
    row = session.get(models.ConversationReader, (chat.id, actor.user_id))
    if row is None:
        row = models.ConversationReader(conversation_id=chat.id, person_id=actor.user_id)
        session.add(row)
    return row


def read_personal(session: Session, actor: Actor, chat: models.Conversation) -> models.Conversation | models.ConversationReader:
    """The same for reading: who left nothing has an empty row, which is not kept."""
    if chat.owner_id == actor.user_id:
        return chat
    found = session.get(models.ConversationReader, (chat.id, actor.user_id))
    return found or models.ConversationReader(conversation_id=chat.id, person_id=actor.user_id)
