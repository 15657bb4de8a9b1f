"""Conversations, their message trees, and the turns that produce answers."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Column, Index, Text, text
from sqlmodel import Field, SQLModel


class MessageStatus(StrEnum):
    RUNNING = "running"
    COMPLETE = "complete"
    STOPPED = "stopped"
    INTERRUPTED = "interrupted"
    FAILED = "failed"


class TurnStatus(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    COMPLETE = "complete"
    STOPPED = "stopped"
    INTERRUPTED = "interrupted"
    FAILED = "failed"


class Conversation(SQLModel, table=True):
    """A chat. Its messages form a tree; `active_leaf_id` is the end of the branch on show."""

    __tablename__ = "conversations"
    __table_args__ = (
        Index("ix_conversations_list", "owner_id", "updated_at", "id"),
        # What the sidebar lists and counts: chats that are neither archived nor in the trash.
        Index(
            "ix_conversations_folder",
            "owner_id",
            "folder_id",
            "updated_at",
            "id",
            sqlite_where=text("deleted_at IS NULL AND archived_at IS NULL"),
            postgresql_where=text("deleted_at IS NULL AND archived_at IS NULL"),
        ),
        # The chats of a project, whoever began them.
        Index("ix_conversations_project", "folder_id", "updated_at", "id"),
    )

    id: str = Field(primary_key=True, max_length=36)
    owner_id: str = Field(foreign_key="users.id", ondelete="CASCADE", max_length=36)
    title: str = Field(default="", max_length=300)
    title_by_user: bool = False
    model_id: str = Field(default="", max_length=300)
    active_leaf_id: str | None = Field(default=None, max_length=36)
    draft: str = Field(default="", sa_column=Column(Text, nullable=False))
    created_at: datetime
    updated_at: datetime
    """Time of the last activity: what the list is sorted by."""
    folder_id: str | None = Field(default=None, foreign_key="folders.id", ondelete="SET NULL", max_length=36)
    favourite: bool = False
    archived_at: datetime | None = None
    seen_at: datetime | None = None
    """When its owner last looked at it; an answer that ended later is unread."""
    read_message_id: str | None = Field(default=None, max_length=36)
    """The message at the top of the page when its owner left it; None for the end."""
    assistant_id: str | None = Field(default=None, foreign_key="assistants.id", ondelete="SET NULL", max_length=36)
    system_prompt: str = Field(default="", sa_column=Column(Text, nullable=False))
    parameters: str = Field(default="{}", sa_column=Column(Text, nullable=False))
    """JSON object: parameters that differ from the model's defaults."""
    compare_model_ids: str = Field(default="[]", sa_column=Column(Text, nullable=False))
    """JSON list: models that answer beside `model_id`; empty when models are not compared."""
    compare_blind: bool = False
    redact: bool | None = None
    """Whether models of providers get placeholders for personal data; None for what folder, person and site say."""
    knowledge: str = Field(default="", sa_column=Column(Text, nullable=False))
    """JSON object: which documents its answers are found in (`services/retrieval/scopes`); empty for its project's."""
    deleted_at: datetime | None = None


class Message(SQLModel, table=True):
    """One message of the tree. Only the parent is stored; siblings are the branches, ordered by id."""

    __tablename__ = "messages"
    __table_args__ = (Index("ix_messages_tree", "conversation_id", "parent_id", "id"),)

    id: str = Field(primary_key=True, max_length=36)
    conversation_id: str = Field(foreign_key="conversations.id", ondelete="CASCADE", max_length=36)
    parent_id: str | None = Field(default=None, foreign_key="messages.id", ondelete="CASCADE", index=True, max_length=36)
    role: str = Field(max_length=20)
    text: str = Field(default="", sa_column=Column(Text, nullable=False))
    reasoning: str = Field(default="", sa_column=Column(Text, nullable=False))
    reasoning_ms: int = 0
    status: str = Field(default=MessageStatus.COMPLETE, max_length=20)
    model_id: str = Field(default="", max_length=300)
    turn_id: str | None = Field(default=None, max_length=36)
    """The latest turn that wrote this answer; "continue" adds a second one."""
    error_key: str = Field(default="", max_length=100)
    comparison_id: str | None = Field(default=None, foreign_key="comparisons.id", ondelete="SET NULL", index=True, max_length=36)
    """The comparison that this answer takes part in."""
    comparison_place: int = 0
    """Its column there, from 0; answers that share a column are versions of one model's answer."""
    merge: str = Field(default="", sa_column=Column(Text, nullable=False))
    """JSON object for an answer that was merged of others: "recipe" and "answers", the ids of its sources."""
    excluded: bool = False
    """Not sent to models."""
    clears_context: bool = False
    """Models read nothing before this message, nor itself: the divider stands behind it."""
    pinned: bool = False
    rating: int = 0
    """1 good, -1 bad, 0 not rated."""
    created_at: datetime
    edited_at: datetime | None = None
    deleted_at: datetime | None = None


