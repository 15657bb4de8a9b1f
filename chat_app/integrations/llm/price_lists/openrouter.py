"""OpenRouter's own list of its models (`GET /api/v1/models`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chat_app.integrations.llm.json_objects import mapping, text
from chat_app.integrations.llm.price_lists import exact_json
from chat_app.integrations.llm.price_lists.errors import ListRefusedError
from chat_app.integrations.llm.price_lists.facts import Listing, ModelFacts
from chat_app.integrations.llm.price_lists.litellm_map import day_of
from chat_app.integrations.llm.price_lists.litellm_rates import Tariff, tariff_of
from chat_app.integrations.llm.price_lists.rate_reading import MOST_LIMITS, MOST_PER_TOKEN, RateReader, amount_of, beyond
from chat_app.integrations.llm.rates import PriceKind, Rates

BRAND = "openrouter"
_FIELDS = {
    PriceKind.INPUT: "prompt",
    PriceKind.OUTPUT: "completion",
    PriceKind.CACHE_READ: "input_cache_read",
    PriceKind.CACHE_WRITE: "input_cache_write",
    PriceKind.CACHE_WRITE_1H: "input_cache_write_1h",
    PriceKind.REASONING: "internal_reasoning",
    PriceKind.AUDIO_IN: "audio",
    PriceKind.AUDIO_OUT: "audio_output",
    PriceKind.IMAGE_OUT: "image_output",
    PriceKind.REQUEST: "request",
    PriceKind.SEARCH: "web_search",
}
_DEPENDS = "-1"
# "image" is the price of a token for some models and that of a picture for others; no token costs so many times a plain one.
_IMAGE_TOKEN = 20
_EFFORTS = ("none", "minimal", "low", "medium", "high", "xhigh", "max")
_MODALITIES = ("text", "image", "audio", "video", "file")


def parse(body: bytes) -> Listing:
    """Facts of all models. Raises `ListRefusedError` for what is no list, and for a rate that cannot be."""
    entries = exact_json.load(body).get("data")
    if not isinstance(entries, list):
        raise ListRefusedError("prices.problem.shape")
    models: dict[str, ModelFacts] = {}
    for entry in entries:
        name = mapping(entry).get("id")
        if not isinstance(name, str) or not name or "pricing" not in entry:
            raise ListRefusedError("prices.problem.shape")
        tariff = _tariff(mapping(entry["pricing"]))
        if tariff.bad:
            raise ListRefusedError("prices.problem.rate", model=name[:100], field=tariff.bad[:60])
        models.setdefault(name, _facts(entry, tariff))
    return {BRAND: models}


def _tariff(pricing: Mapping[str, Any]) -> Tariff:
    if pricing.get("prompt") == _DEPENDS or pricing.get("completion") == _DEPENDS:
        # A router: what it costs is what the model costs that it chose.
        return Tariff(None)
    reader = _reader(pricing)
    rates = reader.rates()
    if rates is None:
        return Tariff(None, bad=reader.bad)
    tiers: list[tuple[int, Rates]] = []
    overrides = _overrides(pricing)
    bad = reader.bad or ("overrides" if len(overrides) > MOST_LIMITS else "")
    for least, override in overrides[:MOST_LIMITS]:
        long = _reader(override)
        bad = bad or long.bad
        if above := beyond(tiers[-1][1] if tiers else rates, long.found):
            tiers.append((least - 1, above))
    return tariff_of(rates, tiers, bad)


def _overrides(pricing: Mapping[str, Any]) -> list[tuple[int, Mapping[str, Any]]]:
    """What holds from so many tokens of input on, the lowest limit first. Prices by other conditions are none that we can tell."""
    listed = pricing.get("overrides")
    found = [mapping(each) for each in listed] if isinstance(listed, list) else []
    limits = [(each.get("min_prompt_tokens"), each) for each in found]
    return sorted(((least, each) for least, each in limits if isinstance(least, int) and least > 1), key=lambda pair: pair[0])


def _reader(pricing: Mapping[str, Any]) -> RateReader:
    reader = RateReader(pricing)
    for kind, name in _FIELDS.items():
        reader.read(kind, name)
    picture, plain = amount_of(pricing.get("image")), amount_of(pricing.get("prompt"))
    if picture is not None and plain is not None and 0 <= plain <= MOST_PER_TOKEN and picture <= plain * _IMAGE_TOKEN:
        reader.read(PriceKind.IMAGE_IN, "image")
    return reader


def _facts(entry: Mapping[str, Any], tariff: Tariff) -> ModelFacts:
    top, reasoning = mapping(entry.get("top_provider")), mapping(entry.get("reasoning"))
    parameters, architecture = _texts(entry.get("supported_parameters")), mapping(entry.get("architecture"))
    inputs, outputs = _known(architecture.get("input_modalities")), _known(architecture.get("output_modalities"))
    return ModelFacts(
        chat="text" in outputs,
        context_tokens=_count(entry.get("context_length")) or _count(top.get("context_length")),
        max_output_tokens=_count(top.get("max_completion_tokens")),
        vision="image" in inputs,
        tools="tools" in parameters,
        reasoning="reasoning" in parameters,
        rates=tariff.rates,
        long_above=tariff.long_above,
        long_rates=tariff.long_rates,
        higher=tariff.higher,
        retires_on=day_of(entry.get("expiration_date")),
        sampling="temperature" in parameters or not parameters,
        json_mode="response_format" in parameters or "structured_outputs" in parameters,
        efforts=tuple(effort for effort in _EFFORTS if effort in _texts(reasoning.get("supported_efforts"))),
        default_effort=text(reasoning.get("default_effort")),
        caching=tariff.rates is not None and tariff.rates.cache_read is not None,
        inputs=inputs,
        outputs=outputs,
        parameters=parameters or None,
    )


def _known(names: object) -> tuple[str, ...]:
    listed = _texts(names)
    return tuple(kind for kind in _MODALITIES if kind in listed) or ("text",)


def _texts(values: object) -> tuple[str, ...]:
    return tuple(value for value in values if isinstance(value, str)) if isinstance(values, list) else ()


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and 0 < value < 2**31 else None
