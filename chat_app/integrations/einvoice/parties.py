"""Seller and buyer in UN/CEFACT's words. "BT-…" are the terms of EN 16931, "BR-…" its rules and those of XRechnung (BR-DE)."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from chat_app.integrations.einvoice.content import InvoiceContent, Party
from chat_app.integrations.einvoice.xml_tree import branch, leaf

NOT_GIVEN = "-"
"""What XRechnung wants to be told and the buyer has not: an address without postal code, for one."""
_COUNTRY_CODES = {"XK": "1A"}
"""Kosovo has no code of ISO 3166-1; the list of EN 16931 calls it so."""
_ROUTING_ID = re.compile(r"\d{2,12}(-[A-Za-z0-9]{1,30})?-\d{2}")
"""A Leitweg-ID, by which invoices reach German authorities."""


def buyer_reference(content: InvoiceContent, *, xrechnung: bool) -> Element | None:
    """BT-10. XRechnung asks for it (BR-DE-15); whoever gave none is reached by name."""
    fallback = (content.buyer.contact or content.buyer.name) if xrechnung else ""
    return leaf("BuyerReference", content.buyer_reference or fallback)


def seller_party(content: InvoiceContent) -> Element | None:
    """BG-4 with the contact that XRechnung asks for (BR-DE-2)."""
    seller = content.seller
    outside = content.category == "O"
    # BR-O-02: no VAT id may stand where nothing is subject to VAT; BR-CO-26 still wants one identification of the seller.
    vat_id = "" if outside else seller.vat_id
    return branch(
        "SellerTradeParty",
        leaf("ID", "" if vat_id else seller.register or seller.tax_number or seller.vat_id),
        leaf("Name", seller.name),
        leaf("Description", ", ".join(part for part in (seller.register, seller.vat_id if outside else "") if part)),
        branch(
            "DefinedTradeContact",
            leaf("PersonName", seller.contact or seller.name),
            branch("TelephoneUniversalCommunication", leaf("CompleteNumber", seller.phone)),
            branch("EmailURIUniversalCommunication", leaf("URIID", seller.email)),
        ),
        _address(seller, seller.postal_code),
        branch("URIUniversalCommunication", leaf("URIID", seller.email, schemeID="EM")),
        branch("SpecifiedTaxRegistration", leaf("ID", seller.tax_number, schemeID="FC")),
        branch("SpecifiedTaxRegistration", leaf("ID", vat_id, schemeID="VA")),
    )


def buyer_party(content: InvoiceContent, *, xrechnung: bool) -> Element | None:
    """BG-7. The VAT id is left out where nothing is subject to VAT (BR-O-02); the PDF prints it."""
    buyer = content.buyer
    vat_id = "" if content.category == "O" else buyer.vat_id
    return branch(
        "BuyerTradeParty",
        leaf("Name", buyer.name),
        branch("DefinedTradeContact", leaf("PersonName", buyer.contact if buyer.contact != buyer.name else "")),
        _address(buyer, buyer.postal_code or (NOT_GIVEN if xrechnung else "")),
        _electronic_address(content),
        branch("SpecifiedTaxRegistration", leaf("ID", vat_id, schemeID="VA")),
    )


def _electronic_address(content: InvoiceContent) -> Element | None:
    """BT-49: where the invoice is sent; an authority is reached by its Leitweg-ID."""
    if _ROUTING_ID.fullmatch(content.buyer_reference):
        return branch("URIUniversalCommunication", leaf("URIID", content.buyer_reference, schemeID="0204"))
    return branch("URIUniversalCommunication", leaf("URIID", content.buyer.email, schemeID="EM"))


def _address(party: Party, postal_code: str) -> Element | None:
    return branch(
        "PostalTradeAddress",
        leaf("PostcodeCode", postal_code),
        leaf("LineOne", party.street),
        leaf("LineTwo", party.extra),
        leaf("CityName", party.city),
        leaf("CountryID", _COUNTRY_CODES.get(party.country, party.country)),
    )
