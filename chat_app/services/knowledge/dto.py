"""Records that cross the border of the knowledge domain."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

State = Literal["waiting", "working", "ready", "failed", "cancelled"]
Source = Literal["upload", "paste", "url", "watch", "mail", "chat", "message", "note"]
Params = dict[str, str | int]


@dataclass(frozen=True, slots=True)
class Progress:
    """Where the ingestion of a document is: `done` of `total` pages or passages of the stage; a total of 0 is not known yet."""

    stage: str
    done: int = 0
    total: int = 0
    percent: int = 0
    """Of the whole way, as we estimate it."""
    seconds_left: int | None = None
    """None as long as nobody can tell."""
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """A document as its readers see it. `problem` names the sentence that says what could not be read, and what to do."""

    id: str
    owner_id: str
    name: str
    kind: str
    media_type: str
    size: int
    source: str
    source_ref: str
    version: int
    state: str
    created_at: datetime
    updated_at: datetime
    folder_id: str = ""
    problem: str = ""
    problem_params: Params = field(default_factory=dict)
    tokens: int = 0
    pages: int = 0
    language: str = ""
    passages: int = 0
    enabled: bool = True
    progress: Progress | None = None
    deleted_at: datetime | None = None
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class DocumentFilter:
    """Which documents are listed; what is empty or None filters nothing."""

    folder_id: str | None = None
    """"" for those in no folder."""
    state: str = ""
    words: str = ""
    """In the name."""
    in_trash: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """How far all documents of a list are."""

    counts: dict[str, int]
    """By state."""
    seconds_left: int | None = None


@dataclass(frozen=True, slots=True)
class LogLine:
    """What happened to a document; `key` names the sentence that `params` fill."""

    at: datetime
    key: str
    params: Params = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a document that is found, shown and cited."""

    id: str
    document_id: str
    number: int
    text: str
    start: int
    end: int
    tokens: int
    heading: str = ""
    kind: str = "text"
    page: int = 0
    boxes: tuple[tuple[float, ...], ...] = ()
    """[page, left, top, right, bottom] in points from the top left corner."""
    language: str = ""
    edited: bool = False
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that was written to the disk and is to become a document. `name` may be a path within what was uploaded."""

    path: Path
    name: str
    source: Source = "upload"
    source_ref: str = ""
    source_mark: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that did not become a document, and why."""

    name: str
    problem: str
    params: Params = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Added:
    """What became of what was handed in."""

    documents: tuple[Document, ...] = ()
    refused: tuple[Refused, ...] = ()
