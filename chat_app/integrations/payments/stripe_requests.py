"""What Stripe is asked for. Pure; the same order gives the same request, or its key would be refused the second time."""

from __future__ import annotations

from typing import Any

from chat_app.integrations.payments.port import NewCheckout, NewPayment, PaymentError

LANGUAGES = frozenset({"de", "en"})


def once(key: str) -> Any:
    """What makes a request count once; raises `PaymentError` without a key."""
    if not key:
        raise PaymentError("no_key", may_succeed_later=False)
    return {"idempotency_key": key}


def checkout_request(wanted: NewCheckout) -> dict[str, Any]:
    """A page on which one thing is paid: its price with VAT, as people read it."""
    named = _named(wanted)
    product: dict[str, Any] = {"name": wanted.title} | ({"description": wanted.detail} if wanted.detail else {})
    price = {"currency": wanted.currency.lower(), "unit_amount": wanted.total_cents, "product_data": product}
    payment: dict[str, Any] = {"metadata": named, "description": wanted.title}
    if wanted.save_method:
        payment["setup_future_usage"] = "off_session"
    return {
        "mode": "payment",
        "customer": wanted.customer_id,
        "client_reference_id": wanted.owner_id,
        "line_items": [{"quantity": 1, "price_data": price}],
        "metadata": named,
        "payment_intent_data": payment,
        "submit_type": "pay",
    } | _ways(wanted.success_url, wanted.cancel_url, wanted.language)


def saving_request(customer_id: str, owner_id: str, success_url: str, cancel_url: str, language: str) -> dict[str, Any]:
    """A page on which a means of payment is saved for later, without paying."""
    return {
        "mode": "setup",
        "currency": "eur",
        "customer": customer_id,
        "client_reference_id": owner_id,
        "metadata": {"owner_id": owner_id},
    } | _ways(success_url, cancel_url, language)


def payment_request(wanted: NewPayment) -> dict[str, Any]:
    """A payment while its person is not there: what would need them is declined."""
    return {
        "amount": wanted.total_cents,
        "currency": wanted.currency.lower(),
        "customer": wanted.customer_id,
        "payment_method": wanted.method_id,
        "confirm": True,
        "off_session": True,
        "automatic_payment_methods": {"enabled": True, "allow_redirects": "never"},
        "description": wanted.title,
        "metadata": _named(wanted),
        "expand": ["latest_charge"],
    }


def _named(wanted: NewCheckout | NewPayment) -> dict[str, str]:
    """What stands with a payment for as long as Stripe keeps it."""
    named = {"order_id": wanted.order_id, "owner_id": wanted.owner_id}
    return named | ({"net_cents": str(wanted.net_cents)} if wanted.net_cents else {})


def _ways(success_url: str, cancel_url: str, language: str) -> dict[str, Any]:
    return {"success_url": success_url, "cancel_url": cancel_url, "locale": language if language in LANGUAGES else "auto"}
