"""The port to the payment provider: own words in, own words out. Amounts are cents; keys make a request count once.

Every request raises `PaymentError` when the provider cannot be reached or refuses; what it says of a person's means of payment is
`PaymentDeclinedError`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class PaymentError(Exception):
    """The provider did not do it. `code` is its word for why; `may_succeed_later` tells whether the same request may be made again."""

    def __init__(self, code: str, *, may_succeed_later: bool) -> None:
        super().__init__(code)
        self.code = code
        self.may_succeed_later = may_succeed_later


class PaymentDeclinedError(PaymentError):
    """The means of payment was refused, or its owner has to confirm (`code` "authentication_required")."""

    def __init__(self, code: str) -> None:
        super().__init__(code, may_succeed_later=False)


class SignatureError(Exception):
    """A message does not come from the provider, or is too old."""


@dataclass(frozen=True, slots=True)
class NewCheckout:
    """A page of the provider on which somebody pays an order."""

    order_id: str
    owner_id: str
    """Given as `client_reference_id`."""
    customer_id: str
    total_cents: int
    currency: str
    title: str
    """What is bought, in the buyer's language."""
    language: str
    success_url: str
    cancel_url: str
    save_method: bool = False
    detail: str = ""
    """What the price is made of: credit and VAT."""
    net_cents: int = 0
    """The credit; kept with the payment, for a house that lost the order."""


@dataclass(frozen=True, slots=True)
class Checkout:
    """Where the person is sent."""

    id: str
    url: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class CheckoutState:
    """A checkout as the provider has it now."""

    id: str
    status: str
    """"open", "complete" or "expired"."""
    payment_status: str
    """"paid", "unpaid" or "no_payment_required"."""
    order_id: str
    owner_id: str
    payment_id: str
    total_cents: int
    currency: str
    livemode: bool


@dataclass(frozen=True, slots=True)
class NewPayment:
    """A payment without its person, from a saved means of payment."""

    order_id: str
    owner_id: str
    customer_id: str
    method_id: str
    total_cents: int
    currency: str
    title: str
    net_cents: int = 0
    """As in `NewCheckout`."""


@dataclass(frozen=True, slots=True)
class PaymentState:
    """A payment as the provider has it now."""

    id: str
    status: str
    """"succeeded", "processing", "requires_action", "requires_payment_method", "canceled", …"""
    order_id: str
    owner_id: str
    amount_cents: int
    received_cents: int
    refunded_cents: int
    disputed: bool
    currency: str
    livemode: bool
    charge_id: str = ""
    method_id: str = ""
    card_country: str = ""
    problem: str = ""
    net_cents: int = 0
    """The credit that was to be bought, as it was said when the payment was made; 0 for what nobody said."""


@dataclass(frozen=True, slots=True)
class SavedMethod:
    """A means of payment that a person has saved."""

    id: str
    kind: str
    """"card", "sepa_debit", "link", …"""
    brand: str
    last4: str
    expires: str
    """"2028-04", or empty."""
    country: str


@dataclass(frozen=True, slots=True)
class RefundState:
    """A refund as the provider has it now."""

    id: str
    refund_id: str
    """Ours; empty for one that was made at the provider."""
    payment_id: str
    status: str
    """"pending", "succeeded", "failed", "canceled" or "requires_action"."""
    amount_cents: int
    currency: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class DisputeState:
    """A dispute, or an early fraud warning, as the provider has it now."""

    id: str
    kind: str
    """"dispute" or "warning"."""
    payment_id: str
    status: str
    reason: str
    amount_cents: int
    currency: str
    withdrawn_cents: int = 0
    """What the provider took from the house's account for it (without its fee) …"""
    reinstated_cents: int = 0
    """… and what it gave back."""


@dataclass(frozen=True, slots=True)
class ProviderEvent:
    """That something happened; what is the case now is asked."""

    id: str
    type: str
    object_id: str
    payment_id: str
    """The payment that the object is or belongs to; empty where it does not say."""
    created_at: datetime
    livemode: bool


@dataclass(frozen=True, slots=True)
class BalanceTransaction:
    """A movement on the provider's account of the house. Amounts are signed; `net` is `amount` less `fee`."""

    id: str
    type: str
    """"charge", "payment", "refund", "payment_refund", "adjustment" (disputes), "payout", "stripe_fee", …"""
    amount_cents: int
    fee_cents: int
    net_cents: int
    currency: str
    source_id: str
    """The charge, refund, dispute or payout."""
    payment_id: str
    created_at: datetime


class PaymentProvider(Protocol):
    """What Parley asks of a payment provider."""

    livemode: bool
    """Whether its key moves real money."""

    async def create_customer(self, owner_id: str, email: str, name: str, language: str, instead_of: str = "") -> str:
        """Asked twice with the same words it is the same customer; `instead_of` names one that is gone."""
        ...

    async def start_checkout(self, wanted: NewCheckout, key: str) -> Checkout: ...
    async def get_checkout(self, checkout_id: str) -> CheckoutState: ...
    async def expire_checkout(self, checkout_id: str) -> None: ...
    async def start_saving(
        self, customer_id: str, owner_id: str, success_url: str, cancel_url: str, language: str, key: str
    ) -> Checkout: ...
    async def list_methods(self, customer_id: str) -> list[SavedMethod]: ...
    async def forget_method(self, customer_id: str, method_id: str) -> None: ...
    async def pay(self, wanted: NewPayment, key: str) -> PaymentState: ...
    async def get_payment(self, payment_id: str) -> PaymentState: ...
    async def refund(self, payment_id: str, refund_id: str, amount_cents: int) -> RefundState:
        """Send money back; `refund_id` is the key, too."""
        ...

    async def get_refund(self, provider_id: str) -> RefundState: ...
    async def list_refunds(self, payment_id: str) -> list[RefundState]:
        """All of a payment, also those made at the provider; the oldest first."""
        ...

    async def get_dispute(self, provider_id: str) -> DisputeState: ...
    async def list_disputes(self, payment_id: str) -> list[DisputeState]:
        """Disputes and early fraud warnings of a payment; the oldest first."""
        ...

    def read_event(self, body: bytes, signature: str) -> ProviderEvent:
        """The event in a message; raises `SignatureError`. Needs no network."""
        ...

    def list_events(self, since: datetime) -> AsyncIterator[ProviderEvent]:
        """What happened since then, the oldest first (the provider keeps 30 days)."""
        ...

    def list_balance_transactions(self, since: datetime, until: datetime) -> AsyncIterator[BalanceTransaction]: ...
    async def close(self) -> None: ...
