"""What orders chats: folders, tags, the tabs that are open."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Index, Text
from sqlmodel import Field, SQLModel


class Folder(SQLModel, table=True):
    """A place for chats; folders nest. What is set here holds for the chats in it and in the folders below."""

    __tablename__ = "folders"
    __table_args__ = (Index("ix_folders_owner", "owner_id", "parent_id"),)

    id: str = Field(primary_key=True, max_length=36)
    owner_id: str = Field(foreign_key="users.id", ondelete="CASCADE", max_length=36)
    parent_id: str | None = Field(default=None, foreign_key="folders.id", ondelete="SET NULL", max_length=36)
    name: str = Field(max_length=200)
    color: str = Field(default="", max_length=20)
    """Name of a colour of the palette, or empty."""
    position: int = 0
    """Order among the folders of one parent; equal ones are ordered by name."""
    model_id: str = Field(default="", max_length=300)
    """The model that new chats of the folder begin with; empty for the folder above or the person's own."""
    instructions: str = Field(default="", sa_column=Column(Text, nullable=False))
    """Appended to the system prompt of the chats inside."""
    redact: bool | None = None
    """Whether models of providers get placeholders for personal data in its chats; None for what the folder above says."""
    local_only: bool | None = None
    """Whether only models on own machines answer in its chats; None for what the folder above says."""
    payer: str = Field(default="", max_length=10)
    """Who pays for answers in its chats: "actor" (whoever writes), "owner", or "budget" (the owner, within the folder's budget);
    empty for what the folder above says, "actor" at the top."""
    description: str = Field(default="", max_length=2000)
    """What the project is about, for the people in it; models are not told."""
    assistant_id: str | None = Field(default=None, foreign_key="assistants.id", ondelete="SET NULL", max_length=36)
    """The assistant that new chats of the folder begin with; None for the folder above or none."""
    is_template: bool = False
    """Whether it is offered as a beginning for new projects."""
    archived_at: datetime | None = None
    created_at: datetime
    deleted_at: datetime | None = None


class Tag(SQLModel, table=True):
    """A word that chats carry."""

    __tablename__ = "tags"
    __table_args__ = (Index("ix_tags_name", "owner_id", "name", unique=True),)

    id: str = Field(primary_key=True, max_length=36)
    owner_id: str = Field(foreign_key="users.id", ondelete="CASCADE", max_length=36)
    name: str = Field(max_length=60)
    color: str = Field(default="", max_length=20)


class ConversationTag(SQLModel, table=True):
    """A chat carries a tag."""

    __tablename__ = "conversation_tags"

    conversation_id: str = Field(foreign_key="conversations.id", ondelete="CASCADE", primary_key=True, max_length=36)
    tag_id: str = Field(foreign_key="tags.id", ondelete="CASCADE", primary_key=True, index=True, max_length=36)


class DeskTab(SQLModel, table=True):
    """A chat in the tab strip, the same on every device. Closed ones are kept for a while, to be opened again."""

    __tablename__ = "desk_tabs"
    __table_args__ = (Index("ix_desk_tabs_owner", "owner_id", "closed_at", "position"),)

    owner_id: str = Field(foreign_key="users.id", ondelete="CASCADE", primary_key=True, max_length=36)
    conversation_id: str = Field(foreign_key="conversations.id", ondelete="CASCADE", primary_key=True, max_length=36)
    position: int = 0
    pinned: bool = False
    share: int = 0
    """Percent of the width that the chat takes beside the one in front; 0 when it is not beside."""
    closed_at: datetime | None = None
