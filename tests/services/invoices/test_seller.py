"""Who sells."""

from __future__ import annotations

from chat_app.services.invoices.seller import missing
from chat_app.services.site.billing_sections import Seller


def test_what_readers_do_not_see_is_not_kept() -> None:
    seller = Seller(company=" Acme\u202e GmbH\n", iban="DE89\u200b 3704", vat_id="\ufeffDE123456789 ")
    assert (seller.company, seller.iban, seller.vat_id) == ("Acme GmbH", "DE89 3704", "DE123456789")


def test_a_name_of_invisible_signs_is_missing() -> None:
    assert "company" in missing(Seller(company="\u200b\u2060"))
