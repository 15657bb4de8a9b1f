"""The words of VAT. Rates are hundredths of a percent, amounts cents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from chat_app.integrations.einvoice.content import TaxCategory

__all__ = ["BuyerFacts", "SellerFacts", "TaxCategory", "TaxDecision"]


@dataclass(frozen=True, slots=True)
class SellerFacts:
    """What matters of the seller."""

    country: str
    small_business: bool
    """§ 19 UStG: no VAT is charged."""
    oss: bool
    """Whether VAT of other member states is declared through the One-Stop-Shop, and so charged to consumers there."""
    threshold_passed: bool = False
    """Whether sales to consumers in other member states have reached what § 3a Abs. 5 Satz 3 UStG allows: then, too."""
    has_vat_id: bool = True
    """Without one of their own nobody can let the buyer owe the tax."""


@dataclass(frozen=True, slots=True)
class BuyerFacts:
    """What matters of the buyer."""

    country: str
    postal_code: str
    business: bool
    vat_id: str
    vat_id_valid: bool
    """Whether the register said so, and we kept the proof."""
    vat_check_id: str = ""
    """That proof."""


@dataclass(frozen=True, slots=True)
class TaxDecision:
    """Which VAT an order bears, and why. Stored with the order; nothing of it is reckoned again later."""

    category: TaxCategory
    rate_points: int
    country: str
    """Whose VAT it is."""
    rule: str
    """Which rule decided: "domestic", "oss", "seller_country", "reverse_charge", "small_business", "outside_eu"."""
    on: date
    vat_check_id: str = ""
    """The proof behind reverse charge."""


@dataclass(frozen=True, slots=True)
class Profile:
    """Whom invoices are made out to, as its owner wrote it."""

    business: bool = False
    name: str = ""
    company: str = ""
    street: str = ""
    extra: str = ""
    postal_code: str = ""
    city: str = ""
    country: str = ""
    vat_id: str = ""
    reference: str = ""
    email: str = ""
    """Where invoices go; empty for the account's address."""


@dataclass(frozen=True, slots=True)
class Buyer:
    """A profile as it was when something was ordered: kept with the order."""

    profile: Profile
    language: str
    """Of the invoice: "en" or "de"."""
    email: str
    """Where the invoice goes; empty for nobody."""


@dataclass(frozen=True, slots=True)
class Quote:
    """What a purchase would cost. `decision` is None while something is missing."""

    net_cents: int
    vat_cents: int
    total_cents: int
    decision: TaxDecision | None
    buyer: Buyer
    missing: tuple[str, ...]
    """Fields of the buyer's profile that have to be filled, such as "street"."""
    seller_missing: tuple[str, ...]
    """Fields of the seller's that are empty: nobody can buy until they are filled."""


VatIdState = Literal["none", "unchecked", "valid", "invalid", "unavailable"]
"""Of the VAT id in a profile: there is none, nobody asked yet (or no register knows it), what the register said, or that it was away."""


@dataclass(frozen=True, slots=True)
class VatIdFacts:
    """What is known of the VAT id in a profile. `name` and `address` are the register's."""

    state: VatIdState
    checked_at: datetime | None = None
    name: str = ""
    address: str = ""
    consultation: str = ""


@dataclass(frozen=True, slots=True)
class TaxPreview:
    """Which VAT a purchase would bear now."""

    category: TaxCategory
    rate_points: int
    country: str
    rule: str


@dataclass(frozen=True, slots=True)
class ProfileFacts:
    """A profile, and what follows from it."""

    profile: Profile
    missing: tuple[str, ...]
    """Fields that an invoice needs."""
    vat_id: VatIdFacts
    tax: TaxPreview | None
    """None while something is missing, here or of the seller."""
