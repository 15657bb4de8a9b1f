"""What people agreed to, what they took with them, and what was erased."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Column, Text
from sqlmodel import Field, SQLModel


class Consent(SQLModel, table=True):
    """That a person agreed to something, or took it back. Rows are added, never changed."""

    __tablename__ = "consents"

    id: str = Field(primary_key=True, max_length=36)
    user_id: str = Field(foreign_key="users.id", ondelete="CASCADE", index=True, max_length=36)
    purpose: str = Field(max_length=40)
    """`terms`, `privacy`, or an optional use such as `external_search`."""
    version: str = Field(max_length=40)
    """Of the text that was shown."""
    granted: bool
    source: str = Field(default="", max_length=40)
    """Where it was given: `registration`, `settings`, `api`."""
    at: datetime


class DataExport(SQLModel, table=True):
    """A ZIP of all that belongs to a person, made by a job and fetched within a day."""

    __tablename__ = "data_exports"

    id: str = Field(primary_key=True, max_length=36)
    user_id: str = Field(foreign_key="users.id", ondelete="CASCADE", index=True, max_length=36)
    status: str = Field(default="waiting", max_length=10)
    """`waiting`, `running`, `ready`, `failed`."""
    size: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))
    """In bytes."""
    created_at: datetime
    ready_at: datetime | None = None
    expires_at: datetime | None = None


class Erasure(SQLModel, table=True):
    """That an account was erased: outlives the person's rows, so names them by a hash only.

    Applied again after a backup is restored.
    """

    __tablename__ = "erasures"

    id: str = Field(primary_key=True, max_length=36)
    subject_hash: str = Field(index=True, max_length=64)
    """SHA-256 of the person's id."""
    erased_at: datetime
    report: str = Field(default="{}", sa_column=Column(Text, nullable=False))
    """JSON object: how many rows, blobs and index entries went, by kind."""
