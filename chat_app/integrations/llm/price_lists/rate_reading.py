"""Makes rates of the amounts in a list. Amounts are exact; whatever is no amount is unknown, never guessed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from chat_app.integrations.llm.rates import PriceKind, Rates

# Dollars per unit into nano-dollars per million units.
_SCALE = Decimal(10) ** 15
# Some eighty times, and a hundred and sixty times, what is dearest today.
MOST_PER_TOKEN = Decimal("0.05")
MOST_PER_PIECE = Decimal(100)
MOST_LIMITS = 20
"""Of the length of an input, each with a price of its own; vendors have one or two."""
PIECES = frozenset({PriceKind.IMAGE, PriceKind.REQUEST, PriceKind.SEARCH})
_WRITTEN = frozenset({PriceKind.OUTPUT, PriceKind.REASONING, PriceKind.AUDIO_OUT, PriceKind.IMAGE_OUT})


@dataclass(slots=True)
class RateReader:
    """Collects the rates of one model; `bad` names the first amount that cannot be."""

    entry: Mapping[str, object]
    bad: str = ""
    found: dict[PriceKind, int] = field(default_factory=dict)

    def read(self, kind: PriceKind, *names: str) -> None:
        """Take the first of these fields that has an amount (dollars per unit) as the rate of `kind`."""
        most = MOST_PER_PIECE if kind in PIECES else MOST_PER_TOKEN
        for name in names:
            amount = amount_of(self.entry.get(name))
            if amount is None:
                continue
            if 0 <= amount <= most:
                self.found[kind] = nano(amount)
                return
            self.bad = self.bad or name

    def rates(self) -> Rates | None:
        """All that was read; None unless the plain tokens have a price."""
        if PriceKind.INPUT not in self.found or PriceKind.OUTPUT not in self.found:
            return None
        return Rates(**{kind.value: rate for kind, rate in self.found.items()})


def amount_of(value: object) -> Decimal | None:
    """An exact number, also one written as text; None for everything else."""
    if isinstance(value, bool) or not isinstance(value, Decimal | int | str):
        return None
    try:
        amount = Decimal(value)
    except ArithmeticError:
        return None
    return amount if amount.is_finite() else None


def nano(dollars_per_unit: Decimal) -> int:
    """Nano-dollars per million units; what is finer than one is rounded, half up."""
    # A few converted prices are finer than a nano per million tokens; nobody is billed a thousandth of a nano-dollar.
    return int((dollars_per_unit * _SCALE).to_integral_value(ROUND_HALF_UP))


def beyond(base: Rates, given: Mapping[PriceKind, int]) -> Rates | None:
    """The rates for a long input: `given` where the list names one, else as before; None where it names none.

    A kind that costs as much as plain tokens goes on doing so.
    """
    if PriceKind.INPUT not in given and PriceKind.OUTPUT not in given:
        return None
    values: dict[str, int | None] = {}
    for kind in PriceKind:
        own: int | None = getattr(base, kind)
        is_plain = kind not in PIECES and own == (base.output if kind in _WRITTEN else base.input)
        values[kind.value] = given.get(kind, None if is_plain else own)
    values["input"] = given.get(PriceKind.INPUT, base.input)
    values["output"] = given.get(PriceKind.OUTPUT, base.output)
    return Rates(**values)  # pyright: ignore[reportArgumentType]  (only kinds that may be unknown are None)
