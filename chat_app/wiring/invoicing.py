"""Tax and invoices."""

from __future__ import annotations

from typing import Any

from chat_app.integrations.vies import ViesRegister
from chat_app.services.invoices.reports import TaxReports
from chat_app.services.invoices.seller_guard import keep_seller_complete
from chat_app.services.invoices.service import InvoiceService
from chat_app.services.invoices.work import InvoiceWork
from chat_app.services.kernel.clock import utc_now
from chat_app.services.tax.checking import VatChecks
from chat_app.services.tax.service import BillingProfiles
from chat_app.wiring.ground import Ground
from chat_app.wiring.people import SigningIn


def build_invoicing(ground: Ground, people: SigningIn) -> dict[str, Any]:
    """By their names in `Services`."""
    db, audit, settings = ground.db, ground.audit, ground.settings
    checks = VatChecks(db, ViesRegister(ground.outbound, settings.vies_url), utc_now)
    ground.site.consequences.append(keep_seller_complete)
    return {
        "billing_profiles": BillingProfiles(db, audit, checks, utc_now),
        "vat_checks": checks,
        "invoices": InvoiceService(db, audit, ground.blobs, people.outbox, utc_now),
        "invoice_work": InvoiceWork(db, ground.blobs, people.outbox, settings.data_dir.resolve() / "uploads", utc_now),
        "tax_reports": TaxReports(db, audit),
    }
