"""Why an invoice bears no VAT, or that of another country, in the words that the law asks for."""

from __future__ import annotations

from chat_app.i18n import translate
from chat_app.integrations.einvoice.content import InvoiceContent
from chat_app.integrations.einvoice.wording import country_name, long_date

_CODES = {"AE": "VATEX-EU-AE", "O": "VATEX-EU-O"}
"""Reasons of the list of the EU; the exemption of small businesses has none."""


def exemption(content: InvoiceContent) -> tuple[str, str]:
    """BT-120 and BT-121: why no VAT is charged, as text and as code; both empty where some is."""
    if content.category == "S":
        return "", ""
    return _reason(content), _CODES.get(content.category, "")


def document_notes(content: InvoiceContent) -> list[str]:
    """BT-22: what a reader of the XML should know beside the reason of an exemption."""
    return [note for note in (correction_note(content), _one_stop_shop(content)) if note]


def printed_notes(content: InvoiceContent) -> list[str]:
    """The same for the PDF, with the reason of an exemption."""
    return [note for note in (exemption(content)[0], _one_stop_shop(content)) if note]


def correction_note(content: InvoiceContent) -> str:
    """Which invoice is corrected, and of which day; empty on an invoice."""
    if content.kind == "invoice" or content.corrects_date is None:
        return ""
    language, number, day = content.language, content.corrects_number, long_date(content.corrects_date, content.language)
    if content.kind == "cancellation":
        return translate("invoice_paper.cancels", language, number=number, date=day)
    return translate("invoice_paper.corrects", language, number=number, date=day)


def _reason(content: InvoiceContent) -> str:
    language = content.language
    if content.category == "AE":
        return translate("invoice_paper.reverse_charge", language)
    if content.category == "E" and content.seller.country == "DE":
        return translate("invoice_paper.small_business_german", language)
    if content.category == "E":
        return translate("invoice_paper.small_business", language)
    return translate("invoice_paper.outside_scope", language)


def _one_stop_shop(content: InvoiceContent) -> str:
    if content.tax_rule != "oss":
        return ""
    return translate("invoice_paper.one_stop_shop", content.language, country=country_name(content.tax_country, content.language))
