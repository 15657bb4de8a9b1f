"""From rows to the records that leave the test bench: what they name is shown to whoever may read it now."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from chat_app import models
from chat_app.services.kernel.actor import Actor
from chat_app.services.retrieval_bench import queries
from chat_app.services.retrieval_bench.dto import BenchQuestion, BenchRun, Outcome, Place, ShownPlace


@dataclass(frozen=True, slots=True)
class Names:
    """What places are called, for one reader."""

    titles: dict[str, str]
    passages: dict[str, tuple[str, int]]

    def show(self, place: Place) -> ShownPlace:
        heading, page = self.passages.get(place.chunk_id, ("", 0))
        return ShownPlace(place.document_id, place.chunk_id, self.titles.get(place.document_id, ""), heading, page)


def names_of(session: Session, actor: Actor, places: Iterable[Place]) -> Names:
    listed = list(places)
    titles = queries.titles_of(session, actor, (place.document_id for place in listed))
    return Names(titles, queries.passages_of(session, actor, (place.chunk_id for place in listed)))


def read_places(stored: list[list[str]]) -> tuple[Place, ...]:
    return tuple(Place(document_id, chunk_id) for document_id, chunk_id in stored)


def expected_of(row: models.RetrievalQuestion) -> tuple[Place, ...]:
    return read_places(json.loads(row.expected))


def places_text(places: Iterable[Place]) -> str:
    """As a row keeps them."""
    return json.dumps([[place.document_id, place.chunk_id] for place in places], separators=(",", ":"))


def question_record(row: models.RetrievalQuestion, author: str, names: Names) -> BenchQuestion:
    return BenchQuestion(row.id, row.text, tuple(names.show(place) for place in expected_of(row)), author, row.created_at)


def run_record(row: models.RetrievalRun, runner: str, names: Names | None = None) -> BenchRun:
    """Without `names` its outcomes are left out."""
    results = json.loads(row.results)
    outcomes = tuple(_outcome(result, names) for result in results) if names else ()
    reciprocal = sum(1 / result["rank"] for result in results if result["rank"])
    mean = round(reciprocal / len(results), 4) if results else 0.0
    return BenchRun(row.id, row.mode, row.asked, row.found, mean, runner, row.created_at, outcomes)


def _outcome(result: dict[str, Any], names: Names) -> Outcome:
    hits = tuple(names.show(place) for place in read_places(result["hits"]))
    return Outcome(result["question"], result["rank"], result["ms"], hits)
