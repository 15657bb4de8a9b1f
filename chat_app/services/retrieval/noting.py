"""Writes down how an answer got its passages while that goes on."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from chat_app.integrations.vectors.port import Hit
from chat_app.services.retrieval.candidates import Candidate
from chat_app.services.retrieval.dto import Source
from chat_app.services.retrieval.searching import Found
from chat_app.services.retrieval.trace import Cut, Step, StepName, Trace, TraceHit, Why

MOST_HITS = 20
"""Of one step that are kept."""
MOST_CUT = 40
DIGITS = 4


@dataclass(slots=True)
class Notes:
    """A trace that is being written."""

    question: str
    queries: list[str] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    cut: list[Cut] = field(default_factory=list)
    models: dict[str, str] = field(default_factory=dict)
    limits: dict[str, float] = field(default_factory=dict)
    pinned: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    passages: int = 0
    began: float = field(default_factory=time.monotonic)

    @contextmanager
    def step(self, name: StepName) -> Iterator[list[TraceHit]]:
        """Time what is done within; the list takes what came of it."""
        began, hits = time.monotonic(), list[TraceHit]()
        yield hits
        self.steps.append(Step(name, _ms_since(began), len(hits), tuple(hits[:MOST_HITS])))

    def leave_out(self, gone: Iterable[tuple[str, str]], why: Why, instead: Mapping[str, str] | None = None) -> None:
        """Passages with their documents that are not given."""
        self.cut += [Cut(chunk_id, document_id, why, (instead or {}).get(chunk_id, "")) for chunk_id, document_id in gone]

    def finished(self, sources: Sequence[Source], failed: str = "") -> Trace:
        return Trace(
            question=self.question,
            queries=tuple(self.queries),
            steps=tuple(self.steps),
            cut=tuple(self.cut[:MOST_CUT]),
            given=tuple((source.number, source.chunk_id) for source in sources),
            pinned=tuple(self.pinned),
            left_out=tuple(self.left_out),
            models=self.models,
            passages=self.passages,
            limits=self.limits,
            ms=_ms_since(self.began),
            failed=failed,
        )


def hit_notes(hits: Iterable[Hit], query: int = 0) -> list[TraceHit]:
    """What one list of the index has."""
    return [TraceHit(hit.id, hit.document_id, round(hit.score, DIGITS), query=query) for hit in hits]


def found_notes(found: Iterable[Found], scores: Mapping[str, float] | None = None) -> list[TraceHit]:
    """What both lists say together, with the scores of the reranker where there are any."""
    return [
        TraceHit(
            one.hit.id,
            one.hit.document_id,
            round(one.hit.score, DIGITS),
            _rounded(one.hit.cosine),
            _rounded(one.hit.coverage),
            _rounded((scores or {}).get(one.hit.id)),
            one.query,
        )
        for one in found
    ]


def passage_notes(passages: Iterable[Candidate]) -> list[TraceHit]:
    return [TraceHit(one.id, one.passage.document_id) for one in passages]


def _rounded(score: float | None) -> float | None:
    return None if score is None else round(score, DIGITS)


def _ms_since(began: float) -> int:
    return round((time.monotonic() - began) * 1000)
