"""One's own invoices; administrators find everybody's in administration."""

from __future__ import annotations

import reflex as rx

from chat_app.components.admin.words import words
from chat_app.components.billing.library import Part, module

WORDS = (
    "title", "text", "failed", "retry", "more", "none", "kind_invoice", "kind_cancellation", "kind_correction", "corrects",
    "corrected_by", "writing", "pdf", "xml", "xrechnung", "mail", "mailed", "sent", "download",
)  # fmt: skip


class Invoices(Part):
    """The list, with the documents of each."""

    library = module("invoices.jsx")
    tag = "Invoices"


def invoices() -> rx.Component:
    """The person's own, for /billing."""
    return Invoices.create(labels=words("invoice_list", WORDS))
