"""Buying credit: amounts, what they cost with VAT, and the way to the payment page."""

from __future__ import annotations

import reflex as rx

from chat_app.components.admin.words import words
from chat_app.components.billing.library import Part, module

WORDS = (
    "title", "text", "closed", "failed", "retry", "amounts", "with_vat", "other", "own", "own_range", "address_title", "address_text",
    "address_button", "credit", "vat", "total", "no_vat_reverse_charge", "no_vat_small_business", "no_vat_outside_eu", "begin", "begin_link",
    "begin_missing", "save", "buy", "plus_vat", "note", "going",
)  # fmt: skip


class TopUp(Part):
    """The form; the payment page is the provider's."""

    library = module("top_up.jsx")
    tag = "TopUp"


def top_up() -> rx.Component:
    """For /billing."""
    return TopUp.create(labels=words("top_up_form", WORDS))
