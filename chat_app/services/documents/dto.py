"""Records of documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

ArtifactKind = Literal["html", "svg", "mermaid", "table", "document", "code"]
PartKind = Literal["same", "added", "removed"]
Rewrite = Literal["shorter", "longer", "friendlier", "formal", "simpler", "mistakes", "instruction"]


@dataclass(frozen=True, slots=True)
class Canvas:
    """A document with its newest text. `version` counts from 1; a save names the `revision` that it is based on."""

    id: str
    conversation_id: str
    title: str
    text: str
    version: int
    revision: str
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class CanvasSummary:
    """A canvas in a list."""

    id: str
    conversation_id: str
    title: str
    version: int
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class CanvasVersion:
    """What a canvas said; `change` names what made it: "written", "restored" or a `Rewrite`."""

    number: int
    text: str
    change: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class DiffPart:
    """A stretch of text that stayed, came or went."""

    kind: PartKind
    text: str


@dataclass(frozen=True, slots=True)
class ArtifactVersion:
    """One appearance of an artifact: the block `index` (from 0) of a message."""

    message_id: str
    index: int
    text: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Artifact:
    """Something that answers made and that stands for itself; versions oldest first."""

    kind: ArtifactKind
    language: str
    title: str
    versions: tuple[ArtifactVersion, ...]
