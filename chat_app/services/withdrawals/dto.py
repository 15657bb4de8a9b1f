"""The words of withdrawals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class WithdrawalState(StrEnum):
    RECEIVED = "received"
    """Nobody has looked for the purchase yet."""
    REFUNDED = "refunded"
    REFUSED = "refused"
    BY_HAND = "by_hand"
    """A person has to decide; `Problem` says why."""


class Problem(StrEnum):
    """Why a refund was not made by itself."""

    UNKNOWN = "unknown"
    """No purchase fits number and address."""
    BUSINESS = "business"
    """Only consumers have the right."""
    LATE = "late"
    SPENT = "spent"
    """Nothing is left of it."""
    UNINFORMED = "uninformed"
    """Some is spent, and the buyer did not ask for the service to begin at once: the whole may be owed (§ 357a BGB)."""
    CLOSED = "closed"
    """Money cannot be sent back at the moment."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """What somebody declares: checked and clean."""

    name: str
    contract: str
    email: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """That it was received, and when."""

    id: str
    declaration: Declaration
    declared_at: datetime


@dataclass(frozen=True, slots=True)
class Purchase:
    """A purchase that a declaration fits, as far as the decision needs it."""

    order_id: str
    business: bool
    bought_at: datetime
    country: str
    """Of the seller: whose days count."""
    bought_nano: int
    left_nano: int
    began_at_once: bool


@dataclass(frozen=True, slots=True)
class WithdrawalRecord:
    """A withdrawal as administrators see it."""

    id: str
    state: str
    problem: str
    name: str
    contract: str
    email: str
    declared_at: datetime
    order_id: str
    refund_id: str
    note: str
