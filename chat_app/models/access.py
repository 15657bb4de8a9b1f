"""Who may do what: groups, keys of programs, and administrators' looks into what is not theirs."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, Column, Text
from sqlmodel import Field, SQLModel


class Group(SQLModel, table=True):
    """People with a common policy: which models, features and limits they have."""

    __tablename__ = "groups"

    id: str = Field(primary_key=True, max_length=36)
    name: str = Field(unique=True, max_length=100)
    description: str = Field(default="", max_length=500)
    policy: str = Field(default="{}", sa_column=Column(Text, nullable=False))
    """JSON object (`services/access/policy.py`)."""
    created_at: datetime
    updated_at: datetime


class GroupMember(SQLModel, table=True):
    """A person in a group."""

    __tablename__ = "group_members"

    group_id: str = Field(foreign_key="groups.id", ondelete="CASCADE", primary_key=True, max_length=36)
    user_id: str = Field(foreign_key="users.id", ondelete="CASCADE", primary_key=True, index=True, max_length=36)
    leads: bool = False
    """Whether the person, being a manager, may invite others into it."""
    added_at: datetime


class ContentAccess(SQLModel, table=True):
    """An administrator may read what belongs to somebody else: for a stated reason, for a time, and that person sees it."""

    __tablename__ = "content_accesses"

    id: str = Field(primary_key=True, max_length=36)
    user_id: str = Field(foreign_key="users.id", ondelete="CASCADE", index=True, max_length=36)
    admin_id: str | None = Field(default=None, foreign_key="users.id", ondelete="SET NULL", index=True, max_length=36)
    reason: str = Field(max_length=500)
    created_at: datetime
    expires_at: datetime
    ended_at: datetime | None = None
    last_read_at: datetime | None = None


class ApiKey(SQLModel, table=True):
    """A key of ours with which a program acts for a person; shown once, kept as its SHA-256."""

    __tablename__ = "api_keys"

    id: str = Field(primary_key=True, max_length=36)
    owner_id: str = Field(foreign_key="users.id", ondelete="CASCADE", index=True, max_length=36)
    name: str = Field(max_length=100)
    prefix: str = Field(unique=True, max_length=20)
    """The part that is shown later, and by which it is found."""
    secret_hash: str = Field(max_length=64)
    scopes: str = Field(default="[]", sa_column=Column(Text, nullable=False))
    """JSON list of permissions (`services/access/matrix.toml`)."""
    budget_nano: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))
    """What it may cost in a calendar month (UTC), in nano-dollars; None for as much as its owner."""
    expires_at: datetime | None = None
    last_used_at: datetime | None = None
    created_at: datetime
    revoked_at: datetime | None = None


class RevokedToken(SQLModel, table=True):
    """A short-lived token (JWT) that was taken back before its time; kept until it would have expired."""

    __tablename__ = "revoked_tokens"

    id: str = Field(primary_key=True, max_length=36)
    """The token's `jti`."""
    owner_id: str = Field(foreign_key="users.id", ondelete="CASCADE", index=True, max_length=36)
    expires_at: datetime = Field(index=True)


class UsageDay(SQLModel, table=True):
    """What a person, or one key of theirs, used on a day (UTC). Limits go by it: it stays when chats are deleted."""

    __tablename__ = "usage_days"

    owner_id: str = Field(foreign_key="users.id", ondelete="CASCADE", primary_key=True, max_length=36)
    day: date = Field(primary_key=True)
    api_key_id: str = Field(default="", primary_key=True, max_length=36)
    """Empty for what the person used without a key."""
    tokens: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))
    cost_nano: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))
    """In nano-dollars."""
