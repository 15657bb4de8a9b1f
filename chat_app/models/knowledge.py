"""Documents that answers are found in: what they say, the passages of it, how these are found, and who was told which of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Index, LargeBinary, Text
from sqlmodel import Field, SQLModel


def _text(default: Any = "") -> Any:
    return Field(default=default, sa_column=Column(Text, nullable=False))


class DocumentContent(SQLModel, table=True):
    """What was read out of a file. Documents of the same bytes share it."""

    __tablename__ = "document_contents"
    __table_args__ = (Index("ix_document_contents_file", "sha256", "reader", unique=True),)

    id: str = Field(primary_key=True, max_length=36)
    sha256: str = Field(max_length=64)
    reader: str = Field(max_length=20)
    """The version of our reader: a better one reads the file again."""
    title: str = Field(default="", max_length=500)
    text: str = _text(...)
    """All of it as one text; chunks and citations are ranges of it, counted in characters."""
    layout: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    """Where headings, tables and pages are in the text, and where the text is on the pages (`integrations/reading/layout`)."""
    pages: int = 0
    """How many pages, slides or sheets it has; 0 for what has none."""
    language: str = Field(default="", max_length=8)
    """ISO 639-1 code of most of it; empty when nobody can tell."""
    created_at: datetime


class Document(SQLModel, table=True):
    """A file, page, note or chat whose text questions are answered from."""

    __tablename__ = "documents"
    __table_args__ = (
        Index("ix_documents_owner", "owner_id", "created_at"),
        Index("ix_documents_folder", "folder_id", "created_at"),
        Index("ix_documents_source", "source", "source_ref"),
    )

    id: str = Field(primary_key=True, max_length=36)
    owner_id: str = Field(foreign_key="users.id", ondelete="CASCADE", max_length=36)
    folder_id: str | None = Field(default=None, foreign_key="folders.id", ondelete="SET NULL", max_length=36)
    """The project that it belongs to; None for its owner's own documents."""
    name: str = Field(max_length=255)
    kind: str = Field(default="", max_length=20)
    media_type: str = Field(default="", max_length=100)
    size: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))
    sha256: str = Field(default="", index=True, max_length=64)
    """Of its bytes, which are a blob."""
    source: str = Field(default="upload", max_length=10)
    """Where it came from: "upload", "paste", "url", "watch", "mail", "chat", "message" or "note"."""
    source_ref: str = Field(default="", max_length=2000)
    """The address, path, or id of what it came from."""
    source_mark: str = Field(default="", max_length=200)
    """Tells whether the source has changed since: an ETag, a time with a size, a version."""
    content_id: str | None = Field(default=None, foreign_key="document_contents.id", index=True, max_length=36)
    version: int = 1
    """Counts the contents that it has had."""
    state: str = Field(default="waiting", max_length=10)
    """"waiting", "working", "ready", "failed" or "cancelled"."""
    problem: str = Field(default="", max_length=100)
    """Key of the sentence that says what could not be read, and what to do."""
    problem_params: str = _text("{}")
    tokens: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))
    """What it would add to a request in full, as we estimate it."""
    enabled: bool = True
    """Whether answers may be found in it."""
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None = Field(default=None, index=True)


class Chunk(SQLModel, table=True):
    """A passage of a document: what is found, shown and cited."""

    __tablename__ = "chunks"
    __table_args__ = (Index("ix_chunks_document", "document_id", "number"), Index("ix_chunks_text", "text_hash"))

    id: str = Field(primary_key=True, max_length=36)
    document_id: str = Field(foreign_key="documents.id", ondelete="CASCADE", max_length=36)
    number: int
    """Its place in the document, from 0."""
    text: str = _text(...)
    text_hash: str = Field(max_length=64)
    """SHA-256 of what is embedded: the headings above it and the text."""
    heading: str = Field(default="", max_length=500)
    """The headings above it, from the outermost in."""
    kind: str = Field(default="text", max_length=10)
    """"text", "table", "code" or "list"."""
    start: int
    end: int
    """The characters of the content's text that it is; an edited chunk keeps those that it came from."""
    page: int = 0
    """The page that it begins on, from 1; 0 where there are none."""
    boxes: str = _text("[]")
    """JSON list of [page, left, top, right, bottom] in points from the top left corner."""
    tokens: int
    language: str = Field(default="", max_length=8)
    edited: bool = False
    """Written by a person: kept when the document is read again, as long as its passage is there."""
    enabled: bool = True


