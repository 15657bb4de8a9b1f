"""Stripe's objects as the port's records. Pure; amounts are cents in both."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from chat_app.integrations.payments.port import (
    BalanceTransaction,
    Checkout,
    CheckoutState,
    DisputeState,
    PaymentState,
    ProviderEvent,
    RefundState,
    SavedMethod,
)

Json = Mapping[str, Any]


def checkout(found: Json) -> Checkout:
    return Checkout(found["id"], found.get("url") or "", moment(found["expires_at"]))


def checkout_state(found: Json) -> CheckoutState:
    return CheckoutState(
        id=found["id"],
        status=found.get("status") or "",
        payment_status=found.get("payment_status") or "",
        order_id=_note(found, "order_id"),
        owner_id=found.get("client_reference_id") or "",
        payment_id=id_of(found.get("payment_intent")),
        total_cents=found.get("amount_total") or 0,
        currency=_currency(found),
        livemode=found.get("livemode") is True,
    )


def payment_state(found: Json) -> PaymentState:
    """Of a PaymentIntent with its `latest_charge` expanded."""
    charge = _object(found.get("latest_charge"))
    means = _object(charge.get("payment_method_details"))
    return PaymentState(
        id=found["id"],
        status=found["status"],
        order_id=_note(found, "order_id"),
        owner_id=_note(found, "owner_id"),
        amount_cents=found["amount"],
        received_cents=found.get("amount_received") or 0,
        refunded_cents=charge.get("amount_refunded") or 0,
        disputed=charge.get("disputed") is True,
        currency=_currency(found),
        livemode=found.get("livemode") is True,
        charge_id=id_of(found.get("latest_charge")),
        method_id=id_of(found.get("payment_method")),
        card_country=_object(means.get(str(means.get("type")))).get("country") or "",
        problem=_object(found.get("last_payment_error")).get("code") or found.get("cancellation_reason") or "",
        net_cents=_cents(_note(found, "net_cents")),
    )


def saved_method(found: Json) -> SavedMethod:
    kind = found["type"]
    details = _object(found.get(kind))
    month, year = details.get("exp_month"), details.get("exp_year")
    return SavedMethod(
        id=found["id"],
        kind=kind,
        brand=details.get("display_brand") or details.get("brand") or details.get("bank_name") or "",
        last4=details.get("last4") or "",
        expires=f"{year:04d}-{month:02d}" if isinstance(month, int) and isinstance(year, int) else "",
        country=details.get("country") or "",
    )


def refund_state(found: Json) -> RefundState:
    return RefundState(
        id=found["id"],
        refund_id=_note(found, "refund_id"),
        payment_id=id_of(found.get("payment_intent")),
        status=found.get("status") or "",
        amount_cents=found["amount"],
        currency=_currency(found),
        problem=found.get("failure_reason") or "",
    )


def dispute_state(found: Json) -> DisputeState:
    movements = [movement["amount"] for movement in found.get("balance_transactions") or []]
    return DisputeState(
        id=found["id"],
        kind="dispute",
        payment_id=id_of(found.get("payment_intent")),
        status=found["status"],
        reason=found.get("reason") or "",
        amount_cents=found["amount"],
        currency=_currency(found),
        withdrawn_cents=-sum(amount for amount in movements if amount < 0),
        reinstated_cents=sum(amount for amount in movements if amount > 0),
    )


def warning_state(found: Json) -> DisputeState:
    """Of an early fraud warning with its `charge` expanded: it is about the whole of it."""
    charge = _object(found.get("charge"))
    return DisputeState(
        id=found["id"],
        kind="warning",
        payment_id=id_of(found.get("payment_intent")) or id_of(charge.get("payment_intent")),
        status="actionable" if found.get("actionable") else "closed",
        reason=found.get("fraud_type") or "",
        amount_cents=charge.get("amount") or 0,
        currency=_currency(charge),
    )


def event(found: Json) -> ProviderEvent:
    about = _object(_object(found.get("data")).get("object"))
    is_payment = about.get("object") == "payment_intent"
    return ProviderEvent(
        id=found["id"],
        type=found["type"],
        object_id=id_of(about),
        payment_id=id_of(about) if is_payment else id_of(about.get("payment_intent")),
        created_at=moment(found["created"]),
        livemode=found.get("livemode") is True,
    )


def balance_transaction(found: Json) -> BalanceTransaction:
    """With its `source` expanded."""
    return BalanceTransaction(
        id=found["id"],
        type=found["type"],
        amount_cents=found["amount"],
        fee_cents=found["fee"],
        net_cents=found["net"],
        currency=_currency(found),
        source_id=id_of(found.get("source")),
        payment_id=id_of(_object(found.get("source")).get("payment_intent")),
        created_at=moment(found["created"]),
    )


def id_of(value: object) -> str:
    """The id of what stands there as an id or, expanded, as the object itself; empty for nothing."""
    if isinstance(value, Mapping):
        return str(value.get("id") or "")
    return value if isinstance(value, str) else ""


def moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _object(value: object) -> Json:
    return value if isinstance(value, Mapping) else {}


def _note(found: Json, name: str) -> str:
    return str(_object(found.get("metadata")).get(name) or "")


def _cents(text: str) -> int:
    """A note of ours; whatever else somebody wrote there says nothing."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0


def _currency(found: Json) -> str:
    """As the books write it: "EUR"."""
    return str(found.get("currency") or "").upper()
