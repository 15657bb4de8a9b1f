"""Why an answer was given its passages: what was looked for, found and left out at each step.

It names passages by their ids alone: whoever looks at it later sees texts and titles of what they may read then.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from typing import Literal

from pydantic import TypeAdapter

StepName = Literal["rewritten", "words", "meaning", "fused", "reranked", "duplicates", "neighbours", "packed"]
Why = Literal["duplicate", "budget", "weak", "gone"]
"""The same is said by a better one; no room; too little to do with the question; changed, or not theirs to read, since it was indexed."""


@dataclass(frozen=True, slots=True)
class TraceHit:
    """A passage at one step, with what spoke for it there."""

    chunk_id: str
    document_id: str
    score: float = 0.0
    cosine: float | None = None
    coverage: float | None = None
    rerank: float | None = None
    query: int = 0
    """Which of `Trace.queries` found it best."""


@dataclass(frozen=True, slots=True)
class Step:
    """What one step took and made of it, best first; long lists are cut, `count` is how many there were."""

    name: StepName
    ms: int
    count: int = 0
    hits: tuple[TraceHit, ...] = ()


@dataclass(frozen=True, slots=True)
class Cut:
    """A passage that was found and not given, and why."""

    chunk_id: str
    document_id: str
    why: Why
    instead: str = ""
    """The passage that says the same, for a duplicate."""


@dataclass(frozen=True, slots=True)
class Trace:
    """The whole way of one question."""

    question: str = ""
    queries: tuple[str, ...] = ()
    """What was looked for: the question as it was rewritten, or as it is, and other wordings of it."""
    steps: tuple[Step, ...] = ()
    cut: tuple[Cut, ...] = ()
    given: tuple[tuple[int, str], ...] = ()
    """The numbers of the sources, each with the passage that was found."""
    pinned: tuple[str, ...] = ()
    """Documents that went along in full."""
    left_out: tuple[str, ...] = ()
    """Pinned documents that found no room."""
    models: Mapping[str, str] = field(default_factory=dict[str, str])
    """Which model did what: "meaning", "rerank", "rewrite"; without those that did nothing."""
    passages: int = 0
    """How many were searched."""
    limits: Mapping[str, float] = field(default_factory=dict[str, float])
    """What counted: "score", "coverage" and "cosine" of an answer that is there, "budget" in tokens."""
    ms: int = 0
    failed: str = ""
    """Key of the sentence that says why nothing was searched."""

    def to_json(self) -> str:
        """For `Retrieval.steps`."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"), default=dict)


def read_trace(text: str) -> Trace:
    """What `to_json` wrote; an empty one for what another version wrote otherwise."""
    try:
        return _reader().validate_json(text or "{}")
    except ValueError:
        return Trace()


@cache
def _reader() -> TypeAdapter[Trace]:
    return TypeAdapter(Trace)
