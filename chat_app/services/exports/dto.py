"""A chat as all formats see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Format = Literal["markdown", "json", "html", "pdf"]
Scope = Literal["branch", "all"]


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """A file that went with a message. `data` is there for small images only."""

    name: str
    media_type: str
    size: int
    data: bytes = b""


@dataclass(frozen=True, slots=True)
class ExportedSource:
    """A passage that an answer cites. Without a title it is of a document that whoever exports may not read, or that is gone."""

    number: int
    title: str = ""
    heading: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True)
class ExportedMessage:
    """One message. `version` and `versions` are its place among its siblings, from 1."""

    id: str
    parent_id: str
    role: str
    text: str
    created_at: datetime
    status: str = "complete"
    reasoning: str = ""
    model: str = ""
    tokens_in: int = 0
    tokens_out: int = 0
    cost_nano: int | None = None
    version: int = 1
    versions: int = 1
    depth: int = 0
    files: tuple[ExportedFile, ...] = ()
    sources: tuple[ExportedSource, ...] = ()
    """What it cites, by number."""


@dataclass(frozen=True, slots=True)
class ExportedChat:
    """A chat with the messages of one branch, or of all of them in the order in which they stand in the tree."""

    id: str
    title: str
    created_at: datetime
    updated_at: datetime
    scope: Scope
    messages: tuple[ExportedMessage, ...]


@dataclass(frozen=True, slots=True)
class ExportFile:
    """What a browser downloads."""

    name: str
    media_type: str
    data: bytes
