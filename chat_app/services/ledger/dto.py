"""The words of the ledger. Amounts are integer nano-units of its one currency; a positive posting is credit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class AccountKind(StrEnum):
    """What an account stands for. There is a wallet for each owner, and one of each other kind for the house, of that id."""

    WALLET = "wallet"
    """What the house owes its owner in services."""
    CLEARING = "stripe_clearing"
    """What the payment provider owes the house: negative until it has paid out."""
    REVENUE = "revenue"
    PROMOTION = "promotion"
    """Credit that was given away."""
    PROVIDER_COST = "provider_cost"
    PROVIDER_DUE = "provider_due"
    """What the house owes to providers of models."""
    VAT = "vat_payable"
    REFUNDS = "refund_clearing"
    DISPUTES = "dispute_loss"
    WRITE_OFF = "writeoff"
    """What calls cost beyond their hold: the house pays."""
    FEES = "payment_fees"
    """What the payment provider keeps for its work."""
    BANK = "bank"
    """What the payment provider has paid out."""


class JournalKind(StrEnum):
    """Why money moved."""

    TOP_UP = "top_up"
    GRANT = "grant"
    CHARGE = "charge"
    EXPIRY = "expiry"
    REFUND = "refund"
    DISPUTE = "dispute"
    CORRECTION = "correction"
    SETTLEMENT = "settlement"
    """Between the payment provider and the house alone: fees and payouts."""


HOUSE = frozenset(kind for kind in AccountKind if kind is not AccountKind.WALLET)


class Wallet(NamedTuple):
    """A wallet as it was locked."""

    id: str
    currency: str
    balance: int
    held: int
    expires_at: datetime | None = None
    """When the first of its lots expires."""

    @property
    def available(self) -> int:
        """What may be spent now."""
        return self.balance - self.held


class LockedHold(NamedTuple):
    """A hold as it was locked, together with its wallet."""

    id: str
    account_id: str
    lot_id: str | None
    amount: int
    state: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Balance:
    """A wallet as its owner sees it."""

    currency: str
    balance: int
    held: int
    paid: int
    """Of the balance, what was bought."""

    @property
    def available(self) -> int:
        """What may be spent now."""
        return self.balance - self.held


@dataclass(frozen=True, slots=True)
class Captured:
    """How a hold ended."""

    charged: int
    """What the wallet paid."""
    written_off: int
    """What the call cost beyond the hold."""
    journal_id: str


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule of the ledger (I1 to I10) that does not hold, and where."""

    rule: str
    where: str
    expected: int
    found: int


@dataclass(frozen=True, slots=True)
class LotView:
    """What the rules have to know of a lot."""

    id: str
    paid: bool
    spendable: int
    """What remains and is not reserved."""
    expires_at: datetime | None
    created_at: datetime
