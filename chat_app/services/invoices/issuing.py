"""Issues invoices and their corrections: numbered without gaps and frozen, in the transaction of what they are about.

Functions of a `Session`. An event (an order that was paid, a refund that went back) is invoiced once, however often it is told.
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from chat_app import models
from chat_app.services.invoices import queries
from chat_app.services.invoices.contents import content_of_correction, content_of_order, freeze, thaw
from chat_app.services.invoices.dto import InvoiceContent, InvoiceKind
from chat_app.services.invoices.errors import CorrectionTooLargeError, SellerIncompleteError
from chat_app.services.invoices.numbers import Numbered, take_number
from chat_app.services.invoices.seller import missing, seller_in
from chat_app.services.kernel.ids import new_id
from chat_app.services.site.billing_sections import Seller
from chat_app.services.tax.calendar import day_in


def issue(session: Session, order: models.TopUpOrder, now: datetime) -> models.Invoice:
    """The invoice of an order that was paid; raises `SellerIncompleteError`: then the order must not be fulfilled either."""
    event = f"order:{order.id}"
    if known := queries.find_by_event(session, event):
        return known
    seller = complete_seller(session)
    issued_on = day_in(seller.country, now)
    numbered = take_number(session, seller.series, issued_on.year)
    content = content_of_order(seller, order, numbered.number, issued_on, day_in(seller.country, order.paid_at or now))
    return add(session, event, order, numbered, content, now)


def correct(session: Session, order: models.TopUpOrder, net_cents: int, vat_cents: int, refund_id: str, now: datetime) -> models.Invoice:
    """The correction of an order's invoice by what went back (positive cents); a cancellation when nothing of it is left.

    Raises `CorrectionTooLargeError` for more than is left of it.
    """
    event = f"refund:{refund_id}"
    original = queries.lock_by_event(session, f"order:{order.id}")
    if known := queries.find_by_event(session, event):
        return known
    seller = complete_seller(session)
    kind = _kind(session, original, net_cents, vat_cents)
    issued_on = day_in(seller.country, now)
    numbered = take_number(session, seller.correction_series, issued_on.year)
    content = content_of_correction(seller, thaw(original.content), kind, numbered.number, issued_on, (-net_cents, -vat_cents))
    return add(session, event, order, numbered, content, now, original.id, refund_id)


def complete_seller(session: Session) -> Seller:
    """The seller; raises `SellerIncompleteError`."""
    seller = seller_in(session)
    if missing(seller):
        raise SellerIncompleteError
    return seller


def _kind(session: Session, original: models.Invoice, net_cents: int, vat_cents: int) -> InvoiceKind:
    net, vat = queries.corrected(session, original.id)
    left = original.net_cents - net - net_cents, original.vat_cents - vat - vat_cents
    if net_cents <= 0 or vat_cents < 0 or min(left) < 0:
        raise CorrectionTooLargeError(f"invoice {original.number}: {net_cents} and {vat_cents} leave {left}")
    whole = net_cents == original.net_cents and vat_cents == original.vat_cents
    return "cancellation" if whole else "correction"


def add(
    session: Session,
    event: str,
    order: models.TopUpOrder,
    numbered: Numbered,
    content: InvoiceContent,
    now: datetime,
    corrects_id: str | None = None,
    refund_id: str = "",
) -> models.Invoice:
    text, fingerprint = freeze(content)
    invoice = models.Invoice(
        id=new_id(),
        event=event,
        number=numbered.number,
        series=numbered.series,
        place=numbered.place,
        kind=content.kind,
        corrects_id=corrects_id,
        owner_id=order.owner_id,
        order_id=order.id,
        refund_id=refund_id,
        currency=content.currency,
        net_cents=content.net_cents,
        vat_cents=content.vat_cents,
        total_cents=content.total_cents,
        tax_category=content.category,
        rate_points=content.rate_points,
        country=content.tax_country,
        buyer_country=content.buyer.country,
        buyer_vat_id=content.buyer.vat_id,
        business=content.business,
        language=content.language,
        content=text,
        content_hash=fingerprint,
        issued_at=now,
        supplied_on=content.issued_on if corrects_id else content.supplied_on,
    )
    session.add(invoice)
    session.flush()
    if content.buyer.email:
        queue_mail(session, invoice.id, content.buyer.email, now)
    return invoice


def queue_mail(session: Session, invoice_id: str, email: str, now: datetime) -> None:
    """Have an invoice sent once its documents are made (`InvoiceWork`)."""
    session.add(models.InvoiceMail(id=new_id(), invoice_id=invoice_id, email=email, created_at=now, due_at=now))
