"""The list of the LiteLLM project, as it ships inside its package and as it is published."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from chat_app.integrations.llm.price_lists import exact_json
from chat_app.integrations.llm.price_lists.errors import ListRefusedError
from chat_app.integrations.llm.price_lists.facts import Listing, ModelFacts
from chat_app.integrations.llm.price_lists.litellm_rates import Tariff, read_tariff, read_tiers

BRANDS = {
    "openai": "openai",
    "anthropic": "anthropic",
    "gemini": "gemini",
    "mistral": "mistral",
    "groq": "groq",
    "xai": "xai",
    "deepseek": "deepseek",
    "cohere": "cohere",
    "cohere_chat": "cohere",
    "openrouter": "openrouter",
    "azure": "azure",
    "bedrock": "bedrock",
    "bedrock_converse": "bedrock",
}
"""The list's names of vendors that we know, with ours."""
_EFFORT = re.compile(r"supports_([a-z]+)_reasoning_effort$")
_MODALITIES = ("text", "image", "audio", "video", "file")
_READS = {
    "supports_vision": "image",
    "supports_image_input": "image",
    "supports_audio_input": "audio",
    "supports_video_input": "video",
    "supports_pdf_input": "file",
}


@dataclass(frozen=True, slots=True)
class _Listed:
    brand: str
    facts: ModelFacts
    bad: str


def parse(body: bytes, *, strict: bool = True) -> Listing:
    """Facts of the vendors we know. Raises `ListRefusedError` for what is no list, and with `strict` for a rate that cannot be."""
    # Every entry is reduced while the parser runs, so the whole list is never in memory.
    found = exact_json.load(body, _reduced)
    listing: Listing = {}
    for name, entry in found.items():
        if not isinstance(entry, _Listed):
            continue
        if entry.bad and strict:
            raise ListRefusedError("prices.problem.rate", model=name[:100], field=entry.bad[:60])
        listing.setdefault(entry.brand, {}).setdefault(bare(name, entry.brand), entry.facts)
    return listing


def bare(name: str, brand: str) -> str:
    """A model's name without what only says where it is."""
    return name.removeprefix("models/").removeprefix(f"{brand}/")


def _reduced(entry: dict[str, object]) -> object:
    if "litellm_provider" not in entry:
        return entry
    brand = BRANDS.get(str(entry["litellm_provider"]))
    if brand is None:
        return None
    tariff = read_tariff(entry)
    return _Listed(brand, _facts(entry, tariff), tariff.bad)


def _facts(entry: dict[str, object], tariff: Tariff) -> ModelFacts:
    outputs = _outputs(entry)
    return ModelFacts(
        chat=entry.get("mode") == "chat" and "text" in outputs,
        context_tokens=_count(entry, "max_input_tokens", "max_tokens"),
        max_output_tokens=_count(entry, "max_output_tokens", "max_tokens"),
        vision=entry.get("supports_vision") is True,
        tools=entry.get("supports_function_calling") is True,
        reasoning=entry.get("supports_reasoning") is True,
        rates=tariff.rates,
        long_above=tariff.long_above,
        long_rates=tariff.long_rates,
        higher=tariff.higher,
        retires_on=day_of(entry.get("deprecation_date")),
        sampling=entry.get("supports_sampling_params") is not False,
        json_mode=None if entry.get("supports_response_schema") is None else entry["supports_response_schema"] is True,
        efforts=_efforts(entry, has=True),
        no_efforts=_efforts(entry, has=False),
        default_effort=str(entry.get("default_reasoning_effort") or ""),
        adaptive=entry.get("supports_adaptive_thinking") is True,
        tier_rates=read_tiers(entry),
        caching=entry.get("supports_prompt_caching") is True,
        inputs=_inputs(entry),
        outputs=outputs,
    )


def _efforts(entry: dict[str, object], *, has: bool) -> tuple[str, ...]:
    return tuple(match[1] for key, value in entry.items() if value is has and (match := _EFFORT.match(key)))


def _inputs(entry: dict[str, object]) -> tuple[str, ...]:
    named = entry.get("supported_modalities")
    said = {kind for kind in named if isinstance(kind, str)} if isinstance(named, list) else set()
    said |= {kind for flag, kind in _READS.items() if entry.get(flag) is True}
    return tuple(kind for kind in _MODALITIES if kind in said or kind == "text")


def _outputs(entry: dict[str, object]) -> tuple[str, ...]:
    named = entry.get("supported_output_modalities")
    if isinstance(named, list):
        return tuple(kind for kind in _MODALITIES if kind in named)
    if entry.get("mode") in ("image_generation", "image_edit"):
        return ("image",)
    return ("text", "audio") if entry.get("supports_audio_output") is True else ("text",)


def _count(entry: dict[str, object], *keys: str) -> int | None:
    values = (entry.get(key) for key in keys)
    return next((value for value in values if isinstance(value, int) and 0 < value < 2**31), None)


def day_of(text: object) -> date | None:
    """A day as ISO; None for what is none."""
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None
