"""Whom invoices are made out to: the address, the VAT id and what follows from it."""

from __future__ import annotations

import reflex as rx

from chat_app.components.admin.words import words
from chat_app.components.billing.library import Part, module
from chat_app.services.tax.countries import COUNTRIES

WORDS = (
    "title", "text", "failed", "retry", "edit", "cancel", "save", "saving", "asking", "who", "private", "business", "name", "contact", "company",
    "street", "extra", "postal_code", "city", "country", "choose_country", "vat_id", "vat_id_help", "reference", "reference_help", "email",
    "email_help", "needed", "vat_valid", "vat_valid_name", "vat_invalid", "vat_unavailable", "vat_unchecked", "vat_check",
    "vat_checked", "rule_domestic", "rule_oss", "rule_seller_country", "rule_reverse_charge", "rule_small_business", "rule_outside_eu",
)  # fmt: skip


class Profile(Part):
    """The card with the address as it stands, and its form."""

    library = module("profile.jsx")
    tag = "Profile"
    countries: rx.Var[list[str]]


def profile() -> rx.Component:
    """The person's own, for /billing."""
    return Profile.create(countries=list(COUNTRIES), labels=words("billing_profile", WORDS))
