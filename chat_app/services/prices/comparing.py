"""What differs between two prices of a model, and whether somebody should look at it first."""

from __future__ import annotations

from collections.abc import Iterator

from chat_app.integrations.llm.price_lists.rate_reading import PIECES
from chat_app.integrations.llm.rates import PriceKind, Rates
from chat_app.services.prices.dto import RateChange
from chat_app.services.prices.tariffs import Tariff

MOST_TIMES = 3
"""A rate that becomes more than so many times as high, or as low, waits."""


def is_jump(before: Tariff, after: Tariff) -> bool:
    """Whether an administrator should see the change before it counts: a jump, or a price that is gone.

    What was unknown may become known.
    """
    return (before.rates is not None and after.rates is None) or any(change.jump for change in changes(before, after))


def changes(before: Tariff, after: Tariff) -> list[RateChange]:
    """A line for each kind of unit whose rate differs; the rates of long inputs name their limit."""
    found = list(_differences(before.rates, after.rates, 0))
    limits = sorted(_limits(before) | _limits(after))
    for above in limits:
        found += _differences(_at(before, above), _at(after, above), above)
    return found


def _limits(tariff: Tariff) -> set[int]:
    return {above for above, _ in tariff.higher} | ({tariff.long_above} if tariff.long_rates else set())


def _at(tariff: Tariff, above: int) -> Rates | None:
    """What a token more than `above` costs, whether or not something changes there."""
    reached = [rates for limit, rates in reversed(tariff.higher) if above >= limit]
    if reached:
        return reached[0]
    return tariff.long_rates if tariff.long_rates and above >= tariff.long_above else tariff.rates


def _differences(before: Rates | None, after: Rates | None, above: int) -> Iterator[RateChange]:
    for kind in PriceKind:
        old, new = _own(before, kind), _own(after, kind)
        if old != new:
            yield RateChange(kind.value, old, new, _jumps(before, after, kind), above)


def _own(rates: Rates | None, kind: PriceKind) -> int | None:
    """The rate of a kind where it has one of its own."""
    rate: int | None = getattr(rates, kind) if rates else None
    return None if rate == 0 and kind in PIECES else rate


def _jumps(before: Rates | None, after: Rates | None, kind: PriceKind) -> bool:
    if before is None or after is None:
        return False
    old = _own(before, kind)
    if old is None:
        # The list begins to tell this kind: a discount is what one expects, and a piece had no price at all.
        return kind not in PIECES and after.of(kind) > MOST_TIMES * before.of(kind)
    new = after.of(kind)
    if old == 0 or new == 0:
        return old != new
    return new > MOST_TIMES * old or old > MOST_TIMES * new
