"""Prices that administrators set for a model of a provider of the platform. They go before what the lists say."""

from __future__ import annotations

from collections.abc import Mapping

from chat_app.integrations.llm.price_lists.rate_reading import MOST_PER_PIECE, MOST_PER_TOKEN, PIECES, nano
from chat_app.integrations.llm.rates import PriceKind, Rates
from chat_app.services.prices.errors import RateError
from chat_app.services.prices.tariffs import Tariff

KINDS = tuple(kind.value for kind in PriceKind)


def own_tariff(rates: Mapping[str, int | None]) -> Tariff:
    """The price of these rates (nano-dollars per million units, by kind); raises `RateError` unless it can be one.

    What is left out costs as much as plain tokens; pieces that are left out cost nothing.
    """
    for name, rate in rates.items():
        if name not in KINDS or (rate is not None and not 0 <= rate <= most(PriceKind(name))):
            raise RateError(kind=name)
    known = {name: rate for name, rate in rates.items() if rate is not None}
    for kind in (PriceKind.INPUT, PriceKind.OUTPUT):
        if kind.value not in known:
            raise RateError(kind=kind.value)
    return Tariff(Rates(**known))


def most(kind: PriceKind) -> int:
    """The highest rate that is believed."""
    return nano(MOST_PER_PIECE if kind in PIECES else MOST_PER_TOKEN)
