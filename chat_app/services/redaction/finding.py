"""All that is found in a text, each place once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from chat_app.services.redaction import patterns

# In this order: what has a check digit goes before what has none.
FINDERS: tuple[tuple[str, Callable[[str], Iterator[patterns.Span]]], ...] = (
    ("EMAIL", patterns.mails),
    ("IBAN", patterns.ibans),
    ("CARD", patterns.cards),
    ("VATID", patterns.vat_ids),
    ("TAXID", patterns.tax_ids),
    ("PHONE", patterns.phones),
)


@dataclass(frozen=True, slots=True)
class Found:
    """A place in a text, and what stands there."""

    kind: str
    start: int
    end: int


def find(text: str) -> list[Found]:
    """Personal data in `text`, in the order of the text and without overlaps."""
    found: list[Found] = []
    taken: set[int] = set()
    for kind, finder in FINDERS:
        for start, end in finder(text):
            # Nothing found is longer than a few dozen signs, so this stays in proportion to the text.
            if taken.isdisjoint(range(start, end)):
                taken.update(range(start, end))
                found.append(Found(kind, start, end))
    return sorted(found, key=lambda each: each.start)
