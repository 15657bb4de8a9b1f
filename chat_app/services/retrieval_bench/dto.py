"""Records that cross the border of the test bench."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Place:
    """A passage, or (with an empty `chunk_id`) any of a document."""

    document_id: str
    chunk_id: str = ""


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """A place as its reader may see it: an empty `title` says that it is gone, or not for them."""

    document_id: str
    chunk_id: str = ""
    title: str = ""
    heading: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True)
class BenchQuestion:
    """A question, and where its answer stands: any of the places will do."""

    id: str
    text: str
    expected: tuple[ShownPlace, ...]
    author: str
    """Empty when that person is gone."""
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a question: the rank of the first expected place, from 1; 0 when none was among the hits."""

    question_id: str
    rank: int
    ms: int
    hits: tuple[ShownPlace, ...] = ()
    """The first ones, best first."""


@dataclass(frozen=True, slots=True)
class BenchRun:
    """All questions asked once. `mean_reciprocal_rank` is 1 when each was found first."""

    id: str
    mode: str
    asked: int
    found: int
    mean_reciprocal_rank: float
    runner: str
    created_at: datetime
    outcomes: tuple[Outcome, ...] = ()
    """Left out of lists."""


@dataclass(frozen=True, slots=True)
class BenchProgress:
    """How far a run is; `run` is there at the end."""

    done: int
    total: int
    run: BenchRun | None = None
