"""Sources that one answer takes over from others: of the answer that it goes on with, stands beside, or is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlmodel import Session

from chat_app.models import MessageSource, Retrieval
from chat_app.services.citations import queries
from chat_app.services.citations.rows import source_of
from chat_app.services.retrieval.dto import Source


@dataclass(frozen=True, slots=True)
class Taken:
    """The sources of several answers, each once, numbered anew where the answers differ."""

    sources: tuple[Source, ...] = ()
    places: Mapping[str, Mapping[int, int]] = field(default_factory=dict[str, Mapping[int, int]])
    """The new numbers by the old ones, by answer."""


def taken_from(session: Session, message_ids: Sequence[str]) -> Taken:
    """What these answers were given. Whoever calls knows that they may be read, and asks whether the documents may."""
    rows = queries.sources_of(session, message_ids)
    numbers: dict[tuple[str, int, int, int], int] = {}
    sources: list[Source] = []
    places: dict[str, dict[int, int]] = {}
    for message_id in message_ids:
        for row in rows.get(message_id, []):
            if _same(row) not in numbers:
                # The first answer keeps its numbers, also where some are missing.
                number = row.number if places.keys() <= {message_id} else max(numbers.values(), default=0) + 1
                numbers[_same(row)] = number
                sources.append(replace(source_of(row), number=number))
            places.setdefault(message_id, {})[row.number] = numbers[_same(row)]
    return Taken(tuple(sources), places)


def copied_way(session: Session, from_id: str, to_id: str, now: datetime) -> Retrieval | None:
    """The way to the sources of another answer, for one that takes them over."""
    kept = queries.find_retrieval(session, from_id)
    return Retrieval(message_id=to_id, question=kept.question, queries=kept.queries, steps=kept.steps, created_at=now) if kept else None


def _same(row: MessageSource) -> tuple[str, int, int, int]:
    return row.chunk_id, row.version, row.start, row.end
