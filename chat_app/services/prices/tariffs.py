"""The price of a model as it is kept and compared: its rates, and those for long inputs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from chat_app.integrations.llm.price_lists.facts import ModelFacts
from chat_app.integrations.llm.price_lists.rate_reading import PIECES
from chat_app.integrations.llm.rates import PriceKind, Rates
from chat_app.services.catalogue.dto import Price

UNKNOWN = "{}"


@dataclass(frozen=True, slots=True)
class Tariff:
    """`rates` of None: nobody knows the price."""

    rates: Rates | None = None
    long_above: int = 0
    long_rates: Rates | None = None
    higher: tuple[tuple[int, Rates], ...] = ()

    @classmethod
    def of(cls, facts: ModelFacts | None) -> Tariff:
        """What a list says of a model's price."""
        return cls(facts.rates, facts.long_above, facts.long_rates, facts.higher) if facts else cls()

    def price(self, version: str) -> Price | None:
        """For the catalogue."""
        return Price(self.rates, version, self.long_above, self.long_rates, self.higher) if self.rates else None

    def on(self, facts: ModelFacts, version: str) -> ModelFacts:
        """The facts with this price."""
        return replace(facts, rates=self.rates, long_above=self.long_above, long_rates=self.long_rates, higher=self.higher, version=version)


def write_tariff(tariff: Tariff) -> str:
    """In the one form that is kept; equal prices are equal texts."""
    if tariff.rates is None:
        return UNKNOWN
    kept: dict[str, Any] = _kept(tariff.rates)
    if tariff.long_rates:
        kept |= {"long_above": tariff.long_above, "long": _kept(tariff.long_rates)}
    if tariff.higher:
        kept["higher"] = [[above, _kept(rates)] for above, rates in tariff.higher]
    return json.dumps(kept, separators=(",", ":"))


def read_tariff(text: str) -> Tariff:
    """What `write_tariff` wrote."""
    kept: dict[str, Any] = json.loads(text)
    if not kept:
        return Tariff()
    long_rates = _rates(kept["long"]) if "long" in kept else None
    higher = tuple((above, _rates(rates)) for above, rates in kept.get("higher", ()))
    return Tariff(_rates(kept), kept.get("long_above", 0), long_rates, higher)


def _kept(rates: Rates) -> dict[str, int]:
    """Without what follows from the rest: kinds that cost what plain tokens cost, pieces that cost nothing."""
    own = ((kind, getattr(rates, kind)) for kind in PriceKind)
    return {kind.value: rate for kind, rate in own if rate is not None and (rate or kind not in PIECES)}


def _rates(kept: Mapping[str, Any]) -> Rates:
    return Rates(**{kind.value: kept[kind] for kind in PriceKind if kind in kept})
