"""The full-text index over titles, messages and files' names, and what a person searched for lately."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Column, Index, Integer, Text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlmodel import Field, SQLModel

FULL_TEXT_TABLE = "search_index"
"""On SQLite: the FTS5 table over `search_entries.stems`, kept in step by triggers of migration 0002."""
FULL_TEXT_INDEX = "ix_search_entries_stems"
"""On PostgreSQL: the GIN index of the same column."""


class SearchEntry(SQLModel, table=True):
    """Something that can be found: a chat by its title, a message, a file by its name.

    `id` grows with the time of what it stands for, so that the newest matches are read first.
    """

    __tablename__ = "search_entries"
    __table_args__ = (Index("ix_search_entries_owner", "owner_id", "id"),)

    id: int = Field(sa_column=Column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False))
    owner_id: str = Field(foreign_key="users.id", ondelete="CASCADE", max_length=36)
    conversation_id: str = Field(foreign_key="conversations.id", ondelete="CASCADE", index=True, max_length=36)
    message_id: str | None = Field(default=None, foreign_key="messages.id", ondelete="CASCADE", index=True, max_length=36)
    attachment_id: str | None = Field(default=None, foreign_key="attachments.id", ondelete="CASCADE", index=True, max_length=36)
    kind: str = Field(max_length=10)
    """"chat", "message" or "file"."""
    stems: str = Field(sa_column=Column(Text().with_variant(TSVECTOR(), "postgresql"), nullable=False))


class RecentSearch(SQLModel, table=True):
    """A search that led somewhere, offered again."""

    __tablename__ = "recent_searches"

    owner_id: str = Field(foreign_key="users.id", ondelete="CASCADE", primary_key=True, max_length=36)
    text: str = Field(primary_key=True, max_length=300)
    used_at: datetime


def is_full_text(name: str | None, type_: str) -> bool:
    """Whether a table or index of the database is one of those that only migrations describe, with FTS5's shadow tables."""
    return (type_ == "table" and (name or "").startswith(FULL_TEXT_TABLE)) or (type_ == "index" and name == FULL_TEXT_INDEX)
