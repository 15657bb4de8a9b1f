"""Files that people attach, and uploads on their way."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Column, Index, Text
from sqlmodel import Field, SQLModel


class Attachment(SQLModel, table=True):
    """A file that belongs to a message, or waits in the composer while `message_id` is empty. Its bytes are a blob."""

    __tablename__ = "attachments"
    __table_args__ = (Index("ix_attachments_owner", "owner_id", "created_at"),)

    id: str = Field(primary_key=True, max_length=36)
    owner_id: str = Field(foreign_key="users.id", ondelete="CASCADE", max_length=36)
    conversation_id: str | None = Field(default=None, foreign_key="conversations.id", ondelete="CASCADE", index=True, max_length=36)
    message_id: str | None = Field(default=None, foreign_key="messages.id", ondelete="CASCADE", index=True, max_length=36)
    turn_id: str | None = Field(default=None, index=True, max_length=36)
    """The waiting message that it goes with, until that one is sent."""
    position: int = 0
    name: str = Field(max_length=255)
    kind: str = Field(max_length=20)
    """One of "image", "pdf", "office", "text" or "code"."""
    media_type: str = Field(max_length=100)
    size: int = Field(sa_column=Column(BigInteger, nullable=False))
    sha256: str = Field(index=True, max_length=64)
    """Of what is kept: an image is stored without its metadata."""
    thumbnail_sha256: str = Field(default="", max_length=64)
    model_sha256: str = Field(default="", max_length=64)
    """The smaller copy of an image that models get; empty when the image itself is small enough."""
    width: int = 0
    height: int = 0
    text: str = Field(default="", sa_column=Column(Text, nullable=False))
    """What could be read out of it, for models and for the search."""
    tokens: int = 0
    """Our estimate of what it adds to a request."""
    problem: str = Field(default="", max_length=100)
    """Key of the sentence that says what could not be read of it; empty when all is well."""
    created_at: datetime


class Upload(SQLModel, table=True):
    """A large file on its way, in pieces."""

    __tablename__ = "uploads"

    id: str = Field(primary_key=True, max_length=36)
    owner_id: str = Field(foreign_key="users.id", ondelete="CASCADE", index=True, max_length=36)
    name: str = Field(max_length=255)
    size: int = Field(sa_column=Column(BigInteger, nullable=False))
    conversation_id: str | None = Field(default=None, max_length=36)
    fingerprint: str = Field(default="", max_length=300)
    """Tells the same file again when its person chooses it a second time."""
    received: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))
    created_at: datetime
    touched_at: datetime