class Summary(SQLModel, table=True):
    """Stands for everything up to a message when a model reads the branch; its person sees and may edit it."""

    __tablename__ = "summaries"

    id: str = Field(primary_key=True, max_length=36)
    conversation_id: str = Field(foreign_key="conversations.id", ondelete="CASCADE", index=True, max_length=36)
    message_id: str = Field(foreign_key="messages.id", ondelete="CASCADE", index=True, max_length=36)
    """The last message that it stands for."""
    text: str = Field(sa_column=Column(Text, nullable=False))
    model_id: str = Field(default="", max_length=300)
    created_at: datetime
    edited_at: datetime | None = None


class Comparison(SQLModel, table=True):
    """Several models answered one message; perhaps one answer was chosen."""

    __tablename__ = "comparisons"

    id: str = Field(primary_key=True, max_length=36)
    owner_id: str = Field(foreign_key="users.id", ondelete="CASCADE", index=True, max_length=36)
    conversation_id: str = Field(foreign_key="conversations.id", ondelete="CASCADE", index=True, max_length=36)
    question_id: str = Field(max_length=36)
    blind: bool = False
    winner_id: str | None = Field(default=None, max_length=36)
    """The answer that goes on."""
    vote_id: str | None = Field(default=None, max_length=36)
    """The answer that was voted for while the models' names were hidden."""
    created_at: datetime


class Turn(SQLModel, table=True):
    """One request to a model: what was asked for, how it ended, what it used and cost."""

    __tablename__ = "turns"
    __table_args__ = (
        Index("ix_turns_idempotency", "owner_id", "idempotency_key", unique=True),
        Index("ix_turns_conversation", "conversation_id", "status"),
        Index("ix_turns_answer", "answer_id"),
    )

    id: str = Field(primary_key=True, max_length=36)
    owner_id: str = Field(foreign_key="users.id", ondelete="CASCADE", max_length=36)
    conversation_id: str = Field(foreign_key="conversations.id", ondelete="CASCADE", max_length=36)
    api_key_id: str = Field(default="", max_length=36)
    """The key with which a program asked; empty for the person."""
    kind: str = Field(max_length=20)
    """What was asked: "send", "edit", "regenerate", "continue", or "compare", "merge", "title", "rewrite", "summary", "side", "canvas"."""
    status: str = Field(max_length=20, index=True)
    model_id: str = Field(max_length=300)
    """The model that was asked for."""
    answered_by: str = Field(default="", max_length=300)
    """The model that answered in its place, after a fallback; empty where it was the one that was asked for."""
    tries: str = Field(default="[]", sa_column=Column(Text, nullable=False))
    """JSON list of what failed before: [model id, key of the sentence that says why]."""
    idempotency_key: str = Field(max_length=200)
    request_hash: str = Field(default="", max_length=64)
    queued_text: str = Field(default="", sa_column=Column(Text, nullable=False))
    """The message to send when this turn's time comes; empty once it runs."""
    queued_extras: str = Field(default="{}", sa_column=Column(Text, nullable=False))
    """JSON object: what else belongs to the waiting message, such as "model_ids" and "attachment_ids"."""
    user_message_id: str | None = Field(default=None, max_length=36)
    answer_id: str | None = Field(default=None, max_length=36)
    tokens_in: int = 0
    tokens_out: int = 0
    tokens_cached: int = 0
    tokens_reasoning: int = 0
    counted_by: str = Field(default="", max_length=10)
    """Who counted the tokens: "provider" or "parley" (an estimate)."""
    cost_nano: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))
    """In nano-dollars; None when no price is known."""
    price_version: str = Field(default="", max_length=100)
    terms: str = Field(default="", sa_column=Column(Text, nullable=False))
    """JSON object while the answer is written: what it takes to reckon it should the process die (`services/usage/terms`)."""
    finish_reason: str = Field(default="", max_length=20)
    error_key: str = Field(default="", max_length=100)
    ttft_ms: int | None = None
    """Time to first token, in milliseconds from the start of the request."""
    duration_ms: int | None = None
    created_at: datetime
    started_at: datetime | None = None
    lease_until: datetime | None = None
    """The process that runs the turn renews this; a running turn whose lease is over has lost its process."""
    ended_at: datetime | None = None
