"""What a call costs its provider's customer, and what its person pays. Integers only; every line is rounded up once."""

from __future__ import annotations

import json
from dataclasses import astuple, dataclass, replace

from chat_app.integrations.llm.port import TokenUsage
from chat_app.services.catalogue.dto import Price, Route
from chat_app.services.catalogue.pricing import CostLine, cost_lines
from chat_app.services.charging.dto import Tariff


@dataclass(frozen=True, slots=True)
class Line:
    """So many units of a kind: what the provider takes for them, and what their person pays. Rates are per million."""

    kind: str
    count: int
    rate: int
    nano: int
    sale_rate: int
    sale_nano: int


@dataclass(frozen=True, slots=True)
class Charge:
    """The cost of one call: the sum of its lines. Amounts are None when no price is known."""

    lines: tuple[Line, ...] = ()
    cost_nano: int | None = None
    """What the provider takes."""
    sale_nano: int | None = None
    """What its person pays here; 0 with an own key."""
    price_version: str = ""
    own_key: bool = False
    currency: str = "USD"
    tariff: Tariff | None = None
    waived: bool = False
    """Whether its person does not pay, although the provider takes it."""

    @property
    def shown_nano(self) -> int | None:
        """What its person sees as the cost: what they pay here, or what the vendor of their own key takes."""
        return self.cost_nano if self.own_key else self.sale_nano

    @property
    def due_nano(self) -> int | None:
        """What a wallet pays, in the ledger's currency; None where none is asked."""
        if self.tariff is None or not self.tariff.charged or self.sale_nano is None:
            return None
        return 0 if self.waived else self.tariff.due(self.sale_nano)

    @property
    def provider_nano(self) -> int:
        """What the provider takes, in the ledger's currency."""
        return self.tariff.converted(self.cost_nano) if self.tariff and self.cost_nano else 0

    @property
    def counted_nano(self) -> int:
        """What budgets count, in the ledger's currency: what is paid here, or what the vendor of an own key takes."""
        if self.own_key:
            return 0 if self.waived else self.provider_nano
        return self.due_nano or 0


def charge_of(route: Route, usage: TokenUsage) -> Charge:
    """What `usage` costs on this way."""
    return charge(route.cost, route.card.price, usage, own_key=route.own_key, tariff=route.tariff)


def charge(cost: Price | None, sale: Price | None, usage: TokenUsage, *, own_key: bool, tariff: Tariff | None = None) -> Charge:
    """`cost` is the price of the provider, `sale` the same with the margin."""
    if cost is None or sale is None:
        return Charge(sale_nano=0 if own_key else None, own_key=own_key, tariff=tariff)
    pairs = zip(cost_lines(cost, usage), cost_lines(sale, usage), strict=True)
    lines = tuple(_line(taken, None if own_key else sold) for taken, sold in pairs)
    taken, sold = sum(line.nano for line in lines), sum(line.sale_nano for line in lines)
    return Charge(lines, taken, sold, cost.version, own_key, tariff=tariff)


def unpaid(charged: Charge) -> Charge:
    """The same for a request whose answer was not needed: the provider takes it, its person does not pay for it here."""
    lines = tuple(replace(line, sale_rate=0, sale_nano=0) for line in charged.lines)
    return replace(charged, lines=lines, sale_nano=None if charged.sale_nano is None else 0, waived=True)


def _line(taken: CostLine, sold: CostLine | None) -> Line:
    return Line(str(taken.kind), taken.count, taken.rate, taken.nano, sold.rate if sold else 0, sold.nano if sold else 0)


def lines_text(lines: tuple[Line, ...]) -> str:
    """As they are stored."""
    return json.dumps([astuple(line) for line in lines], separators=(",", ":"))


def lines_of(text: str) -> tuple[Line, ...]:
    """As they were stored."""
    return tuple(Line(*values) for values in json.loads(text))
