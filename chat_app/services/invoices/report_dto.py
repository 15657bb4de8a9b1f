"""Rows of reports to the tax office. Amounts are cents, corrections already deducted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class VatRow:
    """What was sold to one country at one rate."""

    country: str
    """Whose VAT it is; of the buyer where there is none."""
    category: str
    """As EN 16931: "S", "AE", "E" or "O"."""
    rate_points: int
    invoices: int
    corrections: int
    net_cents: int
    vat_cents: int
    total_cents: int


@dataclass(frozen=True, slots=True)
class VatReport:
    """VAT of some days (both included), and what an administrator has to know beside it."""

    first_day: date
    last_day: date
    currency: str
    rows: list[VatRow]
    net_cents: int
    vat_cents: int
    total_cents: int
    threshold_cents: int
    """Sales to consumers in other member states in the year of the last day …"""
    threshold_limit_cents: int
    """… and up to which the seller's country taxes them."""
    turnover_cents: int
    """All sales of that year …"""
    turnover_limit_cents: int
    """… and up to which a small business stays one (§ 19 UStG); 0 for others."""
    contradictions: int
    """Consumers' orders whose card is of another country than their address: evidence that has to be looked at."""


@dataclass(frozen=True, slots=True)
class OssRow:
    """A line of the One-Stop-Shop's return. Corrections of earlier quarters are lines of their own, by the quarter they correct."""

    country: str
    rate_points: int
    corrects: str
    """Such as "2026-Q1"; empty for supplies of the period."""
    net_cents: int
    vat_cents: int


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A line of the recapitulative statement (Zusammenfassende Meldung, § 18a UStG): services to one business."""

    country: str
    vat_id: str
    net_cents: int


@dataclass(frozen=True, slots=True)
class BookingRow:
    """An invoice as bookkeeping enters it."""

    number: str
    day: date
    category: str
    country: str
    rate_points: int
    total_cents: int
    buyer: str
    corrects: str
