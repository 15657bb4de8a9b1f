"""What crosses the border of the domain of wallets. Amounts are nano-units of the ledger's currency, of orders cents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from chat_app.services.usage.dto import LoggedCall

EntryKind = Literal["charge", "top_up", "grant", "voucher", "allowance", "expiry", "refund", "dispute", "correction"]
KINDS: tuple[EntryKind, ...] = ("charge", "top_up", "grant", "voucher", "allowance", "expiry", "refund", "dispute", "correction")


@dataclass(frozen=True, slots=True)
class GivenPart:
    """Credit that was given, and until when it lasts (None for ever)."""

    remaining: int
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class WalletView:
    """A wallet on top of its page."""

    currency: str
    balance: int
    held: int
    available: int
    paid: int
    """Of the balance, what was bought."""
    promo: tuple[GivenPart, ...]
    """The rest, in the order in which it is used."""
    low: bool
    charging: bool
    can_top_up: bool
    blocked: str
    """Why paid models are not to be had: "dispute", "stopped", or empty."""
    used: bool
    """Whether anything ever happened in it."""


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """What was bought, and the invoice that was written for it."""

    order_id: str
    total_cents: int
    vat_cents: int
    automatic: bool
    invoice_id: str = ""
    invoice_number: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One movement of a wallet with everything that explains it."""

    id: str
    at: datetime
    kind: EntryKind
    amount: int
    """Negative for what left the wallet."""
    after: int | None = None
    """The balance behind it; None in a list of one kind."""
    given: int = 0
    """Of what left, the part that had been given."""
    call: LoggedCall | None = None
    """What was paid for."""
    by_other: bool = False
    """Somebody else made the call, in a folder whose owner pays."""
    order: OrderFacts | None = None
    """What was bought, or what money came back for."""
    refunded_cents: int = 0
    voucher_hint: str = ""
    note: str = ""
    """In the words of whoever gave or corrected it."""
    expires_at: datetime | None = None
    """When what came will expire."""
    left: int | None = None
    """What is left of what came."""
