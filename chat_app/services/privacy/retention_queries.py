"""All SQL of what is kept for a time only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, or_, update
from sqlmodel import Session, col, select

from chat_app.models import Attachment, Conversation, LoginSession, OneTimeToken, User


def list_settings(session: Session) -> Sequence[tuple[str, str]]:
    """Ids and settings of those who have chosen how long their chats stay."""
    statement = select(User.id, User.settings).where(col(User.settings).contains('"keep_chats_days"'))
    return session.exec(statement).all()


def trash_untouched(session: Session, owner_ids: Sequence[str] | None, before: datetime, now: datetime, *, favourites: bool) -> set[str]:
    """Move the chats to the trash that nobody has touched since `before`, of these people or of all; whose they were."""
    wanted = [col(Conversation.deleted_at).is_(None), col(Conversation.updated_at) < before]
    if owner_ids is not None:
        wanted.append(col(Conversation.owner_id).in_(owner_ids))
    if not favourites:
        wanted.append(col(Conversation.favourite).is_(False))
    owners = set(session.exec(select(Conversation.owner_id).where(*wanted).distinct()).all())
    if owners:
        session.exec(update(Conversation).where(*wanted).values(deleted_at=now))
    return owners


def delete_uploads(session: Session, before: datetime) -> int:
    """Delete files that were attached before `before`; their blobs are swept afterwards."""
    return session.exec(delete(Attachment).where(col(Attachment.created_at) < before)).rowcount


def delete_sessions(session: Session, before: datetime) -> int:
    """Delete login sessions that ended, or were begun or last used, before `before`: none of them opens anything."""
    statement = delete(LoginSession).where(or_(col(LoginSession.revoked_at) < before, col(LoginSession.last_seen_at) < before))
    return session.exec(statement).rowcount


def delete_tokens(session: Session, before: datetime) -> int:
    """Delete links that were used or ran out before `before`."""
    statement = delete(OneTimeToken).where(or_(col(OneTimeToken.used_at) < before, col(OneTimeToken.expires_at) < before))
    return session.exec(statement).rowcount
