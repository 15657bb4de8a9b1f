"""How credit is bought: who buys, what they ordered, what the payment provider told. Money is in cents of the currency."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, Column, Index, Text
from sqlmodel import Field, SQLModel


class BillingProfile(SQLModel, table=True):
    """Whom invoices are made out to. Each invoice keeps a copy of its own."""

    __tablename__ = "billing_profiles"

    owner_id: str = Field(foreign_key="users.id", ondelete="CASCADE", primary_key=True, max_length=36)
    business: bool = False
    """Whether they buy for a business; else as a consumer."""
    name: str = Field(default="", max_length=200)
    company: str = Field(default="", max_length=200)
    street: str = Field(default="", max_length=200)
    extra: str = Field(default="", max_length=200)
    """A second line of the address."""
    postal_code: str = Field(default="", max_length=20)
    city: str = Field(default="", max_length=100)
    country: str = Field(default="", max_length=2)
    """ISO 3166-1, such as "DE"."""
    vat_id: str = Field(default="", max_length=20)
    """With its country's prefix and without spaces."""
    reference: str = Field(default="", max_length=100)
    """What the buyer wants to read on invoices: an order number, a Leitweg-ID."""
    email: str = Field(default="", max_length=320)
    """Where invoices go; empty for the account's address."""
    updated_at: datetime


class PaymentAccount(SQLModel, table=True):
    """A person at the payment provider, and how credit is bought without them."""

    __tablename__ = "payment_accounts"

    owner_id: str = Field(foreign_key="users.id", ondelete="CASCADE", primary_key=True, max_length=36)
    customer_id: str = Field(unique=True, max_length=100)
    """The provider's name of the person."""
    method_id: str = Field(default="", max_length=100)
    """The saved means of payment that automatic top-ups are taken from."""
    automatic: bool = False
    threshold_cents: int = 0
    """Credit is bought when less than this is available …"""
    amount_cents: int = 0
    """… so much each time …"""
    monthly_cap_cents: int = 0
    """… and no more than this in a calendar month (UTC)."""
    agreed_at: datetime | None = None
    """When the person asked that what is bought this way may be used at once, as `TopUpOrder.waived_at`."""
    problem_key: str = Field(default="", max_length=60)
    """Why the last automatic top-up failed; it waits until the person has seen to it."""
    updated_at: datetime


class TopUpOrder(SQLModel, table=True):
    """Credit that somebody wants to buy. What was ordered never changes, and credit comes from here, never from an event."""

    __tablename__ = "topup_orders"
    __table_args__ = (Index("ix_topup_orders_owner", "owner_id", "created_at"),)

    id: str = Field(primary_key=True, max_length=36)
    owner_id: str = Field(max_length=36)
    """Stays when the person is deleted: orders are kept as long as invoices."""
    status: str = Field(default="open", index=True, max_length=12)
    """As `services.topups.dto.OrderStatus`."""
    automatic: bool = False
    livemode: bool = False
    currency: str = Field(max_length=3)
    net_cents: int
    """The credit."""
    vat_cents: int = 0
    total_cents: int
    """What is paid: both together."""
    tax: str = Field(sa_column=Column(Text, nullable=False))
    """JSON of `services.tax.dto.TaxDecision`: how the VAT came about."""
    buyer: str = Field(sa_column=Column(Text, nullable=False))
    """JSON of the billing profile at that moment."""
    card_country: str = Field(default="", max_length=2)
    """Of the means of payment: a second evidence of where the buyer is."""
    idempotency_key: str = Field(unique=True, max_length=300)
    save_method: bool = False
    """Whether the means of payment is to be saved for later."""
    next_path: str = Field(default="", max_length=200)
    """The page of ours that the person goes on to when it is paid."""
    method_id: str = Field(default="", max_length=100)
    """The saved means of payment of an automatic order."""
    checkout_id: str | None = Field(default=None, unique=True, max_length=255)
    payment_id: str | None = Field(default=None, unique=True, max_length=255)
    """The provider's payment (PaymentIntent)."""
    refunded_cents: int = 0
    """Of the total, what went back."""
    problem: str = Field(default="", max_length=200)
    """The provider's code of what went wrong."""
    created_at: datetime
    paid_at: datetime | None = None
    waived_at: datetime | None = None
    """When the buyer asked for the service to begin at once, knowing what that does to the right of withdrawal."""


