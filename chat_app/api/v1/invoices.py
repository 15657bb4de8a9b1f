"""Invoices over REST: one's own, and everybody's for administrators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response

from chat_app.api.auth import CurrentActor
from chat_app.api.csp import SANDBOX_POLICY
from chat_app.api.v1.people import Cursor, Limit, Search
from chat_app.api.v1.schemas import Id
from chat_app.container import services
from chat_app.services.invoices.dto import DocumentFormat, InvoiceFilter, InvoiceView
from chat_app.services.kernel.pagination import Page

router = APIRouter(prefix="/billing/invoices", tags=["billing"])
admin_router = APIRouter(prefix="/admin/billing/invoices", tags=["administration"])

FILE: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/pdf": {}, "application/xml": {}}, "description": "The document, as it was made once."}
}


@dataclass(frozen=True, slots=True)
class MailedTo:
    """Where an invoice is sent."""

    email: str


def invoice_filter(
    search: Search = "",
    first_day: date | None = None,
    last_day: date | None = None,
    owner_id: Annotated[str, Query(pattern=r"^([0-9a-f-]{36})?$")] = "",
) -> InvoiceFilter:
    return InvoiceFilter(search, first_day, last_day, owner_id)


@router.get("")
async def list_invoices(actor: CurrentActor, cursor: Cursor = "", limit: Limit = 50) -> Page[InvoiceView]:
    """One's own invoices and their corrections, newest first. Amounts are cents."""
    return await services().invoices.list(actor, cursor, limit)


@router.get("/{invoice_id}/{format}", response_class=Response, responses=FILE)
async def download_invoice(actor: CurrentActor, invoice_id: Id, format: DocumentFormat) -> Response:  # noqa: A002  (a part of the path)
    """The PDF/A-3 with its data inside (ZUGFeRD), the data alone (EN 16931), or an XRechnung."""
    file = await services().invoices.document(actor, invoice_id, format)
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"', "Content-Security-Policy": SANDBOX_POLICY}
    return Response(file.body, media_type=file.media_type, headers=headers)


@router.post("/{invoice_id}/mail", status_code=202)
async def mail_invoice(actor: CurrentActor, invoice_id: Id) -> MailedTo:
    """Send an invoice once more, to where one's invoices go now."""
    return MailedTo(await services().invoices.mail(actor, invoice_id))


@admin_router.get("")
async def list_all_invoices(
    actor: CurrentActor, wanted: Annotated[InvoiceFilter, Depends(invoice_filter)], cursor: Cursor = "", limit: Limit = 50
) -> Page[InvoiceView]:
    """Everybody's invoices, or those of some days, of a person, or with a text in them."""
    return await services().invoices.list_all(actor, wanted, cursor, limit)
