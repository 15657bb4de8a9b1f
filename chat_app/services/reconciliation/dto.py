"""The words of reconciliation. Amounts are cents as strings or integers of cents; positive is money for the house."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class DifferenceKind(StrEnum):
    NOT_IN_BOOKS = "not_in_books"
    """The provider moved money that the books do not know."""
    NOT_AT_PROVIDER = "not_at_provider"
    """The books say that money moved, the provider does not."""
    AMOUNT = "amount"
    CURRENCY = "currency"
    """The provider keeps its account in another currency than the books."""
    UNKNOWN = "unknown"
    """A movement of a kind that Parley does not cause."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not the same on both sides."""

    kind: str
    movement: str
    """The provider's name of the movement; empty where it has none."""
    type: str
    payment: str
    order_id: str
    provider_cents: int | None
    books_cents: int | None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class ReconciliationRecord:
    """A day as administrators see it."""

    id: str
    day: date
    ran_at: datetime
    checked: int
    open: int
    differences: list[Difference]
