"""Records that cross the border of the search."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

HitKind = Literal["chat", "message", "file"]


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a text; `marked` is what was looked for."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found. `message_id` and `role` are empty for a chat's title."""

    kind: HitKind
    conversation_id: str
    title: tuple[Part, ...]
    snippet: tuple[Part, ...]
    at: datetime
    message_id: str = ""
    role: str = ""
    model_id: str = ""
    archived: bool = False
    trashed: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """What of a query could not be understood: key of the sentence, and what stood there."""

    key: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Results:
    """Best hits first. `more`: there are further ones that are not shown."""

    hits: tuple[Hit, ...]
    problems: tuple[Problem, ...] = ()
    more: bool = False


@dataclass(frozen=True, slots=True)
class QuickHit:
    """A chat for the command palette."""

    conversation_id: str
    title: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ChatMatch:
    """A message of a branch with the number of places in it."""

    message_id: str
    count: int


@dataclass(frozen=True, slots=True)
class ChatMatches:
    """All places in a branch, from its beginning on. `pattern` is the regular expression (flags "giu") that finds them."""

    matches: tuple[ChatMatch, ...]
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What operators can be completed with."""

    tags: tuple[str, ...]
    folders: tuple[str, ...]
    models: tuple[str, ...]
    recent: tuple[str, ...]
