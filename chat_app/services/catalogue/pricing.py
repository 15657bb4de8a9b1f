"""What a call costs, in whole nano-dollars: a line for each kind of unit, and their sum. Integers only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from functools import lru_cache

from chat_app.integrations.llm.port import TokenUsage
from chat_app.integrations.llm.rates import PriceKind, Rates
from chat_app.services.catalogue.dto import Price
from chat_app.services.kernel.money import TOKENS_PER_PRICE

WHOLE = 10_000
"""Hundredths of a percent."""


@dataclass(frozen=True, slots=True)
class CostLine:
    """So many units of a kind, at this rate (nano-dollars per million), cost `nano` nano-dollars."""

    kind: PriceKind
    count: int
    rate: int
    nano: int


def cost_nano(price: Price | None, usage: TokenUsage) -> int | None:
    """The cost of one call; None when the price is unknown."""
    return None if price is None else sum(line.nano for line in cost_lines(price, usage))


def cost_lines(price: Price, usage: TokenUsage) -> tuple[CostLine, ...]:
    """What was used of each kind and what it costs, each line rounded up once; the charge is the sum of its lines.

    Special tokens are part of the input or of the output: what is left of these costs the plain rate.
    """
    rates = rates_for(price, usage.input, usage.tier)
    counts = [*_divided(PriceKind.INPUT, usage.input, _READ, usage), *_divided(PriceKind.OUTPUT, usage.output, _WRITTEN, usage)]
    counts += [(PriceKind.IMAGE, usage.images), (PriceKind.SEARCH, usage.searches), (PriceKind.REQUEST, int(bool(usage.input)))]
    return tuple(_line(kind, count, rates) for kind, count in counts if count > 0 and (kind not in _SINGLE or rates.of(kind)))


def rates_for(price: Price, input_tokens: int, tier: str = "") -> Rates:
    """The rates of a request with so many tokens of input: those for a long one hold for all of its tokens.

    A tier of service that has no rates there costs the plain ones.
    """
    limit, rates = _plain(price, input_tokens)
    return next((own for name, above, own in price.tiers if (name, above) == (tier, limit)), rates)


def _plain(price: Price, input_tokens: int) -> tuple[int, Rates]:
    """The limit that the input is beyond, and the rates there."""
    if not price.long_rates or not price.long_above or input_tokens <= price.long_above:
        return 0, price.rates
    beyond = (step for step in reversed(price.higher) if input_tokens > step[0])
    return next(beyond, (price.long_above, price.long_rates))


@lru_cache(maxsize=8_192)
def with_margin(price: Price, points: int) -> Price:
    """The price with so many hundredths of a percent on top of each rate, each rounded up to a whole nano-dollar per million."""
    if points == 0:
        return price
    long_rates = _raised(price.long_rates, points) if price.long_rates else None
    higher = tuple((above, _raised(rates, points)) for above, rates in price.higher)
    tiers = tuple((tier, above, _raised(rates, points)) for tier, above, rates in price.tiers)
    return replace(price, rates=_raised(price.rates, points), long_rates=long_rates, higher=higher, tiers=tiers)


def _raised(rates: Rates, points: int) -> Rates:
    known = ((field.name, getattr(rates, field.name)) for field in fields(Rates))
    return replace(rates, **{name: -(-rate * (WHOLE + points) // WHOLE) for name, rate in known if rate is not None})


_READ = (PriceKind.CACHE_READ, PriceKind.CACHE_WRITE, PriceKind.CACHE_WRITE_1H, PriceKind.AUDIO_IN, PriceKind.IMAGE_IN)
_WRITTEN = (PriceKind.REASONING, PriceKind.AUDIO_OUT, PriceKind.IMAGE_OUT)
_SINGLE = (PriceKind.IMAGE, PriceKind.SEARCH, PriceKind.REQUEST)


def _divided(plain: PriceKind, total: int, special: Iterable[PriceKind], usage: TokenUsage) -> Iterator[tuple[PriceKind, int]]:
    """`total` tokens by kind; a provider that counts more special ones than there are in all gets no more than all."""
    left = max(total, 0)
    counts: list[tuple[PriceKind, int]] = []
    for kind in special:
        count = min(max(usage.of(kind), 0), left)
        counts.append((kind, count))
        left -= count
    yield (plain, left)
    yield from counts


def _line(kind: PriceKind, count: int, rates: Rates) -> CostLine:
    rate = rates.of(kind)
    return CostLine(kind, count, rate, -(-count * rate // TOKENS_PER_PRICE))
