"""The words of refunds. Amounts are cents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

AdminReason = Literal["goodwill", "withdrawal", "closing"]


class RefundStatus(StrEnum):
    ASKED = "asked"
    """Credit is kept; the payment provider may not know yet."""
    PENDING = "pending"
    """It is on its way to the bank."""
    DONE = "done"
    FAILED = "failed"
    """The credit is back in the wallet."""


@dataclass(frozen=True, slots=True)
class RefundRecord:
    """A refund as administrators see it."""

    id: str
    order_id: str
    owner_id: str
    owner_name: str
    currency: str
    net_cents: int
    vat_cents: int
    total_cents: int
    state: str
    reason: str
    problem: str
    created_at: datetime
    ended_at: datetime | None
