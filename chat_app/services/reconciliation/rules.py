"""Which entry of the books belongs to which movement at the provider. Pure; amounts are integers.

A key of the books names the event itself, so both sides are compared by id: nothing is matched by amount or by time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from chat_app.integrations.payments.port import BalanceTransaction
from chat_app.services.kernel.money import NANO_PER_CENT, nano_of_cents
from chat_app.services.ledger.dto import AccountKind
from chat_app.services.reconciliation.dto import Difference, DifferenceKind

PAID = frozenset({"charge", "payment"})
REFUNDED = frozenset({"refund", "payment_refund"})
REFUND_FAILED = frozenset({"refund_failure", "payment_failure_refund"})
DISPUTED = frozenset({"adjustment"})
PAID_OUT = frozenset({"payout", "payout_cancel", "payout_failure"})
FEES = frozenset({"stripe_fee", "tax_fee"})
HOUSE_ONLY = PAID_OUT | FEES
"""Movements between the provider and the house, which concern no order."""


@dataclass(frozen=True, slots=True)
class Names:
    """Our names of what the provider's ids stand for."""

    orders: Mapping[str, str]
    """Orders by payments."""
    refunds: Mapping[str, str]
    """Refunds by the provider's."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a journal did to the account that stands for the provider (nano-units; money for the house is positive)."""

    key: str
    order_id: str
    amount: int


def key_of(movement: BalanceTransaction, names: Names) -> str:
    """The journal that a movement belongs to; empty for none."""
    if movement.type in PAID:
        return _named("order", names.orders.get(movement.payment_id))
    if movement.type in REFUNDED:
        return _named("refund", names.refunds.get(movement.source_id))
    if movement.type in REFUND_FAILED:
        return _named("refund", names.refunds.get(movement.source_id), ":back")
    if movement.type in DISPUTED:
        return f"dispute:{movement.source_id}:{'withdrawn' if movement.amount_cents < 0 else 'reinstated'}"
    return ""


def differences(movements: Iterable[BalanceTransaction], entries: Mapping[str, Entry], names: Names, currency: str) -> list[Difference]:
    """What the provider's movements say other than the books."""
    found = [_difference(movement, entries.get(key_of(movement, names)), names, currency) for movement in movements]
    return _without_undone([each for each in found if each])


def unmatched(movements: Iterable[BalanceTransaction], entries: Iterable[Entry], names: Names) -> list[Difference]:
    """Entries of the books that no movement belongs to."""
    known = {key_of(movement, names) for movement in movements}
    return [
        Difference(DifferenceKind.NOT_AT_PROVIDER, "", entry.key.partition(":")[0], "", entry.order_id, None, _cents(entry.amount))
        for entry in entries
        if entry.key not in known
    ]


def settlement(movement: BalanceTransaction) -> dict[str, int]:
    """What of a movement is between the provider and the house alone: its fee, or the whole of a payout."""
    fee = nano_of_cents(movement.fee_cents)
    if movement.type in PAID_OUT:
        amount = nano_of_cents(movement.amount_cents)
        return _posted({AccountKind.BANK: amount, AccountKind.FEES: -fee, AccountKind.CLEARING: fee - amount})
    if movement.type in FEES:
        fee -= nano_of_cents(movement.amount_cents)
    return _posted({AccountKind.FEES: -fee, AccountKind.CLEARING: fee})


def _difference(movement: BalanceTransaction, entry: Entry | None, names: Names, currency: str) -> Difference | None:
    kind = _kind(movement, entry, currency)
    if kind is None:
        return None
    order_id = entry.order_id if entry else names.orders.get(movement.payment_id, "")
    booked = _cents(entry.amount) if entry else None
    return Difference(kind, movement.id, movement.type, movement.payment_id, order_id, movement.amount_cents, booked)


def _kind(movement: BalanceTransaction, entry: Entry | None, currency: str) -> DifferenceKind | None:
    if movement.currency != currency:
        return DifferenceKind.CURRENCY
    if movement.type in HOUSE_ONLY:
        return None
    if movement.type not in PAID | REFUNDED | REFUND_FAILED | DISPUTED:
        return DifferenceKind.UNKNOWN
    if entry is None:
        return DifferenceKind.NOT_IN_BOOKS
    return None if entry.amount == nano_of_cents(movement.amount_cents) else DifferenceKind.AMOUNT


def _without_undone(found: list[Difference]) -> list[Difference]:
    """A payment that no order took and that went back as a whole left nothing to book."""
    sums: dict[str, int] = {}
    for each in found:
        if each.kind == DifferenceKind.NOT_IN_BOOKS and each.payment:
            sums[each.payment] = sums.get(each.payment, 0) + (each.provider_cents or 0)
    return [each for each in found if each.kind != DifferenceKind.NOT_IN_BOOKS or sums.get(each.payment) != 0]


def _named(kind: str, name: str | None, end: str = "") -> str:
    return f"{kind}:{name}{end}" if name else ""


def _posted(amounts: dict[AccountKind, int]) -> dict[str, int]:
    return {str(account): amount for account, amount in amounts.items() if amount}


def _cents(nano: int) -> int:
    """Rounded towards less: a part of a cent shows as a difference."""
    return nano // NANO_PER_CENT
