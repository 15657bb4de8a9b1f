"""Counts of what one person has. Numbers only: nothing here selects a title, a text or a name."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col

from chat_app.models import (
    ApiKey,
    Attachment,
    Conversation,
    ExternalIdentity,
    LoginSession,
    Message,
    Passkey,
    RecoveryCode,
    TotpFactor,
    Turn,
)


def count_open_sessions(session: Session, user_id: str, idle_since: datetime, made_since: datetime) -> int:
    """Sessions that still let somebody in."""
    return _count(
        session,
        LoginSession,
        col(LoginSession.user_id) == user_id,
        col(LoginSession.revoked_at).is_(None),
        col(LoginSession.needs_second_factor).is_(False),
        col(LoginSession.last_seen_at) > idle_since,
        col(LoginSession.created_at) > made_since,
    )


def count_api_keys(session: Session, user_id: str) -> int:
    return _count(session, ApiKey, col(ApiKey.owner_id) == user_id, col(ApiKey.revoked_at).is_(None))


def count_chats(session: Session, user_id: str) -> int:
    return _count(session, Conversation, col(Conversation.owner_id) == user_id, col(Conversation.deleted_at).is_(None))


def count_messages(session: Session, user_id: str) -> int:
    statement = (
        select_columns(func.count())
        .select_from(Message)
        .join(Conversation, col(Conversation.id) == col(Message.conversation_id))
        .where(col(Conversation.owner_id) == user_id, col(Conversation.deleted_at).is_(None), col(Message.deleted_at).is_(None))
    )
    return session.execute(statement).scalar_one()


def storage_of(session: Session, user_id: str) -> tuple[int, int]:
    """How many files, and their bytes; the same file attached twice takes its room once."""
    files = _count(session, Attachment, col(Attachment.owner_id) == user_id)
    once = select_columns(col(Attachment.sha256), func.max(col(Attachment.size)).label("size")).where(col(Attachment.owner_id) == user_id)
    sizes = once.group_by(col(Attachment.sha256)).subquery()
    return files, int(session.execute(select_columns(func.coalesce(func.sum(sizes.c.size), 0))).scalar_one())


def cost_since(session: Session, user_id: str, since: datetime) -> int:
    """In nano-dollars; what has no price counts nothing."""
    total = func.coalesce(func.sum(col(Turn.cost_nano)), 0)
    return int(session.execute(select_columns(total).where(col(Turn.owner_id) == user_id, col(Turn.created_at) >= since)).scalar_one())


def tokens_since(session: Session, user_id: str, since: datetime) -> int:
    total = func.coalesce(func.sum(col(Turn.tokens_in) + col(Turn.tokens_out)), 0)
    return int(session.execute(select_columns(total).where(col(Turn.owner_id) == user_id, col(Turn.created_at) >= since)).scalar_one())


def has_authenticator(session: Session, user_id: str) -> bool:
    return _count(session, TotpFactor, col(TotpFactor.user_id) == user_id, col(TotpFactor.confirmed_at).is_not(None)) > 0


def count_passkeys(session: Session, user_id: str) -> int:
    return _count(session, Passkey, col(Passkey.user_id) == user_id)


def count_recovery_codes(session: Session, user_id: str) -> int:
    """Those that were not used."""
    return _count(session, RecoveryCode, col(RecoveryCode.user_id) == user_id, col(RecoveryCode.used_at).is_(None))


def list_issuers(session: Session, user_id: str) -> tuple[str, ...]:
    statement = (
        select_columns(col(ExternalIdentity.issuer)).where(col(ExternalIdentity.user_id) == user_id).order_by(col(ExternalIdentity.issuer))
    )
    return tuple(session.execute(statement).scalars())


def _count(session: Session, table: type, *conditions: object) -> int:
    return session.execute(select_columns(func.count()).select_from(table).where(*conditions)).scalar_one()  # type: ignore[arg-type]
