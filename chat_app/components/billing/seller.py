"""Who sells: the form for administrators, with what is still missing before anybody can buy."""

from __future__ import annotations

import reflex as rx

from chat_app.components.admin.words import words
from chat_app.components.billing.library import Part, module
from chat_app.services.tax.rates import member_states

FIELDS = (
    "company", "contact", "street", "extra", "postal_code", "city", "country", "email", "phone", "commercial_register", "iban", "bic",
    "vat_id", "tax_number", "tax_mode", "oss", "series", "correction_series",
)  # fmt: skip
WORDS = (
    "title", "text", "failed", "retry", "save", "discard", "saved", "changed", "wrong", "complete", "missing", "part_address", "part_tax",
    "part_numbers", "regular", "small_business", "commercial_register_help", "iban_help", "vat_id_help", "tax_number_help", "tax_mode_help",
    "oss_help", "series_help", "contact_help", *FIELDS,
)  # fmt: skip


class Seller(Part):
    """The card with the form."""

    library = module("seller.jsx")
    tag = "Seller"
    countries: rx.Var[list[str]]


def seller() -> rx.Component:
    """For /admin/billing."""
    return Seller.create(countries=sorted(member_states()), labels=words("seller", WORDS))
