"""The port to counters: several are taken at once, or none of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Count:
    """Something that is counted: `amount` of at most `limit` within `seconds` from the first of it."""

    key: str
    limit: int
    seconds: int
    amount: int = 1


@dataclass(frozen=True, slots=True)
class Full:
    """The first of the counts that has no room, by its place, and the seconds until it has."""

    place: int
    seconds: float


class CounterStore(Protocol):
    """Counts for everybody at once: however many ask in parallel, not one more than the limit gets through."""

    async def take(self, counts: Sequence[Count]) -> Full | None:
        """Add to all of them and return None, or to none of them and say which one is full."""
        ...

    async def close(self) -> None:
        """Release connections."""
        ...
