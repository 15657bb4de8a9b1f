"""What is written once and used often: prompts, assistants, presets of parameters."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Index, Text
from sqlmodel import Field, SQLModel


class Prompt(SQLModel, table=True):
    """A text with variables, called by `/command` in the composer."""

    __tablename__ = "prompts"
    __table_args__ = (Index("ix_prompts_owner", "owner_id", "command"),)

    id: str = Field(primary_key=True, max_length=36)
    owner_id: str = Field(foreign_key="users.id", ondelete="CASCADE", max_length=36)
    command: str = Field(max_length=60)
    title: str = Field(max_length=200)
    description: str = Field(default="", max_length=500)
    folder: str = Field(default="", max_length=200)
    """Path of its folder: "Work/E-mails"; empty for none."""
    text: str = Field(sa_column=Column(Text, nullable=False))
    version: int = 1
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None = None


class PromptVersion(SQLModel, table=True):
    """What a prompt said before."""

    __tablename__ = "prompt_versions"

    prompt_id: str = Field(foreign_key="prompts.id", ondelete="CASCADE", primary_key=True, max_length=36)
    number: int = Field(primary_key=True)
    title: str = Field(max_length=200)
    text: str = Field(sa_column=Column(Text, nullable=False))
    created_at: datetime


class Assistant(SQLModel, table=True):
    """A system prompt with a name, called by `@name`."""

    __tablename__ = "assistants"
    __table_args__ = (Index("ix_assistants_owner", "owner_id", "name"),)

    id: str = Field(primary_key=True, max_length=36)
    owner_id: str = Field(foreign_key="users.id", ondelete="CASCADE", max_length=36)
    name: str = Field(max_length=100)
    description: str = Field(default="", max_length=500)
    avatar: str = Field(default="", max_length=100)
    """Icon and colour, "feather:petrol"."""
    system_prompt: str = Field(default="", sa_column=Column(Text, nullable=False))
    model_id: str = Field(default="", max_length=300)
    parameters: str = Field(default="{}", sa_column=Column(Text, nullable=False))
    """JSON, as `Conversation.parameters`."""
    starters: str = Field(default="[]", sa_column=Column(Text, nullable=False))
    """JSON: texts that begin a chat with one click."""
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None = None


class ParameterPreset(SQLModel, table=True):
    """Parameters under a name."""

    __tablename__ = "parameter_presets"
    __table_args__ = (Index("ix_parameter_presets_name", "owner_id", "name", unique=True),)

    id: str = Field(primary_key=True, max_length=36)
    owner_id: str = Field(foreign_key="users.id", ondelete="CASCADE", max_length=36)
    name: str = Field(max_length=100)
    parameters: str = Field(sa_column=Column(Text, nullable=False))
