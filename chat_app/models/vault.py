"""Secrets of others that we have to be able to read again, and what they open."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, LargeBinary, Text, UniqueConstraint
from sqlmodel import Field, SQLModel


class Secret(SQLModel, table=True):
    """A secret, sealed with AES-256-GCM by the master key named `key_id`. All secrets are here, so one walk rotates them."""

    __tablename__ = "secrets"

    id: str = Field(primary_key=True, max_length=36)
    key_id: str = Field(index=True, max_length=16)
    """Which master key sealed it (`services/vault`); the key itself is never in the database."""
    bound_to: str = Field(sa_column=Column(Text, nullable=False))
    """Whose it is and what for, such as "totp:<user id>": authenticated with it. Whoever reads it says so, too."""
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    """Nonce (12 bytes), ciphertext, tag."""
    created_at: datetime
    sealed_at: datetime


class SigningKey(SQLModel, table=True):
    """A key that signs the short-lived tokens of API clients."""

    __tablename__ = "signing_keys"

    id: str = Field(primary_key=True, max_length=36)
    """The `kid` of the tokens."""
    secret_id: str = Field(foreign_key="secrets.id", max_length=36)
    created_at: datetime
    retired_at: datetime | None = None
    """Since when it signs nothing new; what it signed before stays valid until it expires."""


class Provider(SQLModel, table=True):
    """A provider of models that was set up in Parley, by a person for themselves or by an administrator for all."""

    __tablename__ = "providers"
    __table_args__ = (UniqueConstraint("slug", name="uq_providers_slug"),)

    id: str = Field(primary_key=True, max_length=36)
    owner_id: str | None = Field(default=None, foreign_key="users.id", ondelete="CASCADE", index=True, max_length=36)
    """None for a provider of the platform."""
    slug: str = Field(max_length=40)
    """The first part of its models' ids."""
    vendor: str = Field(max_length=40)
    label: str = Field(max_length=100)
    base_url: str = Field(default="", max_length=500)
    """Empty for the vendor's own address. Changing it clears the key."""
    region: str = Field(default="", max_length=20)
    """Where data is processed: `eu`, `us`, … or `local`; empty when unknown."""
    secret_id: str | None = Field(default=None, foreign_key="secrets.id", max_length=36)
    key_hint: str = Field(default="", max_length=12)
    """The last characters of the key, to tell it from others."""
    options: str = Field(default="{}", sa_column=Column(Text, nullable=False))
    """JSON object: what its vendor asks for beyond address and key, such as "api_version" (vendors.toml names them). No secrets."""
    enabled: bool = True
    created_at: datetime
    updated_at: datetime
    tested_at: datetime | None = None
    test_result: str = Field(default="", max_length=100)
    """Empty after a good test, else the key of the sentence that says what went wrong."""
