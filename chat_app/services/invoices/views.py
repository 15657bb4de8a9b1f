"""Invoices as they are listed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from chat_app import models
from chat_app.services.invoices import list_queries
from chat_app.services.invoices.contents import thaw
from chat_app.services.invoices.dto import InvoiceView


def views_of(session: Session, rows: Sequence[models.Invoice]) -> list[InvoiceView]:
    """With what was said about them since."""
    ids = [row.id for row in rows]
    corrected = list_queries.numbers_of(session, [row.corrects_id for row in rows if row.corrects_id])
    corrections = list_queries.corrections_of(session, ids)
    ready, mails = list_queries.with_documents(session, ids), list_queries.last_mails(session, ids)
    return [
        _view(row, corrected.get(row.corrects_id or "", ""), tuple(corrections.get(row.id, ())), row.id in ready, mails.get(row.id))
        for row in rows
    ]


def _view(row: models.Invoice, corrects: str, corrected_by: tuple[str, ...], ready: bool, mail: models.InvoiceMail | None) -> InvoiceView:
    return InvoiceView(
        id=row.id,
        number=row.number,
        kind=row.kind,
        order_id=row.order_id,
        issued_at=row.issued_at,
        supplied_on=row.supplied_on,
        currency=row.currency,
        net_cents=row.net_cents,
        vat_cents=row.vat_cents,
        total_cents=row.total_cents,
        tax_category=row.tax_category,
        rate_points=row.rate_points,
        country=row.country,
        buyer=thaw(row.content).buyer.name,
        owner_id=row.owner_id,
        corrects=corrects,
        corrected_by=corrected_by,
        ready=ready,
        sent_to=mail.email if mail else "",
        sent_at=mail.sent_at if mail else None,
    )