class ChunkEmbedding(SQLModel, table=True):
    """The vector of a text by a model. The same text is embedded once, in however many documents it stands."""

    __tablename__ = "chunk_embeddings"

    text_hash: str = Field(primary_key=True, max_length=64)
    model: str = Field(primary_key=True, max_length=200)
    vector: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    """Its numbers as 16-bit floats, the lowest byte first."""


class IndexTask(SQLModel, table=True):
    """A document whose passages in the index are to be brought in step with its rows. Written with the change itself."""

    __tablename__ = "index_tasks"

    seq: int | None = Field(default=None, primary_key=True)
    document_id: str = Field(index=True, max_length=36)
    """No foreign key: a document that is gone leaves its points behind until this is done."""
    created_at: datetime


class IngestionJob(SQLModel, table=True):
    """The way of one document from its bytes to its passages."""

    __tablename__ = "ingestion_jobs"
    __table_args__ = (Index("ix_ingestion_jobs_due", "state", "due_at"),)

    document_id: str = Field(foreign_key="documents.id", ondelete="CASCADE", primary_key=True, max_length=36)
    state: str = Field(default="waiting", max_length=10)
    """"waiting", "running", "done", "failed" or "cancelled"."""
    stage: str = Field(default="reading", max_length=10)
    """"fetching", "reading", "chunking", "embedding" or "indexing"."""
    done: int = 0
    total: int = 0
    """How much of the stage is done: pages or chunks; a total of 0 is not known yet."""
    attempts: int = 0
    lease_until: datetime | None = None
    """The process that works on it renews this; a running job whose lease is over has lost its process."""
    due_at: datetime
    started_at: datetime | None = None
    ended_at: datetime | None = None


class IngestionLine(SQLModel, table=True):
    """A line of a document's log."""

    __tablename__ = "ingestion_lines"

    id: int | None = Field(default=None, primary_key=True)
    document_id: str = Field(foreign_key="documents.id", ondelete="CASCADE", index=True, max_length=36)
    at: datetime
    key: str = Field(max_length=100)
    """Of the sentence; `params` fill it."""
    params: str = _text("{}")


class MessageSource(SQLModel, table=True):
    """A passage that an answer was given, under the number that it is cited by. A copy: documents change and go."""

    __tablename__ = "message_sources"

    message_id: str = Field(foreign_key="messages.id", ondelete="CASCADE", primary_key=True, max_length=36)
    number: int = Field(primary_key=True)
    """As it stands in the answer, from 1."""
    chunk_id: str = Field(max_length=36)
    document_id: str = Field(index=True, max_length=36)
    version: int
    """The document's then."""
    title: str = Field(max_length=500)
    heading: str = Field(default="", max_length=500)
    text: str = _text(...)
    start: int
    end: int
    page: int = 0
    boxes: str = _text("[]")
    pinned: bool = False
    """Whether it went along because its person said so, not because it was found."""
    cited: bool = False
    """Whether the answer refers to it."""


class Retrieval(SQLModel, table=True):
    """Why an answer was given these passages: what was asked, found and left out at each step."""

    __tablename__ = "retrievals"

    message_id: str = Field(foreign_key="messages.id", ondelete="CASCADE", primary_key=True, max_length=36)
    question: str = _text(...)
    queries: str = _text("[]")
    """JSON list of what was looked for: the question itself, and what a model made of it."""
    steps: str = _text("{}")
    """JSON: hits with the scores of each step, what was cut and why, and the milliseconds it took (`services/retrieval/trace`)."""
    created_at: datetime
