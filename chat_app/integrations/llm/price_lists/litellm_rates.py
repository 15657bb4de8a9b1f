"""All rates of an entry of LiteLLM's list. Rates for batches and hours of the day are others' and not read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from chat_app.integrations.llm.price_lists.rate_reading import MOST_LIMITS, RateReader, beyond
from chat_app.integrations.llm.rates import PriceKind, Rates

_LONG = re.compile(r"(?:in|out)put_cost_per_token_above_(\d{1,5})k_tokens$")
_SEARCH = "search_context_cost_per_query"
TIERS = ("flex", "priority")
_TIER_KINDS = (PriceKind.INPUT, PriceKind.OUTPUT, PriceKind.CACHE_READ)
_FIELDS = {
    PriceKind.INPUT: ("input_cost_per_token",),
    PriceKind.OUTPUT: ("output_cost_per_token",),
    PriceKind.CACHE_READ: ("cache_read_input_token_cost", "input_cost_per_token_cache_hit"),
    PriceKind.CACHE_WRITE: ("cache_creation_input_token_cost",),
    PriceKind.CACHE_WRITE_1H: ("cache_creation_input_token_cost_above_1hr",),
    PriceKind.REASONING: ("output_cost_per_reasoning_token",),
    PriceKind.AUDIO_IN: ("input_cost_per_audio_token",),
    PriceKind.AUDIO_OUT: ("output_cost_per_audio_token",),
    PriceKind.IMAGE_IN: ("input_cost_per_image_token",),
    PriceKind.IMAGE_OUT: ("output_cost_per_image_token",),
    PriceKind.IMAGE: ("output_cost_per_image",),
    PriceKind.REQUEST: ("input_cost_per_request",),
}


@dataclass(frozen=True, slots=True)
class Tariff:
    """The rates, those for long inputs, and the first field whose amount cannot be."""

    rates: Rates | None
    long_above: int = 0
    long_rates: Rates | None = None
    higher: tuple[tuple[int, Rates], ...] = ()
    bad: str = ""


def read_tariff(entry: Mapping[str, object]) -> Tariff:
    """Everything that an entry says of its price."""
    reader = _reader(entry, "")
    rates = reader.rates()
    if rates is None:
        return Tariff(None, bad=reader.bad)
    tiers: list[tuple[int, Rates]] = []
    limits = _limits(entry)
    bad = reader.bad or (f"_above_{limits[-1]}k_tokens" if len(limits) > MOST_LIMITS else "")
    for thousands in limits[:MOST_LIMITS]:
        long = _reader(entry, f"_above_{thousands}k_tokens")
        bad = bad or long.bad
        if thousands and (above := beyond(tiers[-1][1] if tiers else rates, long.found)):
            tiers.append((thousands * 1000, above))
    return tariff_of(rates, tiers, bad)


def read_tiers(entry: Mapping[str, object]) -> tuple[tuple[str, int, int, int, int | None], ...]:
    """What OpenAI's tiers of service cost, also for long inputs (`ModelFacts.tier_rates`)."""
    limits = sorted({0, *_limits(entry)[:MOST_LIMITS]})
    found: list[tuple[str, int, int, int, int | None]] = []
    for tier in TIERS:
        for thousands in limits:
            long = f"_above_{thousands}k_tokens" if thousands else ""
            reader = RateReader(entry)
            for kind in _TIER_KINDS:
                reader.read(kind, f"{_FIELDS[kind][0]}{long}_{tier}")
            if rates := reader.rates():
                found.append((tier, thousands * 1000, rates.input, rates.output, rates.cache_read))
    return tuple(found)


def _limits(entry: Mapping[str, object]) -> list[int]:
    """The lengths of input, in thousands of tokens, beyond which it names another price."""
    return sorted({int(match[1]) for key in entry if (match := _LONG.match(key))})


def tariff_of(rates: Rates, tiers: list[tuple[int, Rates]], bad: str) -> Tariff:
    """`tiers` with the lowest limit first."""
    above, long_rates = tiers[0] if tiers else (0, None)
    return Tariff(rates, above, long_rates, tuple(tiers[1:]), bad)


def _reader(entry: Mapping[str, object], suffix: str) -> RateReader:
    reader = RateReader(entry)
    for kind, fields in _FIELDS.items():
        reader.read(kind, *(f"{name}{suffix}" for name in fields))
    searches = entry.get(_SEARCH)
    if not suffix and isinstance(searches, dict):
        # How much is searched for is the caller's choice; "medium" is what every vendor does unasked.
        inner = RateReader(searches)
        inner.read(PriceKind.SEARCH, *(f"search_context_size_{size}" for size in ("medium", "low", "high")))
        reader.found |= inner.found
        reader.bad = reader.bad or inner.bad
    return reader
