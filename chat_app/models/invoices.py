"""Invoices: numbered without gaps, frozen, and kept for years. Amounts are in cents."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Column, Index, Text
from sqlmodel import Field, SQLModel


class InvoiceSeries(SQLModel, table=True):
    """A row of numbers; its row is locked while a number is given away."""

    __tablename__ = "invoice_series"

    name: str = Field(primary_key=True, max_length=40)
    """Such as "R-2026": prefix and year."""
    last: int = 0


class Invoice(SQLModel, table=True):
    """An invoice, or the correction of one. Never changed and never deleted (triggers); a copy of all that stands on it."""

    __tablename__ = "invoices"
    __table_args__ = (
        Index("ix_invoices_owner", "owner_id", "issued_at"),
        Index("ix_invoices_issued", "issued_at"),
        Index("ix_invoices_supplied", "supplied_on"),
        Index("ix_invoices_series", "series", "place", unique=True),
    )

    id: str = Field(primary_key=True, max_length=36)
    event: str = Field(unique=True, max_length=60)
    """What it is about: "order:" or "refund:" with its id. Each is invoiced once."""
    number: str = Field(unique=True, max_length=60)
    series: str = Field(foreign_key="invoice_series.name", max_length=40)
    place: int
    """In its series, from 1 on."""
    kind: str = Field(max_length=12)
    """"invoice", "cancellation" (of the whole) or "correction" (of a part)."""
    corrects_id: str | None = Field(default=None, foreign_key="invoices.id", index=True, max_length=36)
    owner_id: str = Field(max_length=36)
    """Stays when the person is deleted."""
    order_id: str = Field(index=True, max_length=36)
    refund_id: str = Field(default="", max_length=36)
    currency: str = Field(max_length=3)
    net_cents: int
    """Negative on corrections."""
    vat_cents: int
    total_cents: int
    tax_category: str = Field(max_length=2)
    """As in EN 16931: "S", "AE" (reverse charge), "E" (§ 19), "O" (outside the EU)."""
    rate_points: int
    """VAT in hundredths of a percent."""
    country: str = Field(max_length=2)
    """Whose VAT it is."""
    buyer_country: str = Field(max_length=2)
    buyer_vat_id: str = Field(default="", max_length=20)
    """For the recapitulative statement (ZM)."""
    business: bool
    language: str = Field(max_length=2)
    content: str = Field(sa_column=Column(Text, nullable=False))
    """JSON of `services.invoices.dto.InvoiceContent`: everything that is printed."""
    content_hash: str = Field(max_length=64)
    """SHA-256 of the content."""
    issued_at: datetime
    supplied_on: date
    """When the money came, or went back: the day that VAT returns count."""


class InvoiceDocument(SQLModel, table=True):
    """A file of an invoice as it was made once: the PDF with its XML inside, or the XML of an XRechnung. Rows are only added."""

    __tablename__ = "invoice_documents"

    invoice_id: str = Field(foreign_key="invoices.id", primary_key=True, max_length=36)
    format: str = Field(primary_key=True, max_length=12)
    """"pdf", "xml" or "xrechnung"."""
    blob_key: str = Field(max_length=200)
    sha256: str = Field(max_length=64)
    size: int
    created_at: datetime


class InvoiceMail(SQLModel, table=True):
    """That an invoice is to be sent, and what became of it: written with the invoice, so that none is forgotten."""

    __tablename__ = "invoice_mails"
    __table_args__ = (Index("ix_invoice_mails_due", "state", "due_at"),)

    id: str = Field(primary_key=True, max_length=36)
    invoice_id: str = Field(foreign_key="invoices.id", index=True, max_length=36)
    email: str = Field(max_length=320)
    state: str = Field(default="waiting", max_length=10)
    """"waiting", "sent" or "refused" (by the mail server, for good)."""
    attempts: int = 0
    created_at: datetime
    due_at: datetime
    """When it is tried next; whoever tries it puts this off first, so that nobody else does."""
    sent_at: datetime | None = None


class VatCheck(SQLModel, table=True):
    """What the register of the EU (VIES) said of a VAT id: the proof behind reverse charge. Rows are only added."""

    __tablename__ = "vat_checks"
    __table_args__ = (Index("ix_vat_checks_id", "vat_id", "checked_at"),)

    id: str = Field(primary_key=True, max_length=36)
    owner_id: str = Field(index=True, max_length=36)
    vat_id: str = Field(max_length=20)
    outcome: str = Field(max_length=12)
    """"valid", "invalid" (both final) or "unavailable"."""
    consultation: str = Field(default="", max_length=60)
    """The register's number of this consultation."""
    name: str = Field(default="", max_length=300)
    address: str = Field(default="", max_length=500)
    problem: str = Field(default="", max_length=60)
    answer: str = Field(default="", sa_column=Column(Text, nullable=False))
    """As it came."""
    checked_at: datetime
