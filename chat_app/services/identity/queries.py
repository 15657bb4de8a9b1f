"""All SQL of the identity domain."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, delete, select, update

from chat_app import models


def find_user(session: Session, user_id: str) -> models.User | None:
    return session.get(models.User, user_id)


def lock_user(session: Session, user_id: str) -> models.User | None:
    """The row, held to the end: two changes of the same person's factors come one after the other."""
    return session.get(models.User, user_id, with_for_update=True)


def find_totp(session: Session, user_id: str) -> models.TotpFactor | None:
    return session.get(models.TotpFactor, user_id)


def lock_totp(session: Session, user_id: str) -> models.TotpFactor | None:
    """The factor, to be read and then written: of two uses of one code at once the second sees the first."""
    return session.get(models.TotpFactor, user_id, with_for_update=True, populate_existing=True)


def count_recovery_codes(session: Session, user_id: str) -> int:
    statement = select(func.count()).where(col(models.RecoveryCode.user_id) == user_id, col(models.RecoveryCode.used_at).is_(None))
    return session.exec(statement).one()


def delete_recovery_codes(session: Session, user_id: str) -> None:
    session.exec(delete(models.RecoveryCode).where(col(models.RecoveryCode.user_id) == user_id))


def use_recovery_code(session: Session, user_id: str, code_hash: str, now: datetime) -> bool:
    """Use the code up; False when it is not one of the person's or was used before."""
    statement = (
        update(models.RecoveryCode)
        .where(
            col(models.RecoveryCode.user_id) == user_id,
            col(models.RecoveryCode.code_hash) == code_hash,
            col(models.RecoveryCode.used_at).is_(None),
        )
        .values(used_at=now)
    )
    return session.exec(statement).rowcount == 1


def count_passkeys(session: Session, user_id: str) -> int:
    return session.exec(select(func.count()).where(col(models.Passkey.user_id) == user_id)).one()


def delete_passkeys(session: Session, user_id: str) -> None:
    session.exec(delete(models.Passkey).where(col(models.Passkey.user_id) == user_id))


def list_passkeys(session: Session, user_id: str) -> list[models.Passkey]:
    """Oldest first."""
    statement = select(models.Passkey).where(models.Passkey.user_id == user_id).order_by(col(models.Passkey.id))
    return list(session.exec(statement))


def find_passkey(session: Session, user_id: str, passkey_id: str) -> models.Passkey | None:
    return session.exec(select(models.Passkey).where(models.Passkey.id == passkey_id, models.Passkey.user_id == user_id)).first()


def lock_credential(session: Session, credential_id: bytes) -> tuple[models.Passkey, models.User] | None:
    """The passkey of this credential and its person, if they may sign in; held to the end of the transaction."""
    statement = (
        select(models.Passkey, models.User)
        .join(models.User, col(models.User.id) == col(models.Passkey.user_id))
        .where(
            col(models.Passkey.credential_id) == credential_id,
            col(models.User.suspended_at).is_(None),
            col(models.User.deleted_at).is_(None),
        )
        .with_for_update()
    )
    return session.exec(statement).first()


def credential_exists(session: Session, credential_id: bytes) -> bool:
    return session.exec(select(models.Passkey.id).where(col(models.Passkey.credential_id) == credential_id)).first() is not None


def take_token(session: Session, purpose: str, token_hash: str, now: datetime) -> models.OneTimeToken | None:
    """The row of a token that is still good, which is gone from now on."""
    statement = select(models.OneTimeToken).where(
        models.OneTimeToken.token_hash == token_hash,
        models.OneTimeToken.purpose == purpose,
        col(models.OneTimeToken.used_at).is_(None),
        models.OneTimeToken.expires_at > now,
    )
    row = session.exec(statement.with_for_update()).first()
    if row is not None:
        session.delete(row)
        session.flush()
    return row


def delete_expired_tokens(session: Session, purpose: str, now: datetime) -> None:
    statement = delete(models.OneTimeToken).where(col(models.OneTimeToken.purpose) == purpose, col(models.OneTimeToken.expires_at) <= now)
    session.exec(statement)


def find_identity(session: Session, issuer: str, subject: str) -> models.ExternalIdentity | None:
    statement = select(models.ExternalIdentity).where(models.ExternalIdentity.issuer == issuer, models.ExternalIdentity.subject == subject)
    return session.exec(statement).first()


def find_identity_of(session: Session, user_id: str, identity_id: str) -> models.ExternalIdentity | None:
    statement = select(models.ExternalIdentity).where(models.ExternalIdentity.id == identity_id, models.ExternalIdentity.user_id == user_id)
    return session.exec(statement).first()


def list_identities(session: Session, user_id: str) -> list[models.ExternalIdentity]:
    """Oldest first."""
    statement = select(models.ExternalIdentity).where(models.ExternalIdentity.user_id == user_id)
    return list(session.exec(statement.order_by(col(models.ExternalIdentity.id))))


def email_is_taken(session: Session, email: str) -> bool:
    return session.exec(select(models.User.id).where(models.User.email == email)).first() is not None


def list_admin_ids(session: Session) -> list[str]:
    return list(session.exec(select(models.User.id).where(models.User.role == "admin").order_by(models.User.id)))
