"""Stripe behind the port of payments. Every request that moves money has a key: asked twice, it is done once."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any, Final

import stripe

from chat_app.integrations.http.outbound import OutboundClient
from chat_app.integrations.payments import stripe_shapes as shapes
from chat_app.integrations.payments.port import (
    BalanceTransaction,
    Checkout,
    CheckoutState,
    NewCheckout,
    NewPayment,
    PaymentError,
    PaymentState,
    ProviderEvent,
    SavedMethod,
    SignatureError,
)
from chat_app.integrations.payments.stripe_errors import in_our_words
from chat_app.integrations.payments.stripe_http import OutboundHttp
from chat_app.integrations.payments.stripe_requests import checkout_request, once, payment_request, saving_request
from chat_app.integrations.payments.stripe_returns import StripeReturns

API_VERSION: Final = "2026-10-28.endive"
"""The shapes that `stripe_shapes` reads; the account at Stripe may be set to another version."""
TOLERANCE_SECONDS: Final = 300
"""How old a signature may be."""
RETRIES: Final = 2
PAGE: Final = 100

# The library logs addresses, and bodies when its level is lower.
logging.getLogger("stripe").setLevel(logging.WARNING)
stripe.enable_telemetry = False


class StripePayments(StripeReturns):
    """The payment provider."""

    def __init__(self, secret_key: str, webhook_secret: str, api_base: str, outbound: OutboundClient) -> None:
        self.livemode = secret_key.startswith(("sk_live", "rk_live"))
        self._webhook_secret = webhook_secret
        self._v1 = stripe.StripeClient(
            secret_key,
            stripe_version=API_VERSION,
            base_addresses={"api": api_base},
            max_network_retries=RETRIES,
            http_client=OutboundHttp(outbound),
        ).v1
        super().__init__(self._v1)

    async def create_customer(self, owner_id: str, email: str, name: str, language: str, instead_of: str = "") -> str:
        notes = {"owner_id": owner_id} | ({"instead_of": instead_of} if instead_of else {})
        wanted: dict[str, Any] = {"name": name, "preferred_locales": [language], "metadata": notes}
        if email:
            wanted["email"] = email
        # Two requests at a time make one customer; one with other words is another request.
        digest = hashlib.sha256(json.dumps(wanted, sort_keys=True).encode()).hexdigest()[:16]
        with in_our_words():
            made = await self._v1.customers.create_async(wanted, once(f"customer:{owner_id}:{digest}"))  # pyright: ignore[reportArgumentType]
        return made.id

    async def start_checkout(self, wanted: NewCheckout, key: str) -> Checkout:
        with in_our_words():
            made = await self._v1.checkout.sessions.create_async(checkout_request(wanted), once(key))  # pyright: ignore[reportArgumentType]
        return shapes.checkout(made.to_dict())

    async def get_checkout(self, checkout_id: str) -> CheckoutState:
        with in_our_words():
            return shapes.checkout_state((await self._v1.checkout.sessions.retrieve_async(checkout_id)).to_dict())

    async def expire_checkout(self, checkout_id: str) -> None:
        with in_our_words():
            await self._v1.checkout.sessions.expire_async(checkout_id)

    async def start_saving(self, customer_id: str, owner_id: str, success_url: str, cancel_url: str, language: str, key: str) -> Checkout:
        wanted = saving_request(customer_id, owner_id, success_url, cancel_url, language)
        with in_our_words():
            made = await self._v1.checkout.sessions.create_async(wanted, once(key))  # pyright: ignore[reportArgumentType]
        return shapes.checkout(made.to_dict())

    async def list_methods(self, customer_id: str) -> list[SavedMethod]:
        with in_our_words():
            page = await self._v1.customers.payment_methods.list_async(customer_id, {"limit": PAGE})
        return [shapes.saved_method(each.to_dict()) for each in page.data]

    async def forget_method(self, customer_id: str, method_id: str) -> None:
        with in_our_words():
            found = (await self._v1.payment_methods.retrieve_async(method_id)).to_dict()
            if shapes.id_of(found.get("customer")) != customer_id:
                raise PaymentError("resource_missing", may_succeed_later=False)
            await self._v1.payment_methods.detach_async(method_id)

    async def pay(self, wanted: NewPayment, key: str) -> PaymentState:
        with in_our_words():
            made = await self._v1.payment_intents.create_async(payment_request(wanted), once(key))  # pyright: ignore[reportArgumentType]
        return shapes.payment_state(made.to_dict())

    async def get_payment(self, payment_id: str) -> PaymentState:
        with in_our_words():
            found = await self._v1.payment_intents.retrieve_async(payment_id, {"expand": ["latest_charge"]})
        return shapes.payment_state(found.to_dict())

    def read_event(self, body: bytes, signature: str) -> ProviderEvent:
        try:
            stripe.WebhookSignature.verify_header(body, signature, self._webhook_secret, TOLERANCE_SECONDS)
            return shapes.event(json.loads(body))
        except (stripe.SignatureVerificationError, ValueError, LookupError, TypeError, AttributeError):
            raise SignatureError from None

    async def list_events(self, since: datetime) -> AsyncIterator[ProviderEvent]:
        # Stripe begins with the newest; ids and moments of 30 days are few enough to be turned round here.
        with in_our_words():
            page = await self._v1.events.list_async({"created": {"gte": _seconds(since)}, "limit": PAGE})
            found = [shapes.event(each.to_dict()) async for each in page.auto_paging_iter()]
        for each in reversed(found):
            yield each

    async def list_balance_transactions(self, since: datetime, until: datetime) -> AsyncIterator[BalanceTransaction]:
        period: Any = {"created": {"gte": _seconds(since), "lt": _seconds(until)}, "limit": PAGE, "expand": ["data.source"]}
        with in_our_words():
            page = await self._v1.balance_transactions.list_async(period)
            async for each in page.auto_paging_iter():
                yield shapes.balance_transaction(each.to_dict())

    async def close(self) -> None:
        """Nothing stays open."""


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
