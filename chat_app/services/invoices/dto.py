"""An invoice as a frozen copy, whose words are those of the part that prints it (`integrations.einvoice`), and as it is listed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from chat_app.integrations.einvoice.content import InvoiceContent, InvoiceKind, InvoiceLine, Party

__all__ = ["DocumentFormat", "InvoiceContent", "InvoiceFile", "InvoiceFilter", "InvoiceKind", "InvoiceLine", "InvoiceView", "Party"]

DocumentFormat = Literal["pdf", "xml", "xrechnung"]


@dataclass(frozen=True, slots=True)
class InvoiceView:
    """An invoice in a list. Amounts are cents, negative on corrections."""

    id: str
    number: str
    kind: str
    order_id: str
    issued_at: datetime
    supplied_on: date
    currency: str
    net_cents: int
    vat_cents: int
    total_cents: int
    tax_category: str
    rate_points: int
    country: str
    buyer: str
    owner_id: str
    corrects: str
    """The number of what it corrects."""
    corrected_by: tuple[str, ...]
    """The numbers of its corrections."""
    ready: bool
    """Whether its documents are made."""
    sent_to: str
    """Where it was sent the last time; empty when it was not."""
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class InvoiceFilter:
    """Which invoices. `search` looks into number and buyer."""

    search: str = ""
    first_day: date | None = None
    last_day: date | None = None
    owner_id: str = ""


@dataclass(frozen=True, slots=True)
class InvoiceFile:
    """A document for saving."""

    name: str
    media_type: str
    body: bytes
