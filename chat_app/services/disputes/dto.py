"""The words of disputes. Amounts of payments are cents, of credit nano-units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Kind = Literal["dispute", "warning"]

LOST = "lost"
OVER = frozenset({"won", "warning_closed", "prevented", "closed"})
"""States in which the money stays with the house."""


@dataclass(frozen=True, slots=True)
class DisputeRecord:
    """A dispute or an early fraud warning as administrators see it."""

    id: str
    kind: str
    order_id: str
    owner_id: str
    owner_name: str
    currency: str
    amount_cents: int
    state: str
    reason: str
    frozen_nano: str
    """Credit that cannot be spent because of it."""
    owed_nano: str
    """Of the disputed amount, what had been spent; while it is owed, its person uses no paid models."""
    blocks: bool
    created_at: datetime
    ended_at: datetime | None
    released_at: datetime | None
