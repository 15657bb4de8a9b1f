"""Which VAT a purchase of credit bears. Pure: the same facts give the same decision.

Credit is bought for electronic services of the seller only, at one rate that is known at the sale: tax arises when it is paid
for (§ 3 Abs. 14, § 13 Abs. 1 Nr. 1 a Satz 4 UStG). Sellers are established in a member state of the EU.
"""

from __future__ import annotations

from datetime import date

from chat_app.services.tax.dto import BuyerFacts, SellerFacts, TaxDecision
from chat_app.services.tax.rates import Place, place_of

POINTS = 10_000
"""Hundredths of a percent in the whole."""
THRESHOLD_CENTS = 1_000_000
"""Sales of a calendar year to consumers in other member states up to which the seller's country taxes them
(§ 3a Abs. 5 Satz 3 UStG, Article 59c of Directive 2006/112/EC)."""


def decide(seller: SellerFacts, buyer: BuyerFacts, on: date) -> TaxDecision:
    """The VAT of a purchase on a day; raises `NoRateError` for a seller outside the EU, and for days before the table begins."""
    here, there = place_of(seller.country, ""), place_of(buyer.country, buyer.postal_code)
    if not there.inside:
        # The place of the service is the buyer's (§ 3a Abs. 2 and 5 UStG), where this tax does not reach.
        return TaxDecision("O", 0, there.country, "outside_eu", on)
    abroad = there.country != here.country
    if abroad and buyer.business and buyer.vat_id_valid and seller.has_vat_id:
        # § 3a Abs. 2 UStG with Article 196 of the Directive; both VAT ids stand on the invoice.
        return TaxDecision("AE", 0, there.country, "reverse_charge", on, buyer.vat_check_id)
    if abroad and (seller.oss or seller.threshold_passed):
        # § 3a Abs. 5 UStG; § 19 frees only from the tax of the seller's own country.
        return _taxed(there, "oss", on)
    if seller.small_business:
        return TaxDecision("E", 0, here.country, "small_business", on)
    return _taxed(here, "seller_country", on) if abroad else _taxed(there, "domestic", on)


def vat_of(net_cents: int, decision: TaxDecision) -> int:
    """The VAT on an amount, half a cent rounded up; once per invoice, never per line.

    >>> vat_of(1_050, TaxDecision("S", 1_900, "DE", "domestic", date(2026, 1, 1)))
    200
    """
    if net_cents < 0:
        return -vat_of(-net_cents, decision)
    return (net_cents * decision.rate_points * 2 + POINTS) // (2 * POINTS)


def _taxed(place: Place, rule: str, on: date) -> TaxDecision:
    return TaxDecision("S", place.rate_on(on), place.country, rule, on)
