"""Documents beside a chat, and links that show a chat to others."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Text
from sqlmodel import Field, SQLModel


class Canvas(SQLModel, table=True):
    """A document that a person and a model write together."""

    __tablename__ = "canvases"

    id: str = Field(primary_key=True, max_length=36)
    owner_id: str = Field(foreign_key="users.id", ondelete="CASCADE", index=True, max_length=36)
    conversation_id: str = Field(foreign_key="conversations.id", ondelete="CASCADE", index=True, max_length=36)
    title: str = Field(default="", max_length=200)
    version: int = 1
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None = None


class CanvasVersion(SQLModel, table=True):
    """The text of a canvas at one time."""

    __tablename__ = "canvas_versions"

    canvas_id: str = Field(foreign_key="canvases.id", ondelete="CASCADE", primary_key=True, max_length=36)
    number: int = Field(primary_key=True)
    text: str = Field(sa_column=Column(Text, nullable=False))
    change: str = Field(default="", max_length=40)
    """What made it: "written", "shorter", "longer", "tone", "restored", …"""
    created_at: datetime


class ShareLink(SQLModel, table=True):
    """Shows a chat as it was when the link was made, to whoever has the link."""

    __tablename__ = "share_links"

    id: str = Field(primary_key=True, max_length=36)
    owner_id: str = Field(foreign_key="users.id", ondelete="CASCADE", index=True, max_length=36)
    conversation_id: str = Field(foreign_key="conversations.id", ondelete="CASCADE", index=True, max_length=36)
    token_hash: str = Field(unique=True, max_length=64)
    leaf_id: str | None = Field(default=None, max_length=36)
    """The end of the one branch that is shown; None for all branches."""
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
