"""All SQL about accounts that end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func
from sqlalchemy import select as select_columns
from sqlmodel import Session, SQLModel, col, select

from chat_app.models import (
    Attachment,
    Conversation,
    DataExport,
    Document,
    Erasure,
    OneTimeToken,
    Provider,
    Secret,
    TotpFactor,
    Upload,
    User,
)
from chat_app.services.privacy.kept_queries import forget_buyer
from chat_app.services.privacy.ownership_queries import BUDGETS, owned_tables, rows_of

BLOBS = (
    (Attachment.sha256, col(Attachment.owner_id)),
    (Attachment.thumbnail_sha256, col(Attachment.owner_id)),
    (Attachment.model_sha256, col(Attachment.owner_id)),
    (Document.sha256, col(Document.owner_id)),
)
"""Columns that name blobs, with whose they are."""


def list_due(session: Session, before: datetime) -> Sequence[str]:
    """Who asked to be deleted before `before`."""
    return session.exec(select(User.id).where(col(User.deleted_at).is_not(None), col(User.deleted_at) <= before)).all()


def list_user_ids(session: Session) -> Sequence[str]:
    return session.exec(select(User.id)).all()


def lock_user(session: Session, user_id: str) -> User | None:
    return session.get(User, user_id, with_for_update=True)


def find_erasure(session: Session, subject_hash: str) -> Erasure | None:
    return session.exec(select(Erasure).where(Erasure.subject_hash == subject_hash).order_by(col(Erasure.id).desc())).first()


def list_erasures(session: Session, before_id: str, limit: int) -> Sequence[Erasure]:
    statement = select(Erasure).order_by(col(Erasure.id).desc()).limit(limit)
    return session.exec(statement.where(Erasure.id < before_id) if before_id else statement).all()


def count_rows(session: Session, user_id: str) -> dict[str, int]:
    """How many rows of which table are theirs; tables without any are left out."""
    counts: dict[str, int] = {}
    for name in owned_tables():
        statement = select_columns(func.count()).select_from(SQLModel.metadata.tables[name]).where(rows_of(name, user_id))
        if count := session.connection().execute(statement).scalar_one():
            counts[name] = count
    return counts


def list_blobs(session: Session, user_id: str) -> set[str]:
    """The hashes of what their files and documents are kept as."""
    found = (session.exec(select(column).where(owner == user_id)).all() for column, owner in BLOBS)
    return {sha256 for hashes in found for sha256 in hashes if sha256}


def list_blobs_of_others(session: Session, user_id: str) -> set[str]:
    """The hashes of what other people's files and documents are kept as."""
    found = (session.exec(select(column).where(owner != user_id).distinct()).all() for column, owner in BLOBS)
    return {sha256 for hashes in found for sha256 in hashes if sha256}


def list_secrets(session: Session, user_id: str) -> set[str]:
    """The vault's rows that stand for their authenticator and their providers."""
    totp = session.exec(select(TotpFactor.secret_id).where(TotpFactor.user_id == user_id)).all()
    keys = session.exec(select(Provider.secret_id).where(Provider.owner_id == user_id)).all()
    return {secret_id for secret_id in (*totp, *keys) if secret_id}


def list_upload_ids(session: Session, user_id: str) -> set[str]:
    return set(session.exec(select(Upload.id).where(Upload.owner_id == user_id)).all())


def list_export_ids(session: Session, user_id: str) -> set[str]:
    return set(session.exec(select(DataExport.id).where(DataExport.user_id == user_id)).all())


def delete_chats(session: Session, user_id: str, limit: int) -> int:
    """Delete some of their chats with all that hangs on them; how many."""
    some = session.exec(select(Conversation.id).where(Conversation.owner_id == user_id).limit(limit)).all()
    if some:
        session.exec(delete(Conversation).where(col(Conversation.id).in_(some)))
    return len(some)


def list_document_ids(session: Session, user_id: str, limit: int) -> Sequence[str]:
    """Some of their documents."""
    return session.exec(select(Document.id).where(Document.owner_id == user_id).limit(limit)).all()


def delete_person(session: Session, user_id: str, secret_ids: set[str]) -> None:
    """Delete the person with all that is left of theirs, links that were mailed to their address, and their secrets."""
    user = session.get(User, user_id)
    if user is None:
        return
    if user.email:
        session.exec(delete(OneTimeToken).where(col(OneTimeToken.email) == user.email))
    for name in reversed(BUDGETS):
        session.connection().execute(delete(SQLModel.metadata.tables[name]).where(rows_of(name, user_id)))
    forget_buyer(session, user_id)
    session.expunge(user)
    session.exec(delete(User).where(col(User.id) == user_id))
    session.exec(delete(Secret).where(col(Secret.id).in_(secret_ids)))
