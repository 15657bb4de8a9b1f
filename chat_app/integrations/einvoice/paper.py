"""What is printed, in words: the data that `paper.typ` lays out. Nothing of it is ever read as code by Typst."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from chat_app.i18n import translate
from chat_app.integrations.einvoice.content import InvoiceContent, InvoiceLine, Party
from chat_app.integrations.einvoice.notes import correction_note, printed_notes
from chat_app.integrations.einvoice.wording import country_name, long_date, money, percent

_TITLES = {
    "invoice": "invoice_paper.title_invoice",
    "cancellation": "invoice_paper.title_cancellation",
    "correction": "invoice_paper.title_correction",
}
_CITY_FIRST = frozenset({"AU", "CA", "GB", "IE", "IN", "NZ", "SG", "US", "XI", "ZA"})
"""Where the postal code follows the place."""


def paper_data(content: InvoiceContent) -> dict[str, Any]:
    """All texts of the page, in the invoice's language."""
    language = content.language
    return {
        "language": language,
        "title": translate(_TITLES[content.kind], language),
        "number": content.number,
        "date": [content.issued_on.year, content.issued_on.month, content.issued_on.day],
        "seller": content.seller.name,
        "sender": " · ".join(address_lines(replace(content.seller, contact="", extra=""), abroad=False)),
        "recipient": address_lines(content.buyer, abroad=content.buyer.country != content.seller.country),
        "facts": _facts(content),
        "opening": correction_note(content),
        "columns": [translate(key, language) for key in _COLUMNS],
        "lines": [_line(content, place, line) for place, line in enumerate(content.lines, start=1)],
        "sums": _sums(content),
        "total": _total(content),
        "payment": _payment(content),
        "notes": [*printed_notes(content), translate("invoice_paper.attached", language)],
        "lacking": translate("invoice_paper.lacking", language),
        "foot": _foot(content.seller, language),
        "page": translate("invoice_paper.page", language, page="{page}", pages="{pages}"),
    }


_COLUMNS = ("invoice_paper.column_place", "invoice_paper.column_what", "invoice_paper.column_quantity", "invoice_paper.column_net")


def address_lines(party: Party, *, abroad: bool) -> list[str]:
    """An address as the post wants it; the country only where it is another one, in the country's own line."""
    place = (party.city, party.postal_code) if party.country in _CITY_FIRST else (party.postal_code, party.city)
    contact = party.contact if party.contact != party.name else ""
    country = country_name(party.country, "en").upper() if abroad else ""
    lines = (party.name, contact, party.extra, party.street, " ".join(part for part in place if part), country)
    return [line for line in lines if line]


def _facts(content: InvoiceContent) -> list[tuple[str, str]]:
    language = content.language
    facts = (
        ("invoice_paper.fact_number", content.number),
        ("invoice_paper.fact_issued", long_date(content.issued_on, language)),
        ("invoice_paper.fact_supplied", long_date(content.supplied_on, language)),
        ("invoice_paper.fact_reference", content.buyer_reference),
        ("invoice_paper.fact_vat_id", content.buyer.vat_id),
    )
    return [(translate(key, language), value) for key, value in facts if value]


def _line(content: InvoiceContent, place: int, line: InvoiceLine) -> dict[str, str]:
    return {
        "place": str(place),
        "title": line.title,
        "detail": line.detail,
        "quantity": str(line.quantity),
        "net": money(line.net_cents, content.currency, content.language),
    }


def _sums(content: InvoiceContent) -> list[tuple[str, str]]:
    """Net and VAT; the country stands beside a rate that is not the seller's own."""
    language, rate = content.language, percent(content.rate_points, content.language)
    vat = money(content.vat_cents, content.currency, language)
    if content.category != "S":
        label = translate("invoice_paper.no_vat", language)
    elif content.tax_country == content.seller.country:
        label = translate("invoice_paper.vat", language, rate=rate)
    else:
        label = translate("invoice_paper.vat_of", language, rate=rate, country=country_name(content.tax_country, language))
    return [(translate("invoice_paper.net", language), money(content.net_cents, content.currency, language)), (label, vat)]


def _total(content: InvoiceContent) -> tuple[str, str]:
    key = "invoice_paper.total" if content.kind == "invoice" else "invoice_paper.total_back"
    return translate(key, content.language), money(content.total_cents, content.currency, content.language)


def _payment(content: InvoiceContent) -> str:
    """How it was paid; that nothing is due must stand somewhere."""
    key = "invoice_paper.paid" if content.kind == "invoice" else "invoice_paper.given_back"
    return content.payment_note or translate(key, content.language)


def _foot(seller: Party, language: str) -> list[list[str]]:
    """Four columns: who, how to reach them, what the tax office and the register call them, their bank."""
    tax = translate("invoice_paper.tax_number", language, number=seller.tax_number) if seller.tax_number else ""
    vat_id = translate("invoice_paper.vat_id", language, number=seller.vat_id) if seller.vat_id else ""
    phone = translate("invoice_paper.phone", language, number=seller.phone) if seller.phone else ""
    columns = (
        (*address_lines(seller, abroad=False), country_name(seller.country, language)),
        (seller.email, phone),
        (vat_id, tax, seller.register),
        ("IBAN" if seller.iban else "", seller.iban, f"BIC {seller.bic}" if seller.bic else ""),
    )
    kept = ([line for line in column if line] for column in columns)
    return [column for column in kept if column]
