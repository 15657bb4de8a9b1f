"""Means of payment by the names that Stripe gives its test cards."""

from __future__ import annotations

from typing import Any, Literal

from tests.fakes.stripe_server.errors import StripeRefusalError, card_error, invalid
from tests.fakes.stripe_server.store import Store, Thing

How = Literal["card", "us_card", "declined", "insufficient", "authentication", "sepa", "sepa_failing"]
_ADDRESS = {"city": None, "country": None, "line1": None, "line2": None, "postal_code": None, "state": None}
DECLINES = {
    "declined": ("card_declined", "generic_decline", "Your card was declined."),
    "insufficient": ("card_declined", "insufficient_funds", "Your card has insufficient funds."),
    "authentication": (
        "authentication_required",
        "authentication_required",
        "Your card was declined. This transaction requires authentication.",
    ),
}
_LAST4 = {"card": "4242", "us_card": "4242", "declined": "0341", "insufficient": "9995", "authentication": "3184"}


def new_method(store: Store, how: How, customer: str | None = None) -> Thing:
    """A means of payment; `how` says what happens when it is used."""
    billing = {"address": dict(_ADDRESS), "email": None, "name": None, "phone": None, "tax_id": None}
    kind = "sepa_debit" if how.startswith("sepa") else "card"
    made = store.make("payment_method", type=kind, billing_details=billing, customer=customer)
    store.private[made["id"]] = how
    made[kind] = _sepa() if kind == "sepa_debit" else _card(how)
    if kind != "card":
        del made["card"]
    return made


def attach(store: Store, method: Thing, customer_id: str) -> None:
    store.get("customer", customer_id)
    method["customer"] = customer_id
    store.tell("payment_method.attached", method)


def detach(store: Store, method: Thing) -> None:
    """Raises `StripeRefusalError` for one that belongs to nobody."""
    if not method["customer"]:
        raise invalid("The payment method you provided is not attached to a customer so detachment is impossible.")
    before = {"customer": method["customer"]}
    method["customer"] = None
    store.tell("payment_method.detached", method, before)


def declined(method: Thing, how: How, intent: Thing) -> StripeRefusalError:
    """What Stripe answers then."""
    code, decline_code, message = DECLINES[how]
    return card_error(
        code, message, decline_code=decline_code, charge=intent["latest_charge"], payment_intent=intent, payment_method=method
    )


def details_of(method: Thing) -> dict[str, Any]:
    """As a charge tells of it."""
    kind = method["type"]
    return {"type": kind, kind: {name: value for name, value in method[kind].items() if name != "networks"}}


def _card(how: How) -> Thing:
    return {
        "brand": "visa",
        "checks": {"address_line1_check": None, "address_postal_code_check": None, "cvc_check": "pass"},
        "country": "US" if how == "us_card" else "DE",
        "display_brand": "visa",
        "exp_month": 4,
        "exp_year": 2034,
        "fingerprint": "ZoVSX2dK5igWt2SB",
        "funding": "credit",
        "last4": _LAST4[how],
        "networks": {"available": ["visa"], "preferred": None},
        "three_d_secure_usage": {"supported": True},
        "wallet": None,
    }


def _sepa() -> Thing:
    return {
        "bank_code": "37040044",
        "branch_code": "",
        "country": "DE",
        "fingerprint": "vifs0Ho7vwRn1Miu",
        "generated_from": {"charge": None, "setup_attempt": None},
        "last4": "3000",
    }
