"""Reports to the tax office over REST, for administrators."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from chat_app.api.auth import CurrentActor
from chat_app.api.v1.people import csv_file
from chat_app.container import services
from chat_app.services.invoices.report_dto import VatReport
from chat_app.services.invoices.reports import Report

router = APIRouter(prefix="/admin/billing/reports", tags=["administration"])

From = Annotated[date, Query(alias="from")]
To = Annotated[date, Query(alias="to")]
TABLE: dict[int | str, dict[str, Any]] = {200: {"content": {"text/csv": {}}, "description": "A table of the days, both ends included."}}


@router.get("/vat.json")
async def vat_report(actor: CurrentActor, first: From, last: To) -> VatReport:
    """VAT by country and rate, with the counters of the thresholds. Amounts are cents."""
    return await services().tax_reports.vat(actor, (first, last))


@router.get("/{report}", response_class=Response, responses=TABLE)
async def report_table(actor: CurrentActor, report: Report, first: From, last: To) -> Response:
    """A report as CSV: VAT by country and rate, the One-Stop-Shop's return, bookings for DATEV, or the recapitulative statement."""
    text = await services().tax_reports.table(actor, report, (first, last))
    return csv_file(f"parley-{report}-{first.isoformat()}-{last.isoformat()}.csv", text)
