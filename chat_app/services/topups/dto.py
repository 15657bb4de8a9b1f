"""The words of buying credit. Amounts are cents of euros; credit is net, VAT comes on top."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class OrderStatus(StrEnum):
    OPEN = "open"
    PENDING = "pending"
    """Paid by something that takes days (SEPA)."""
    PAID = "paid"
    """The credit is there, and the invoice."""
    FAILED = "failed"
    EXPIRED = "expired"
    REFUSED = "refused"
    """The provider tells of a payment that is not the one that was ordered: a person has to look."""


UNDER_WAY = frozenset({OrderStatus.OPEN, OrderStatus.PENDING})
"""Orders that may still be paid without anybody's doing."""


@dataclass(frozen=True, slots=True)
class Amount:
    """What some credit costs."""

    net_cents: int
    vat_cents: int
    total_cents: int


@dataclass(frozen=True, slots=True)
class Offers:
    """What a person can buy, and what is still missing before they can."""

    enabled: bool
    """Whether credit is sold here at all."""
    currency: str
    amounts: tuple[Amount, ...]
    least_cents: int
    most_cents: int
    rate_points: int
    """VAT in hundredths of a percent."""
    tax_rule: str
    """Why it is so much (`TaxDecision.rule`); empty until the profile says where the buyer is."""
    business: bool
    """Businesses have no right of withdrawal, so they are not asked about it."""
    missing: tuple[str, ...]
    """Fields of the billing profile that have to be filled first."""


@dataclass(frozen=True, slots=True)
class NewTopUp:
    """What somebody asks for."""

    net_cents: int
    begin_at_once: bool
    """They want to use the credit before the days of withdrawal are over, and know what that does to them."""
    save_method: bool = False
    next_path: str = ""


@dataclass(frozen=True, slots=True)
class StartedTopUp:
    """An order, and the provider's page on which it is paid."""

    order_id: str
    url: str


@dataclass(frozen=True, slots=True)
class TopUp:
    """An order as its owner sees it."""

    id: str
    status: OrderStatus
    automatic: bool
    net_cents: int
    vat_cents: int
    total_cents: int
    refunded_cents: int
    currency: str
    created_at: datetime
    paid_at: datetime | None
    invoice_id: str
    """Empty until it is paid."""
    next_path: str


@dataclass(frozen=True, slots=True)
class PaymentMethod:
    """A saved means of payment."""

    id: str
    kind: str
    brand: str
    last4: str
    expires: str
    """"2028-04", or empty."""
    automatic: bool
    """Whether automatic top-ups are taken from it."""


@dataclass(frozen=True, slots=True)
class AutomaticWish:
    """How credit is to be bought by itself."""

    enabled: bool
    threshold_cents: int
    amount_cents: int
    monthly_cap_cents: int
    method_id: str
    begin_at_once: bool


@dataclass(frozen=True, slots=True)
class Automatic:
    """How credit is bought by itself, and how that goes."""

    enabled: bool
    possible: bool
    """Whether administrators allow it."""
    threshold_cents: int
    amount_cents: int
    monthly_cap_cents: int
    method_id: str
    agreed: bool
    bought_cents: int
    """In this calendar month (UTC), with VAT: as the cap counts."""
    most_per_month_cents: int
    """The highest cap."""
    problem: str
    """A key of the catalogue that says why nothing is bought; empty for none."""
