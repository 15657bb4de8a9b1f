"""A correction taken back: money that was sent came back, so the sale stands again. Functions of a `Session`."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from chat_app import models
from chat_app.i18n import translate
from chat_app.services.invoices import queries
from chat_app.services.invoices.contents import content_of_correction, thaw
from chat_app.services.invoices.dto import InvoiceLine
from chat_app.services.invoices.errors import CorrectionTooLargeError
from chat_app.services.invoices.issuing import add, complete_seller
from chat_app.services.invoices.numbers import take_number
from chat_app.services.tax.calendar import day_in


def restore(session: Session, order: models.TopUpOrder, net_cents: int, vat_cents: int, refund_id: str, now: datetime) -> models.Invoice:
    """Put back on the invoice of an order what a correction took off it (positive cents), by a correction of its own.

    Raises `CorrectionTooLargeError` for more than was taken off.
    """
    event = f"restored:{refund_id}"
    original = queries.lock_by_event(session, f"order:{order.id}")
    if known := queries.find_by_event(session, event):
        return known
    net, vat = queries.corrected(session, original.id)
    if net_cents > net or vat_cents > vat:
        raise CorrectionTooLargeError(f"invoice {original.number}: {net_cents} and {vat_cents} were not taken off")
    seller = complete_seller(session)
    issued_on = day_in(seller.country, now)
    numbered = take_number(session, seller.correction_series, issued_on.year)
    before = thaw(original.content)
    content = content_of_correction(seller, before, "correction", numbered.number, issued_on, (net_cents, vat_cents))
    said = translate("invoice_text.restored", before.language), translate("invoice_text.corrects", before.language, number=before.number)
    content = replace(content, lines=(InvoiceLine(*said, 1, net_cents),), payment_note=translate("invoice_text.paid", before.language))
    return add(session, event, order, numbered, content, now, original.id, refund_id)
