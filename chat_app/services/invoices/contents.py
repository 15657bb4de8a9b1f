"""What stands on an invoice, put together from an order and frozen."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from typing import Literal, cast

from pydantic import TypeAdapter

from chat_app import models
from chat_app.i18n import translate
from chat_app.services.invoices.dto import InvoiceContent, InvoiceKind, InvoiceLine, Party
from chat_app.services.invoices.seller import party_of
from chat_app.services.site.billing_sections import Seller
from chat_app.services.tax import profiles, quoting
from chat_app.services.tax.dto import Buyer

_CONTENT = TypeAdapter(InvoiceContent)


def content_of_order(seller: Seller, order: models.TopUpOrder, number: str, issued_on: date, supplied_on: date) -> InvoiceContent:
    """The invoice of an order; amounts and tax are the order's, nothing is reckoned again."""
    buyer, decision = profiles.thaw(order.buyer), quoting.thaw(order.tax)
    line = InvoiceLine(
        translate("invoice_text.credit", buyer.language),
        translate("invoice_text.order", buyer.language, order=order.id),
        1,
        order.net_cents,
    )
    return InvoiceContent(
        number=number,
        kind="invoice",
        language=cast("Literal['en', 'de']", buyer.language),
        issued_on=issued_on,
        supplied_on=supplied_on,
        seller=party_of(seller),
        buyer=_party_of(buyer),
        business=buyer.profile.business,
        buyer_reference=buyer.profile.reference,
        lines=(line,),
        currency=order.currency,
        net_cents=order.net_cents,
        vat_cents=order.vat_cents,
        total_cents=order.total_cents,
        category=decision.category,
        rate_points=decision.rate_points,
        tax_country=decision.country,
        tax_rule=decision.rule,
        payment_note=translate("invoice_text.paid", buyer.language),
    )


def content_of_correction(
    seller: Seller, original: InvoiceContent, kind: InvoiceKind, number: str, issued_on: date, amounts: tuple[int, int]
) -> InvoiceContent:
    """The correction of an invoice by net and VAT (negative), made out to whom the invoice was."""
    net, vat = amounts
    language = original.language
    what = "invoice_text.cancelled" if kind == "cancellation" else "invoice_text.returned"
    line = InvoiceLine(translate(what, language), translate("invoice_text.corrects", language, number=original.number), 1, net)
    return replace(
        original,
        number=number,
        kind=kind,
        issued_on=issued_on,
        seller=party_of(seller),
        lines=(line,),
        net_cents=net,
        vat_cents=vat,
        total_cents=net + vat,
        corrects_number=original.number,
        corrects_date=original.issued_on,
        payment_note=translate("invoice_text.paid_back", language),
    )


def freeze(content: InvoiceContent) -> tuple[str, str]:
    """The text that is kept, and its SHA-256."""
    text = _CONTENT.dump_json(content).decode()
    return text, hashlib.sha256(text.encode()).hexdigest()


def thaw(text: str) -> InvoiceContent:
    return _CONTENT.validate_json(text)


def _party_of(buyer: Buyer) -> Party:
    profile = buyer.profile
    return Party(
        name=profile.company or profile.name,
        contact=profile.name if profile.company else "",
        street=profile.street,
        extra=profile.extra,
        postal_code=profile.postal_code,
        city=profile.city,
        country=profile.country,
        vat_id=profile.vat_id,
        email=buyer.email,
    )
