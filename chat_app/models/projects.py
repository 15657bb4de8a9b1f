"""What makes a folder a project: people in it, notes, and folders of the server whose files it follows."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, Index, Text
from sqlmodel import Field, SQLModel


class FolderMember(SQLModel, table=True):
    """A person or group that a folder is shared with, and with it all folders below."""

    __tablename__ = "folder_members"
    __table_args__ = (
        Index("ix_folder_members_person", "person_id", "folder_id", unique=True),
        Index("ix_folder_members_group", "group_id", "folder_id", unique=True),
        CheckConstraint("(person_id IS NULL) <> (group_id IS NULL)", name="ck_folder_members_who"),
    )

    id: str = Field(primary_key=True, max_length=36)
    folder_id: str = Field(foreign_key="folders.id", ondelete="CASCADE", index=True, max_length=36)
    person_id: str | None = Field(default=None, foreign_key="users.id", ondelete="CASCADE", max_length=36)
    group_id: str | None = Field(default=None, foreign_key="groups.id", ondelete="CASCADE", max_length=36)
    role: str = Field(max_length=10)
    """"viewer" reads, "editor" writes, "manager" also shares and sets."""
    invited_by: str | None = Field(default=None, foreign_key="users.id", ondelete="SET NULL", max_length=36)
    created_at: datetime


class ConversationReader(SQLModel, table=True):
    """What belongs to a reader of somebody else's chat. Its owner's own stand in the chat's row."""

    __tablename__ = "conversation_readers"

    conversation_id: str = Field(foreign_key="conversations.id", ondelete="CASCADE", primary_key=True, max_length=36)
    person_id: str = Field(foreign_key="users.id", ondelete="CASCADE", primary_key=True, index=True, max_length=36)
    favourite: bool = False
    seen_at: datetime | None = None
    read_message_id: str | None = Field(default=None, max_length=36)
    draft: str = Field(default="", sa_column=Column(Text, nullable=False))


class ProjectNote(SQLModel, table=True):
    """A short text that people of a project keep there."""

    __tablename__ = "project_notes"

    id: str = Field(primary_key=True, max_length=36)
    folder_id: str = Field(foreign_key="folders.id", ondelete="CASCADE", index=True, max_length=36)
    author_id: str | None = Field(default=None, foreign_key="users.id", ondelete="SET NULL", index=True, max_length=36)
    title: str = Field(default="", max_length=200)
    text: str = Field(default="", sa_column=Column(Text, nullable=False))
    version: int = 1
    """Counts its changes: who changes an older one is told."""
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None = None


class WatchedFolder(SQLModel, table=True):
    """A folder of the server whose files are documents of a project. Set by administrators."""

    __tablename__ = "watched_folders"

    id: str = Field(primary_key=True, max_length=36)
    path: str = Field(max_length=1000)
    owner_id: str = Field(foreign_key="users.id", ondelete="CASCADE", index=True, max_length=36)
    folder_id: str | None = Field(default=None, foreign_key="folders.id", ondelete="CASCADE", max_length=36)
    problem: str = Field(default="", max_length=100)
    seen_at: datetime | None = None
    created_at: datetime
