"""How people prove who they are, besides a password."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, LargeBinary, Text, UniqueConstraint
from sqlmodel import Field, SQLModel


class OneTimeToken(SQLModel, table=True):
    """A link that was mailed: confirms an address, resets a password, invites somebody. Works once."""

    __tablename__ = "one_time_tokens"

    id: str = Field(primary_key=True, max_length=36)
    purpose: str = Field(max_length=20)
    """`confirm`, `reset`, `invite` or `email` (a changed address)."""
    token_hash: str = Field(unique=True, max_length=64)
    user_id: str | None = Field(default=None, foreign_key="users.id", ondelete="CASCADE", index=True, max_length=36)
    """Whose it is; none for an invitation that nobody has taken yet."""
    email: str = Field(default="", index=True, max_length=254)
    details: str = Field(default="{}", sa_column=Column(Text, nullable=False))
    """JSON object: of an invitation the role and groups that come with it."""
    created_by: str | None = Field(default=None, foreign_key="users.id", ondelete="SET NULL", max_length=36)
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None


class ExternalIdentity(SQLModel, table=True):
    """An account at another provider (OIDC). The pair of issuer and subject is the identity, never the address."""

    __tablename__ = "external_identities"
    __table_args__ = (UniqueConstraint("issuer", "subject", name="uq_external_identities_subject"),)

    id: str = Field(primary_key=True, max_length=36)
    user_id: str = Field(foreign_key="users.id", ondelete="CASCADE", index=True, max_length=36)
    issuer: str = Field(max_length=500)
    subject: str = Field(max_length=255)
    email: str = Field(default="", max_length=254)
    """As last told by the provider; shown, never trusted."""
    created_at: datetime
    last_used_at: datetime | None = None


class TotpFactor(SQLModel, table=True):
    """Codes of an authenticator app (RFC 6238)."""

    __tablename__ = "totp_factors"

    user_id: str = Field(foreign_key="users.id", ondelete="CASCADE", primary_key=True, max_length=36)
    secret_id: str = Field(foreign_key="secrets.id", max_length=36)
    confirmed_at: datetime | None = None
    """None until the first right code: before that it is not asked for."""
    last_step: int = 0
    """The 30-second step of the last code taken: no code works twice (RFC 6238 §5.2)."""
    created_at: datetime


class RecoveryCode(SQLModel, table=True):
    """One of ten codes for the day the phone is gone; only its SHA-256 is kept."""

    __tablename__ = "recovery_codes"

    id: str = Field(primary_key=True, max_length=36)
    user_id: str = Field(foreign_key="users.id", ondelete="CASCADE", index=True, max_length=36)
    code_hash: str = Field(max_length=64)
    created_at: datetime
    used_at: datetime | None = None


class Passkey(SQLModel, table=True):
    """A WebAuthn credential: the public half of a key that never leaves the person's device."""

    __tablename__ = "passkeys"

    id: str = Field(primary_key=True, max_length=36)
    user_id: str = Field(foreign_key="users.id", ondelete="CASCADE", index=True, max_length=36)
    credential_id: bytes = Field(sa_column=Column(LargeBinary, nullable=False, unique=True))
    public_key: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    sign_count: int = 0
    name: str = Field(default="", max_length=100)
    created_at: datetime
    last_used_at: datetime | None = None
