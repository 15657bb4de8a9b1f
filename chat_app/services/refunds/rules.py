"""How a part of an order splits into credit and VAT. Pure; all amounts are whole cents.

Parts are split one after another, each knowing what went back before it, so that together they are the order to the cent.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """Credit (net), and the VAT on it."""

    net: int
    vat: int

    @property
    def total(self) -> int:
        """As it was paid."""
        return self.net + self.vat


def part_of_net(whole: Part, before: Part, net: int) -> Part:
    """So much credit of an order with its VAT; no more than has not gone back yet."""
    left = _left(whole, before)
    if net >= left.net:
        return left
    return Part(net, min(left.vat, _share(net, whole.vat, whole.net)))


def part_of_total(whole: Part, before: Part, total: int) -> Part:
    """So much of what was paid, as credit and VAT; no more than has not gone back yet."""
    left = _left(whole, before)
    if total >= left.total:
        return left
    net = min(left.net, _share(total, whole.net, whole.total))
    # What rounding makes too large for the VAT that is left belongs to the credit.
    vat = min(left.vat, total - net)
    return Part(total - vat, vat)


def _left(whole: Part, before: Part) -> Part:
    return Part(max(0, whole.net - before.net), max(0, whole.vat - before.vat))


def _share(part: int, share: int, whole: int) -> int:
    """`part` times `share` in `whole`, rounded half up."""
    return (2 * part * share + whole) // (2 * whole)
