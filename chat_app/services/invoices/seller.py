"""Who sells, and what of them is missing before anybody may buy."""

from __future__ import annotations

from sqlmodel import Session

from chat_app.services.invoices.dto import Party
from chat_app.services.site.billing_sections import Seller
from chat_app.services.site.queries import read_setting
from chat_app.services.tax.rates import member_states

_NEEDED = ("company", "contact", "street", "postal_code", "city", "country", "email", "phone")
"""§ 14 Abs. 4 Nr. 1 UStG, and the seller's contact that an XRechnung must have (BR-DE-2 to BR-DE-7)."""


def seller_in(session: Session) -> Seller:
    """The seller as they are set now, read in this transaction."""
    text = read_setting(session, Seller.name)
    return Seller.model_validate_json(text) if text else Seller()


def missing(seller: Seller) -> tuple[str, ...]:
    """Fields of the seller that have to be filled, or mended, before credit is sold."""
    found = [name for name in _NEEDED if not getattr(seller, name)]
    if seller.country and seller.country not in member_states():
        found.append("country")
    if seller.tax_mode == "regular" and not seller.vat_id:
        found.append("vat_id")
    elif not (seller.vat_id or seller.tax_number):
        found.append("tax_number")
    found += [name for name in ("series", "correction_series") if not getattr(seller, name)]
    if seller.series and seller.series == seller.correction_series:
        found.append("correction_series")
    return tuple(found)


def party_of(seller: Seller) -> Party:
    """The seller as printed."""
    return Party(
        name=seller.company,
        contact=seller.contact,
        street=seller.street,
        extra=seller.extra,
        postal_code=seller.postal_code,
        city=seller.city,
        country=seller.country,
        vat_id=seller.vat_id,
        tax_number=seller.tax_number,
        email=seller.email,
        phone=seller.phone,
        register=seller.commercial_register,
        iban=seller.iban,
        bic=seller.bic,
    )
