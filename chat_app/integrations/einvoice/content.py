"""An invoice as a frozen copy: whoever prints it needs nothing else. Amounts are cents, negative on corrections."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

InvoiceKind = Literal["invoice", "cancellation", "correction"]
TaxCategory = Literal["S", "AE", "E", "O"]
"""As EN 16931 writes them: standard rate, reverse charge, exempt (§ 19 UStG), outside the scope of tax."""


@dataclass(frozen=True, slots=True)
class Party:
    """Seller or buyer as printed."""

    name: str
    """Of the business, or of the person where there is none."""
    contact: str
    street: str
    extra: str
    postal_code: str
    city: str
    country: str
    vat_id: str = ""
    tax_number: str = ""
    """The seller's number at the local tax office."""
    email: str = ""
    phone: str = ""
    register: str = ""
    """Court and number of a registered company."""
    iban: str = ""
    bic: str = ""


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """One thing that was sold."""

    title: str
    detail: str
    quantity: int
    net_cents: int
    """Of the whole line."""


@dataclass(frozen=True, slots=True)
class InvoiceContent:
    """Everything that stands on an invoice (§ 14 Abs. 4 UStG, EN 16931)."""

    number: str
    kind: InvoiceKind
    language: Literal["en", "de"]
    issued_on: date
    supplied_on: date
    """When the money came (advance payment)."""
    seller: Party
    buyer: Party
    business: bool
    buyer_reference: str
    lines: tuple[InvoiceLine, ...]
    currency: str
    net_cents: int
    vat_cents: int
    total_cents: int
    category: TaxCategory
    rate_points: int
    tax_country: str
    tax_rule: str
    """As `TaxDecision.rule`: decides which note is printed."""
    corrects_number: str = ""
    corrects_date: date | None = None
    payment_note: str = ""
    """A sentence that says how it was paid, or how it goes back."""
