"""Payments: what happens when somebody pays, or does not."""

from __future__ import annotations

from typing import Any

from tests.fakes.stripe_server.errors import StripeRefusalError, invalid
from tests.fakes.stripe_server.methods import DECLINES, declined, details_of
from tests.fakes.stripe_server.store import Store, Thing


def new_intent(store: Store, amount: int, currency: str, customer: str | None, data: dict[str, Any]) -> Thing:
    """A payment that nobody has paid yet."""
    if amount < 50:
        raise invalid("Amount must be at least €0.50 eur", "amount_too_small", "amount")
    made = store.make(
        "payment_intent",
        amount=amount,
        amount_capturable=0,
        amount_received=0,
        currency=currency,
        customer=customer,
        capture_method="automatic",
        confirmation_method="automatic",
        payment_method_types=["card", "sepa_debit"],
        status="requires_payment_method",
        metadata=dict(data.get("metadata", {})),
        description=data.get("description"),
        setup_future_usage=data.get("setup_future_usage"),
    )
    made["client_secret"] = f"{made['id']}_secret_local"
    store.tell("payment_intent.created", made)
    return made


def confirm(store: Store, intent: Thing, method: Thing, *, on_session: bool) -> None:
    """Pay with a means of payment; raises `StripeRefusalError` when it is declined."""
    if intent["status"] not in {"requires_payment_method", "requires_confirmation", "requires_action"}:
        raise invalid("You cannot confirm this PaymentIntent because it has already succeeded.", "payment_intent_unexpected_state")
    how = store.private[method["id"]]
    if how in DECLINES and not (on_session and how == "authentication"):
        raise _decline(store, intent, method)
    charge = new_charge(store, intent, method)
    intent |= {"payment_method": method["id"], "latest_charge": charge["id"], "last_payment_error": None}
    if method["type"] == "sepa_debit":
        charge["status"], intent["status"] = "pending", "processing"
        store.tell("charge.pending", charge)
        store.tell("payment_intent.processing", intent)
    else:
        succeed(store, intent)


def new_charge(store: Store, intent: Thing, method: Thing) -> Thing:
    return store.make(
        "charge",
        amount=intent["amount"],
        amount_captured=0,
        amount_refunded=0,
        billing_details=method["billing_details"],
        currency=intent["currency"],
        customer=intent["customer"],
        description=intent["description"],
        metadata=dict(intent["metadata"]),
        payment_intent=intent["id"],
        payment_method=method["id"],
        payment_method_details=details_of(method),
        fraud_details={},
        status="pending",
        captured=True,
    )


def succeed(store: Store, intent: Thing) -> None:
    """The money is there, less Stripe's fee of 1.5 % and 25 cents."""
    charge = store.get("charge", intent["latest_charge"])
    kind = "charge" if charge["payment_method_details"]["type"] == "card" else "payment"
    fee = intent["amount"] * 15 // 1000 + 25
    movement = store.book(kind, "charge", charge["id"], intent["amount"], intent["currency"], fee=fee)
    charge |= {"status": "succeeded", "paid": True, "amount_captured": intent["amount"], "balance_transaction": movement["id"]}
    intent |= {"status": "succeeded", "amount_received": intent["amount"]}
    store.tell("charge.succeeded", charge)
    store.tell("payment_intent.succeeded", intent)


def fail(store: Store, intent: Thing, code: str, message: str) -> None:
    """A payment that was under way did not come."""
    charge = store.get("charge", intent["latest_charge"])
    charge |= {"status": "failed", "paid": False, "failure_code": code, "failure_message": message}
    error = {"code": code, "message": message, "type": "invalid_request_error", "charge": charge["id"]}
    intent |= {"status": "requires_payment_method", "last_payment_error": error, "payment_method": None}
    store.tell("charge.failed", charge)
    store.tell("payment_intent.payment_failed", intent)


def cancel(store: Store, intent: Thing, reason: str | None) -> None:
    if intent["status"] in {"succeeded", "canceled", "processing"}:
        message = f"You cannot cancel this PaymentIntent because it has a status of {intent['status']}."
        raise invalid(message, "payment_intent_unexpected_state")
    intent |= {"status": "canceled", "canceled_at": store.now(), "cancellation_reason": reason}
    store.tell("payment_intent.canceled", intent)


def _decline(store: Store, intent: Thing, method: Thing) -> StripeRefusalError:
    how = store.private[method["id"]]
    charge = new_charge(store, intent, method)
    code, decline_code, message = DECLINES[how]
    charge |= {"status": "failed", "paid": False, "failure_code": code, "failure_message": message, "captured": False}
    error = {"code": code, "decline_code": decline_code, "message": message, "type": "card_error", "charge": charge["id"]}
    intent |= {"latest_charge": charge["id"], "last_payment_error": error, "status": "requires_payment_method", "payment_method": None}
    store.tell("charge.failed", charge)
    store.tell("payment_intent.payment_failed", intent)
    return declined(method, how, intent)


def charge_of(store: Store, intent_or_charge: str) -> Thing:
    """The paid charge of a payment; raises `StripeRefusalError` when there is none."""
    if intent_or_charge.startswith("ch_"):
        return store.get("charge", intent_or_charge)
    intent = store.get("payment_intent", intent_or_charge)
    if not intent["latest_charge"]:
        raise StripeRefusalError(
            400, "invalid_request_error", f"This PaymentIntent ({intent['id']}) does not have a successful charge to refund."
        )
    return store.get("charge", intent["latest_charge"])
