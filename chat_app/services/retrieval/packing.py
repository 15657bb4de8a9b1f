"""Which passages are put before the model, and in what order, when there is room for so many tokens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weighed:
    """A passage with its place in its document and what it adds to the request, the line above it included."""

    id: str
    document_id: str
    number: int
    tokens: int


@dataclass(frozen=True, slots=True)
class Packed:
    """`taken` in the order in which they are read: document by document, each in its own order. `cut` found no room, best first."""

    taken: tuple[Weighed, ...]
    cut: tuple[Weighed, ...]

    @property
    def tokens(self) -> int:
        return sum(one.tokens for one in self.taken)


def pack(ranked: Sequence[Weighed], budget: int) -> Packed:
    """Take the best that fit: a long one that does not leaves its room to shorter ones behind it. A passage is never cut in two."""
    taken, cut, left = list[Weighed](), list[Weighed](), budget
    for one in ranked:
        if (cost := max(1, one.tokens)) <= left:
            taken.append(one)
            left -= cost
        else:
            cut.append(one)
    first: dict[str, int] = {}
    for place, one in enumerate(taken):
        first.setdefault(one.document_id, place)
    return Packed(tuple(sorted(taken, key=lambda one: (first[one.document_id], one.number, one.id))), tuple(cut))
