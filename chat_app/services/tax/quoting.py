"""What a purchase costs somebody: their profile, the seller and the rules put together. Functions of a `Session`."""

from __future__ import annotations

from datetime import datetime, timedelta

from pydantic import TypeAdapter
from sqlmodel import Session

from chat_app.services.invoices.seller import missing as missing_of_seller
from chat_app.services.invoices.seller import seller_in
from chat_app.services.site.billing_sections import Seller
from chat_app.services.tax import profiles, queries, rules, threshold
from chat_app.services.tax.calendar import day_in
from chat_app.services.tax.dto import Buyer, BuyerFacts, Quote, SellerFacts, TaxDecision

PROOF_DAYS = timedelta(days=30)
"""For how long the register's word that a VAT id is valid counts for new purchases."""
_DECISION = TypeAdapter(TaxDecision)


def quote(session: Session, owner_id: str, net_cents: int, now: datetime, language: str = "") -> Quote:
    """What `net_cents` of credit cost a person now; without VAT and decision while somebody's data is missing."""
    seller, buyer = seller_in(session), profiles.buyer_of(session, owner_id, language)
    missing, seller_missing = profiles.missing(buyer.profile), missing_of_seller(seller)
    if missing or seller_missing:
        return Quote(net_cents, 0, net_cents, None, buyer, missing, seller_missing)
    decision = decide(session, seller, owner_id, buyer, net_cents, now)
    vat = rules.vat_of(net_cents, decision)
    return Quote(net_cents, vat, net_cents + vat, decision, buyer, (), ())


def decide(session: Session, seller: Seller, owner_id: str, buyer: Buyer, net_cents: int, now: datetime) -> TaxDecision:
    """The decision for a purchase now. The one that passes the threshold is taxed as those after it."""
    day, profile = day_in(seller.country, now), buyer.profile
    check = queries.latest_answer(session, owner_id, profile.vat_id) if profile.vat_id else None
    proven = check is not None and check.outcome == "valid" and check.checked_at > now - PROOF_DAYS
    facts = SellerFacts(
        seller.country,
        seller.tax_mode == "small_business",
        seller.oss,
        threshold.is_passed(session, seller.country, net_cents, day),
        bool(seller.vat_id),
    )
    buyer_facts = BuyerFacts(
        profile.country, profile.postal_code, profile.business, profile.vat_id, proven, check.id if check and proven else ""
    )
    return rules.decide(facts, buyer_facts, day)


def freeze(decision: TaxDecision) -> str:
    """As it is kept with an order (`TopUpOrder.tax`)."""
    return _DECISION.dump_json(decision).decode()


def thaw(text: str) -> TaxDecision:
    return _DECISION.validate_json(text)
