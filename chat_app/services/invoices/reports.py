"""What the tax office is told, reckoned from invoices alone: they never change, so neither does a report of days that are over."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Literal

from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.errors import InvalidInputError
from chat_app.services.access.matrix import require
from chat_app.services.audit.log import AuditLog
from chat_app.services.invoices import list_queries, report_queries, report_tables
from chat_app.services.invoices.contents import thaw
from chat_app.services.invoices.report_dto import BookingRow, OssRow, VatReport
from chat_app.services.invoices.report_queries import Days
from chat_app.services.invoices.seller import missing, seller_in
from chat_app.services.kernel.actor import Actor
from chat_app.services.tax.rules import THRESHOLD_CENTS
from chat_app.services.tax.threshold import sold_abroad

PERMISSION = "admin.billing"
SMALL_BUSINESS_CENTS = 10_000_000
"""Turnover of a running year up to which § 19 Abs. 1 UStG holds (since 2025); that of the year before must be below 25,000 €."""
Report = Literal["vat", "oss", "datev", "zm"]


class ReportDaysError(InvalidInputError):
    """The first day is after the last."""

    default_key = "invoices.error.report_days"


class BookingDaysError(InvalidInputError):
    """Bookings of two years in one batch."""

    default_key = "invoices.error.one_year"


class TaxReports:
    """For administrators; `NotFoundError` for others."""

    def __init__(self, db: Database, audit: AuditLog) -> None:
        self._db = db
        self._audit = audit

    async def vat(self, actor: Actor, days: Days) -> VatReport:
        """VAT by country and rate."""
        _check(actor, days)
        return await self._db.read(lambda session: vat_report(session, days))

    async def table(self, actor: Actor, report: Report, days: Days) -> str:
        """A report as CSV. A batch of bookings is of one year, by which programs complete the days of its lines."""
        _check(actor, days)
        if report == "datev" and days[0].year != days[1].year:
            raise BookingDaysError
        text = await self._db.read(lambda session: _TABLES[report](session, days))
        first, last = days
        await self._audit.note(actor, "report.read", kind="report", object_id=report, first=first.isoformat(), last=last.isoformat())
        return text

    async def seller_missing(self, actor: Actor) -> list[str]:
        """Fields of the seller without which nothing can be sold."""
        require(actor, PERMISSION)
        return list(missing(await self._db.read(seller_in)))


def vat_report(session: Session, days: Days) -> VatReport:
    """With the counters of the calendar year in which the days end."""
    rows, seller, year = report_queries.sum_vat(session, days), seller_in(session), days[1].year
    return VatReport(
        first_day=days[0],
        last_day=days[1],
        currency="EUR",
        rows=rows,
        net_cents=sum(row.net_cents for row in rows),
        vat_cents=sum(row.vat_cents for row in rows),
        total_cents=sum(row.total_cents for row in rows),
        threshold_cents=sold_abroad(session, seller.country, year),
        threshold_limit_cents=THRESHOLD_CENTS,
        turnover_cents=report_queries.sum_total(session, (date(year, 1, 1), date(year, 12, 31))),
        turnover_limit_cents=SMALL_BUSINESS_CENTS if seller.tax_mode == "small_business" else 0,
        contradictions=report_queries.count_contradictions(session, days),
    )


def oss_rows(session: Session, days: Days) -> list[OssRow]:
    """Supplies of the period, and corrections of earlier quarters apart from them (Article 369g (4) of Directive 2006/112/EC)."""
    sums: dict[tuple[str, int, str], list[int]] = defaultdict(lambda: [0, 0])
    for country, rate, corrected, net, vat in report_queries.list_oss(session, seller_in(session).country, days):
        earlier = corrected is not None and corrected < days[0]
        sold = sums[country, rate, _quarter(corrected) if corrected and earlier else ""]
        sold[0] += net
        sold[1] += vat
    return [OssRow(*key, *sums[key]) for key in sorted(sums)]


def booking_rows(session: Session, days: Days) -> list[BookingRow]:
    """Every invoice and correction."""
    rows = report_queries.list_booked(session, days)
    corrected = list_queries.numbers_of(session, [row.corrects_id for row in rows if row.corrects_id])
    return [_booking(row, corrected.get(row.corrects_id or "", "")) for row in rows]


def _booking(row: models.Invoice, corrects: str) -> BookingRow:
    buyer = thaw(row.content).buyer.name
    return BookingRow(row.number, row.supplied_on, row.tax_category, row.country, row.rate_points, row.total_cents, buyer, corrects)


def _quarter(day: date) -> str:
    return f"{day.year}-Q{(day.month + 2) // 3}"


def _check(actor: Actor, days: Days) -> None:
    require(actor, PERMISSION)
    if days[0] > days[1]:
        raise ReportDaysError


_TABLES = {
    "vat": lambda session, days: report_tables.vat_table(vat_report(session, days).rows),
    "oss": lambda session, days: report_tables.oss_table(oss_rows(session, days)),
    "zm": lambda session, days: report_tables.statement_table(report_queries.list_reverse_charge(session, days)),
    "datev": lambda session, days: report_tables.booking_table(booking_rows(session, days), seller_in(session).country, days),
}
