"""The invoice as XML of EN 16931 in the syntax of UN/CEFACT (Cross Industry Invoice), which ZUGFeRD and XRechnung share."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from chat_app.integrations.einvoice.content import InvoiceContent, InvoiceLine
from chat_app.integrations.einvoice.notes import document_notes, exemption
from chat_app.integrations.einvoice.parties import buyer_party, buyer_reference, seller_party
from chat_app.integrations.einvoice.xml_tree import amount, branch, day, euros, leaf, written

EN_16931 = "urn:cen.eu:en16931:2017"
XRECHNUNG = "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0"
_PROCESS = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
_INVOICE, _CORRECTED = "380", "384"
"""UNTDID 1001. A correction is 384 with negative amounts; 381 would be read as "Gutschrift", which § 14 UStG keeps for self-billing."""
_PAID_ONLINE = "68"
"""UNTDID 4461: through an online payment service."""
_PIECE = "C62"


def en16931_xml(content: InvoiceContent) -> bytes:
    """The XML that the PDF carries: profile EN 16931 of ZUGFeRD and Factur-X."""
    return _document(content, EN_16931, xrechnung=False)


def xrechnung_xml(content: InvoiceContent) -> bytes:
    """The same invoice as XRechnung 3.0."""
    return _document(content, XRECHNUNG, xrechnung=True)


def _document(content: InvoiceContent, guideline: str, *, xrechnung: bool) -> bytes:
    return written(
        branch(
            "rsm:ExchangedDocumentContext",
            branch("BusinessProcessSpecifiedDocumentContextParameter", leaf("ID", _PROCESS)),
            branch("GuidelineSpecifiedDocumentContextParameter", leaf("ID", guideline)),
        ),
        branch(
            "rsm:ExchangedDocument",
            leaf("ID", content.number),
            leaf("TypeCode", _INVOICE if content.kind == "invoice" else _CORRECTED),
            day("IssueDateTime", content.issued_on),
            *(branch("IncludedNote", leaf("Content", note)) for note in document_notes(content)),
        ),
        branch(
            "rsm:SupplyChainTradeTransaction",
            *(_line(content, place, line) for place, line in enumerate(content.lines, start=1)),
            branch(
                "ApplicableHeaderTradeAgreement",
                buyer_reference(content, xrechnung=xrechnung),
                seller_party(content),
                buyer_party(content, xrechnung=xrechnung),
            ),
            branch(
                "ApplicableHeaderTradeDelivery", branch("ActualDeliverySupplyChainEvent", day("OccurrenceDateTime", content.supplied_on))
            ),
            _settlement(content),
        ),
    )


def _line(content: InvoiceContent, place: int, line: InvoiceLine) -> Element | None:
    """BG-25. A price is never negative (BR-27), so a correction takes pieces back; the price is that of the whole line's pieces, to be exact."""
    pieces = line.quantity if content.kind == "invoice" else -line.quantity
    return branch(
        "IncludedSupplyChainTradeLineItem",
        branch("AssociatedDocumentLineDocument", leaf("LineID", str(place))),
        branch("SpecifiedTradeProduct", leaf("Name", line.title), leaf("Description", line.detail)),
        branch(
            "SpecifiedLineTradeAgreement",
            branch(
                "NetPriceProductTradePrice",
                amount("ChargeAmount", abs(line.net_cents)),
                leaf("BasisQuantity", str(line.quantity), unitCode=_PIECE),
            ),
        ),
        branch("SpecifiedLineTradeDelivery", leaf("BilledQuantity", str(pieces), unitCode=_PIECE)),
        branch(
            "SpecifiedLineTradeSettlement",
            _line_tax(content),
            branch("SpecifiedTradeSettlementLineMonetarySummation", amount("LineTotalAmount", line.net_cents)),
        ),
    )


def _line_tax(content: InvoiceContent) -> Element | None:
    """BG-30. A line that is not subject to VAT has no rate (BR-O-05), though the sum of such lines has one of 0 (BR-DE-14)."""
    rate = None if content.category == "O" else _rate(content)
    return branch("ApplicableTradeTax", leaf("TypeCode", "VAT"), leaf("CategoryCode", content.category), rate)


def _settlement(content: InvoiceContent) -> Element | None:
    return branch(
        "ApplicableHeaderTradeSettlement",
        leaf("InvoiceCurrencyCode", content.currency),
        branch("SpecifiedTradeSettlementPaymentMeans", leaf("TypeCode", _PAID_ONLINE), leaf("Information", content.payment_note)),
        _tax(content),
        _totals(content),
        _corrected(content),
    )


def _tax(content: InvoiceContent) -> Element | None:
    """BG-23: one rate per invoice, because everything on it is credit."""
    reason, code = exemption(content)
    return branch(
        "ApplicableTradeTax",
        amount("CalculatedAmount", content.vat_cents),
        leaf("TypeCode", "VAT"),
        leaf("ExemptionReason", reason),
        amount("BasisAmount", content.net_cents),
        leaf("CategoryCode", content.category),
        leaf("ExemptionReasonCode", code),
        _rate(content),
    )


def _rate(content: InvoiceContent) -> Element | None:
    """BT-119, BT-152: the rate in percent."""
    return leaf("RateApplicablePercent", euros(content.rate_points))


def _totals(content: InvoiceContent) -> Element | None:
    """BG-22: paid beforehand, so nothing is due; on a correction the money went back."""
    return branch(
        "SpecifiedTradeSettlementHeaderMonetarySummation",
        amount("LineTotalAmount", content.net_cents),
        amount("TaxBasisTotalAmount", content.net_cents),
        amount("TaxTotalAmount", content.vat_cents, currencyID=content.currency),
        amount("GrandTotalAmount", content.total_cents),
        amount("TotalPrepaidAmount", content.total_cents),
        amount("DuePayableAmount", 0),
    )


def _corrected(content: InvoiceContent) -> Element | None:
    """BG-3: the invoice that this one corrects."""
    if content.kind == "invoice" or content.corrects_date is None:
        return None
    return branch(
        "InvoiceReferencedDocument",
        leaf("IssuerAssignedID", content.corrects_number),
        branch("FormattedIssueDateTime", leaf("qdt:DateTimeString", f"{content.corrects_date:%Y%m%d}", format="102")),
    )
