"""How well the documents of a project are found: questions whose passages are known, and what became of them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Index, Text
from sqlmodel import Field, SQLModel


class RetrievalQuestion(SQLModel, table=True):
    """A question of which a person knows where its answer stands."""

    __tablename__ = "retrieval_questions"

    id: str = Field(primary_key=True, max_length=36)
    folder_id: str = Field(foreign_key="folders.id", ondelete="CASCADE", index=True, max_length=36)
    author_id: str | None = Field(default=None, foreign_key="users.id", ondelete="SET NULL", index=True, max_length=36)
    text: str = Field(sa_column=Column(Text, nullable=False))
    expected: str = Field(default="[]", sa_column=Column(Text, nullable=False))
    """JSON list of [document id, passage id or ""]: any of them answers the question. No foreign keys: documents go."""
    created_at: datetime


class RetrievalRun(SQLModel, table=True):
    """All questions of a project asked once."""

    __tablename__ = "retrieval_runs"
    __table_args__ = (Index("ix_retrieval_runs_folder", "folder_id", "created_at"),)

    id: str = Field(primary_key=True, max_length=36)
    folder_id: str = Field(foreign_key="folders.id", ondelete="CASCADE", max_length=36)
    runner_id: str | None = Field(default=None, foreign_key="users.id", ondelete="SET NULL", index=True, max_length=36)
    mode: str = Field(default="hybrid", max_length=10)
    """How it was searched: "hybrid", "words" or "meaning"."""
    asked: int = 0
    found: int = 0
    """How many had an expected passage among the first hits."""
    results: str = Field(default="[]", sa_column=Column(Text, nullable=False))
    """JSON list of {question, rank, ms, hits}: rank from 1, 0 for not found; hits are [document id, passage id]."""
    created_at: datetime
