"""Wallets and vouchers as JSON. Amounts of credit are texts: many languages read larger numbers of JSON as floats."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, PlainSerializer

from chat_app.services.usage.dto import LoggedCall
from chat_app.services.wallets.dto import Entry, EntryKind, OrderFacts, WalletView

Nano = Annotated[int, PlainSerializer(str, return_type=str)]
"""Nano-units of the ledger's currency, as text."""


class Given(BaseModel):
    """Credit that was given."""

    remaining_nano: Nano
    expires_at: datetime | None


class Wallet(BaseModel):
    """What somebody has; `promo` in the order in which it is used, before anything that was bought."""

    currency: str
    balance_nano: Nano
    held_nano: Nano
    """For calls under way."""
    available_nano: Nano
    paid_nano: Nano
    promo: list[Given]
    low: bool
    charging: bool
    can_top_up: bool
    blocked: str
    """Why paid models are not to be had: "dispute", "stopped", or empty."""
    used: bool
    """Whether anything ever happened in it."""


class ChargedLine(BaseModel):
    """A part of a price; `rate_nano` is per million units. In the call's currency."""

    kind: str
    count: int
    rate_nano: Nano
    amount_nano: Nano


class ChargedCall(BaseModel):
    """What was paid for."""

    id: str
    kind: str
    status: str
    model_id: str
    tokens_in: int
    tokens_out: int
    tokens_cached: int
    tokens_reasoning: int
    estimated: bool
    currency: str
    price_nano: Nano | None
    """The price in `currency`, which may not be the wallet's."""
    lines: list[ChargedLine]
    price_version: str
    rate_day: date | None
    eur_rate_micro: int | None
    """Millionths of `currency` for one euro on that day."""
    conversation_id: str
    conversation_title: str
    folder_name: str
    key_name: str


class WalletEntry(BaseModel):
    """One movement with everything that explains it."""

    id: str
    at: datetime
    kind: EntryKind
    amount_nano: Nano
    after_nano: Nano | None
    """The balance behind it; null in a list of one kind."""
    given_nano: Nano
    """Of what left, the part that had been given."""
    call: ChargedCall | None
    by_other: bool
    order: OrderFacts | None
    refunded_cents: int
    voucher_hint: str
    note: str
    expires_at: datetime | None
    left_nano: Nano | None


class WalletEntries(BaseModel):
    """A page of them; `next_cursor` is empty at the end."""

    items: list[WalletEntry]
    next_cursor: str


def wallet_json(view: WalletView) -> Wallet:
    """From the domain to its JSON."""
    return Wallet(
        currency=view.currency,
        balance_nano=view.balance,
        held_nano=view.held,
        available_nano=view.available,
        paid_nano=view.paid,
        promo=[Given(remaining_nano=part.remaining, expires_at=part.expires_at) for part in view.promo],
        low=view.low,
        charging=view.charging,
        can_top_up=view.can_top_up,
        blocked=view.blocked,
        used=view.used,
    )


def entry_json(entry: Entry) -> WalletEntry:
    """Likewise."""
    same = ("id", "at", "kind", "by_other", "order", "refunded_cents", "voucher_hint", "note", "expires_at")
    return WalletEntry(
        **{name: getattr(entry, name) for name in same},
        amount_nano=entry.amount,
        after_nano=entry.after,
        given_nano=entry.given,
        left_nano=entry.left,
        call=_call(entry.call) if entry.call else None,
    )


def _call(call: LoggedCall) -> ChargedCall:
    names = set(ChargedCall.model_fields) - {"estimated", "price_nano", "lines"}
    return ChargedCall(
        **{name: getattr(call, name) for name in names},
        estimated=call.counted_by == "parley",
        price_nano=call.amount_nano,
        lines=[ChargedLine(kind=line.kind, count=line.count, rate_nano=line.rate, amount_nano=line.nano) for line in call.lines],
    )
