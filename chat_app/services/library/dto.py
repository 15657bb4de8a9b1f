"""Records of the library."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from chat_app.services.library.variables import Variable


@dataclass(frozen=True, slots=True)
class PromptDraft:
    """What a person writes. `folder` is a path: "Work/E-mails"."""

    command: str
    title: str
    text: str
    description: str = ""
    folder: str = ""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt with its variables. A built-in one (`builtin`) can be used and copied, not changed."""

    id: str
    command: str
    title: str
    description: str
    folder: str
    text: str
    version: int = 1
    builtin: bool = False
    updated_at: datetime | None = None
    variables: tuple[Variable, ...] = ()


@dataclass(frozen=True, slots=True)
class PromptVersion:
    """What a prompt said from `created_at` on."""

    number: int
    title: str
    text: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class AssistantDraft:
    """What a person writes. `parameters` as those of a chat; `starters` begin a chat with one click."""

    name: str
    description: str = ""
    avatar: str = ""
    system_prompt: str = ""
    model_id: str = ""
    parameters: Mapping[str, object] = field(default_factory=dict)
    starters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Assistant:
    """A system prompt with a name, a model and a face."""

    id: str
    name: str
    description: str
    avatar: str
    system_prompt: str
    model_id: str
    parameters: Mapping[str, object]
    starters: tuple[str, ...]
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did: how many were new, how many were there already, and which could not be read (with the reason's key)."""

    added: int = 0
    unchanged: int = 0
    refused: tuple[tuple[str, str], ...] = ()
