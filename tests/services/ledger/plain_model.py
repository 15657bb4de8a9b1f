"""A wallet as one would write it on paper: a list of lots, a dictionary of holds, no database and no journals."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass
class PlainLot:
    left: int
    paid: bool
    expires_at: datetime | None


@dataclass
class PlainWallet:
    """The same verbs as the ledger's."""

    lots: list[PlainLot] = field(default_factory=list)
    holds: dict[str, int] = field(default_factory=dict)

    @property
    def balance(self) -> int:
        return sum(lot.left for lot in self.lots)

    @property
    def held(self) -> int:
        return sum(self.holds.values())

    @property
    def paid(self) -> int:
        return sum(lot.left for lot in self.lots if lot.paid)

    def give(self, amount: int, *, paid: bool, expires_at: datetime | None) -> None:
        self.lots.append(PlainLot(amount, paid, expires_at))

    def hold(self, request: str, amount: int, now: datetime) -> bool:
        before = [lot.left for lot in self.lots]
        self.expire(now)
        if self.balance - self.held < amount:
            for lot, left in zip(self.lots, before, strict=True):
                lot.left = left  # A refused hold changes nothing, expiry included.
            return False
        self.holds[request] = amount
        return True

    def capture(self, request: str, charge: int) -> int | None:
        if request not in self.holds:
            return None
        rest = taken = min(self.holds.pop(request), charge)
        for lot in self._in_turn():
            part = min(lot.left, rest)
            lot.left, rest = lot.left - part, rest - part
        return taken

    def void(self, request: str) -> bool:
        return self.holds.pop(request, None) is not None

    def expire(self, now: datetime) -> int:
        taken = 0
        for lot in self._in_turn():
            if lot.expires_at and lot.expires_at <= now:
                part = min(lot.left, self.balance - self.held)
                lot.left, taken = lot.left - part, taken + part
        return taken

    def _in_turn(self) -> list[PlainLot]:
        given = [lot for lot in self.lots if not lot.paid]
        dated = sorted((lot for lot in given if lot.expires_at), key=lambda lot: str(lot.expires_at))
        return [*dated, *(lot for lot in given if not lot.expires_at), *(lot for lot in self.lots if lot.paid)]
