"""What crosses the border of the audit domain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Outcome = Literal["", "done", "refused", "failed"]
Kind = Literal["changed", "unreadable", "missing", "end", "rewritten", "pruned"]


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which entries; what is empty filters nothing."""

    since: datetime | None = None
    until: datetime | None = None
    actor_id: str = ""
    subject_id: str = ""
    action: str = ""
    """A whole name, or the beginning of several when it ends with a dot: "session."."""
    outcome: Outcome = ""
    kind: str = ""
    object_id: str = ""


@dataclass(frozen=True, slots=True)
class AuditRow:
    """An entry as administrators see it."""

    seq: int
    at: datetime
    actor_id: str
    action: str
    outcome: str
    kind: str
    object_id: str
    subject_id: str
    network: str
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OwnAuditRow:
    """An entry as the person sees it whom it concerns. Who administers is nobody's business, so others have no names here."""

    seq: int
    at: datetime
    by: Literal["me", "administration", "system"]
    action: str
    outcome: str
    kind: str
    object_id: str
    network: str
    """Where I was; empty for what others did."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the verifier found. `problem` is empty when the chain is whole."""

    checked: int
    head_seq: int
    problem: Kind | Literal[""] = ""
    seq: int = 0
    """The first entry that is not as it was written, or that is not there."""

    @property
    def is_whole(self) -> bool:
        return not self.problem
