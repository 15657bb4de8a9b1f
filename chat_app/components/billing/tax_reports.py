"""VAT by country and rate, and the files for the tax office and for bookkeeping."""

from __future__ import annotations

from chat_app.components.admin.words import words
from chat_app.components.billing.library import Part, module

WORDS = (
    "title", "text", "failed", "retry", "from", "to", "none", "country", "category", "rate", "invoices", "net", "vat", "total", "sum",
    "category_S", "category_AE", "category_E", "category_O", "threshold", "turnover", "of", "contradictions", "files", "file_vat",
    "file_oss", "file_datev", "file_zm", "threshold_near", "last_quarter", "this_month", "last_month", "this_year",
)  # fmt: skip


class TaxReports(Part):
    """The card with its days, table and downloads."""

    library = module("tax_reports.jsx")
    tag = "TaxReports"


def tax_reports() -> TaxReports:
    """For /admin/billing."""
    return TaxReports.create(labels=words("tax_reports", WORDS))
