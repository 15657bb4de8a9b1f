"""What crosses the border of accounting. Amounts of credit are nano-units of the ledger's currency, payments are cents."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from chat_app.services.kernel.nano import Nano
from chat_app.services.ledger.dto import Violation


@dataclass(frozen=True, slots=True)
class Period:
    """Days of UTC, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class HouseFigures:
    """What the house took and gave in a period."""

    sold: Nano = 0
    """Credit that was bought, without VAT."""
    vat: Nano = 0
    """Paid beside it, for tax offices."""
    refunded: Nano = 0
    """Credit that was bought and went back."""
    fees: Nano = 0
    """What the payment provider kept."""
    turnover: Nano = 0
    """What calls took from wallets."""
    turnover_given: Nano = 0
    """Of it, what was paid with given credit."""
    provider_cost: Nano = 0
    written_off: Nano = 0
    """What calls cost beyond their hold: the house paid."""
    given: Nano = 0
    """Grants, vouchers and allowances."""
    expired: Nano = 0
    """Of given credit, what nobody used in time or was taken back."""
    disputed: Nano = 0
    """What banks took back although it had been spent."""
    calls: int = 0

    @property
    def margin(self) -> int:
        """What is left of the turnover when providers are paid."""
        return self.turnover - self.provider_cost

    @property
    def loses_too_much(self) -> bool:
        """Whether more than a thousandth of what calls cost was written off (guide on money, §3.4)."""
        return self.written_off * 1_000 > self.turnover + self.written_off


@dataclass(frozen=True, slots=True)
class DayFigures:
    """A day of the chart."""

    day: date
    turnover: Nano
    provider_cost: Nano


@dataclass(frozen=True, slots=True)
class HouseAccount:
    """One of the house's accounts; its kind is as `ledger.dto.AccountKind`."""

    kind: str
    balance: Nano


@dataclass(frozen=True, slots=True)
class WalletSum:
    """All wallets together."""

    count: int
    balance: Nano
    held: Nano
    paid: Nano
    """Of the balance, what was bought: what the house owes."""


@dataclass(frozen=True, slots=True)
class Todo:
    """What wants to be looked at, by how many."""

    open_holds: int
    overdue_holds: int
    refused_orders: int
    open_disputes: int
    withdrawals: int
    """That could not be refunded by themselves."""
    differences: int
    waiting_events: int
    old_clearing: Nano
    """What payments from before a week ago left on clearing accounts (I7)."""


@dataclass(frozen=True, slots=True)
class Overview:
    """The house at one moment, with a period of it."""

    currency: str
    period: Period
    figures: HouseFigures
    margin: Nano
    loses_too_much: bool
    days: list[DayFigures]
    accounts: list[HouseAccount]
    wallets: WalletSum
    todo: Todo
    seller_missing: tuple[str, ...]
    """What has to be filled before anybody can buy, by the names of `site.billing_sections.Seller`."""


@dataclass(frozen=True, slots=True)
class WalletRow:
    """A person with their wallet."""

    person_id: str
    exists: bool
    """Whether the person is still there; the books keep the wallets of those who are not."""
    name: str
    email: str
    balance: Nano
    held: Nano
    paid: Nano


@dataclass(frozen=True, slots=True)
class LotRow:
    """Credit of one origin in a wallet."""

    id: str
    paid: bool
    amount: Nano
    remaining: Nano
    reserved: Nano
    expires_at: datetime | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class EntryRow:
    """What one journal did to a wallet."""

    journal_id: str
    kind: str
    ref: str
    amount: Nano
    at: datetime


@dataclass(frozen=True, slots=True)
class HoldRow:
    """Credit that is kept back for something under way."""

    request_id: str
    person_id: str
    name: str
    amount: Nano
    for_refund: bool
    created_at: datetime
    expires_at: datetime
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class WalletView:
    """One wallet in full, its newest entries first."""

    wallet: WalletRow
    lots: list[LotRow]
    holds: list[HoldRow]
    entries: list[EntryRow]


@dataclass(frozen=True, slots=True)
class OrderRow:
    """A purchase of credit."""

    id: str
    person_id: str
    name: str
    status: str
    automatic: bool
    net_cents: int
    vat_cents: int
    total_cents: int
    refunded_cents: int
    invoice_number: str
    problem: str
    created_at: datetime
    paid_at: datetime | None


@dataclass(frozen=True, slots=True)
class Gift:
    """Credit that an administrator gives, or takes back when the amount is negative."""

    person_id: str
    amount: int
    reason: str
    """The person reads it in their history."""
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class BooksState:
    """Whether wallets may be used, and what the last look at the books found."""

    stopped: bool
    reason: str
    by_itself: bool
    """Whether the watch over the books switched wallets off, and no person."""
    since: datetime | None
    checked_at: datetime | None
    """Of this process; None before its first look."""
    violations: list[Violation] = field(default_factory=list)
    accepted: int = 0
    """How many violations an administrator has seen and lives with."""
