"""All SQL of shared links."""

from __future__ import annotations

from sqlmodel import Session, col, select

from chat_app.errors import NotFoundError
from chat_app.models import Conversation, ShareLink, User
from chat_app.services.kernel.actor import Actor


def list_shares(session: Session, actor: Actor, conversation_id: str = "") -> list[tuple[ShareLink, str]]:
    """The actor's links with the titles of their chats, newest first; those of one chat if it is named."""
    statement = (
        select(ShareLink, Conversation.title)
        .join(Conversation, col(Conversation.id) == ShareLink.conversation_id)
        .where(ShareLink.owner_id == actor.user_id)
    )
    if conversation_id:
        statement = statement.where(ShareLink.conversation_id == conversation_id)
    return list(session.exec(statement.order_by(col(ShareLink.id).desc())).all())


def get_share(session: Session, actor: Actor, share_id: str) -> ShareLink:
    """The actor's link; raises `NotFoundError`."""
    row = session.exec(select(ShareLink).where(ShareLink.id == share_id, ShareLink.owner_id == actor.user_id)).first()
    if row is None:
        raise NotFoundError("share.error.not_found")
    return row


def find_share(session: Session, token_hash: str) -> ShareLink | None:
    """The link with this secret, whoever holds it: it alone gives the right to read, as long as its owner's account is open."""
    statement = (
        select(ShareLink)
        .join(User, col(User.id) == ShareLink.owner_id)
        .where(ShareLink.token_hash == token_hash, col(User.deleted_at).is_(None), col(User.suspended_at).is_(None))
    )
    return session.exec(statement).first()
