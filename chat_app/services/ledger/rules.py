"""Pure rules of credit: which lots pay, and how much of a hold is taken. All amounts are integer nano-units."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from chat_app.services.kernel.money import NANO_PER_CENT
from chat_app.services.ledger.dto import LotView
from chat_app.services.ledger.errors import LedgerError

MOST = 9_000_000_000_000_000_000
"""The largest amount: nine milliards of a currency, which still fits a signed integer of 64 bits."""


def checked(amount: object) -> int:
    """An amount that may move: a whole number from 1 to `MOST`; raises `LedgerError` for everything else, `True` and 1.0 too."""
    if type(amount) is not int or not 0 < amount <= MOST:
        raise LedgerError(f"not an amount: {amount!r}")
    return amount


def burn(lots: Iterable[LotView], amount: int) -> list[tuple[LotView, int]]:
    """The lots that pay `amount`, with their parts: given before bought, what expires first before the rest, then the oldest.

    Raises `LedgerError` when they do not have that much.
    """
    parts: list[tuple[LotView, int]] = []
    for lot in sorted(lots, key=_turn):
        if amount > 0 and lot.spendable > 0:
            parts.append((lot, min(lot.spendable, amount)))
            amount -= parts[-1][1]
    if amount > 0:
        raise LedgerError(f"the lots lack {amount}")
    return parts


def in_turn(uses: Iterable[tuple[LotView, int]]) -> list[tuple[LotView, int]]:
    """Lots with what was used of them, in the order in which they pay."""
    return sorted(uses, key=lambda use: _turn(use[0]))


def _turn(lot: LotView) -> tuple[bool, bool, datetime, datetime, str]:
    return (lot.paid, lot.expires_at is None, lot.expires_at or lot.created_at, lot.created_at, lot.id)


def settled(held: int, charge: int) -> tuple[int, int]:
    """What a hold pays of a charge, and what is written off because the hold is smaller."""
    if charge < 0:
        raise LedgerError(f"a charge of {charge}")
    paid = min(held, charge)
    return paid, charge - paid


def expired(lots: Sequence[LotView], now: datetime, available: int) -> list[tuple[LotView, int]]:
    """The lots that are due by `now`, with what is taken from them: never what a hold was promised."""
    parts: list[tuple[LotView, int]] = []
    for lot in sorted(lots, key=_turn):
        if lot.expires_at and lot.expires_at <= now and (part := min(lot.spendable, available)) > 0:
            parts.append((lot, part))
            available -= part
    return parts


def keepable(wanted: int, *limits: int) -> int:
    """How much of what is wanted can be kept back within all limits, in whole cents: money goes back in cents."""
    most = max(0, min(wanted, *limits))
    return most - most % NANO_PER_CENT