class PaymentEvent(SQLModel, table=True):
    """What the payment provider told us, in the order it came; each once."""

    __tablename__ = "payment_events"
    __table_args__ = (Index("ix_payment_events_due", "state", "due_at"),)

    id: str = Field(primary_key=True, max_length=255)
    type: str = Field(max_length=100)
    object_id: str = Field(default="", max_length=255)
    """What it is about; its state is asked of the provider, never read from the event."""
    payment_id: str = Field(default="", max_length=255)
    """The payment that it belongs to, where the message says it."""
    payload_hash: str = Field(max_length=64)
    livemode: bool = False
    state: str = Field(default="new", max_length=10)
    """"new", "waiting" (for something that has to come first), "done", "ignored" or "failed"."""
    attempts: int = 0
    result: str = Field(default="", max_length=200)
    created_at: datetime
    """When the provider says that it happened."""
    received_at: datetime
    due_at: datetime
    """When it is looked at next."""
    processed_at: datetime | None = None


class Refund(SQLModel, table=True):
    """Money that goes back for credit that was not spent."""

    __tablename__ = "refunds"

    id: str = Field(primary_key=True, max_length=36)
    """Also the idempotency key at the provider, and the request of the hold that keeps the lot."""
    order_id: str = Field(foreign_key="topup_orders.id", index=True, max_length=36)
    owner_id: str = Field(index=True, max_length=36)
    provider_id: str | None = Field(default=None, unique=True, max_length=255)
    net_cents: int
    vat_cents: int
    total_cents: int
    state: str = Field(default="asked", max_length=10)
    """"asked", "pending", "done" or "failed"."""
    reason: str = Field(default="", max_length=40)
    """"withdrawal", "goodwill", "provider" (made there), "closing"."""
    problem: str = Field(default="", max_length=200)
    created_at: datetime
    ended_at: datetime | None = None


class Dispute(SQLModel, table=True):
    """A buyer's bank takes a payment back, or warns that it may."""

    __tablename__ = "disputes"

    id: str = Field(primary_key=True, max_length=255)
    """The provider's."""
    kind: str = Field(default="dispute", max_length=10)
    """"dispute", or "warning" for an early fraud warning."""
    order_id: str = Field(foreign_key="topup_orders.id", index=True, max_length=36)
    owner_id: str = Field(index=True, max_length=36)
    amount_cents: int
    state: str = Field(max_length=30)
    """As the provider's: "needs_response", "under_review", "won", "lost", …"""
    reason: str = Field(default="", max_length=60)
    lost_nano: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))
    """Of the amount, what had been spent already."""
    net_cents: int = 0
    """When it was lost, the credit that was taken back, and the VAT on it."""
    vat_cents: int = 0
    created_at: datetime
    ended_at: datetime | None = None
    released_at: datetime | None = None
    """When an administrator let it go: a warning's credit is free again, what is owed is written off."""


class Reconciliation(SQLModel, table=True):
    """A comparison of a day at the payment provider with the books."""

    __tablename__ = "reconciliations"

    id: str = Field(primary_key=True, max_length=36)
    day: date = Field(index=True)
    ran_at: datetime
    checked: int = 0
    """How many movements of the provider were looked at."""
    differences: str = Field(default="[]", sa_column=Column(Text, nullable=False))
    """JSON list of objects: kind, id at the provider, order, what the provider says and what the books say (cents)."""
    open: int = 0
    """How many differences there are."""


class Voucher(SQLModel, table=True):
    """A code that gives credit. The code itself is shown once, and kept as its hash."""

    __tablename__ = "vouchers"

    id: str = Field(primary_key=True, max_length=36)
    batch: str = Field(default="", index=True, max_length=100)
    """What it was made for, in the administrator's words."""
    code_hash: str = Field(unique=True, max_length=64)
    hint: str = Field(max_length=8)
    """The end of the code, by which people tell them apart."""
    amount_nano: int = Field(sa_column=Column(BigInteger, nullable=False))
    created_by: str = Field(default="", max_length=36)
    created_at: datetime
    expires_at: datetime | None = None
    """After this day the code is worth nothing."""
    credit_days: int | None = None
    """For how long its credit lasts once it is taken; None for ever."""
    redeemed_by: str | None = Field(default=None, index=True, max_length=36)
    redeemed_at: datetime | None = None
    revoked_at: datetime | None = None


class Withdrawal(SQLModel, table=True):
    """Somebody withdrew from a purchase (§ 356a BGB): what they declared, when, and what became of it."""

    __tablename__ = "withdrawals"

    id: str = Field(primary_key=True, max_length=36)
    order_id: str = Field(default="", index=True, max_length=36)
    """Empty while it could not be matched with a purchase: then a person has to look."""
    name: str = Field(max_length=200)
    contract: str = Field(max_length=200)
    """How the person named what they withdraw from: number of the invoice or the order."""
    email: str = Field(max_length=320)
    declared_at: datetime
    state: str = Field(default="received", max_length=12)
    """"received", "refunded", "refused" or "by_hand"."""
    problem: str = Field(default="", max_length=20)
    """Why a person has to look, as `services.withdrawals.dto.Problem`."""
    refund_id: str = Field(default="", max_length=36)
    note: str = Field(default="", max_length=500)
