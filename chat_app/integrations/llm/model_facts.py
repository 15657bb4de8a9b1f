"""Sizes, abilities and prices of vendors' models, from the list that ships inside the litellm package.

Only the file is read: importing litellm costs 8 CPU-seconds and 190 MB.
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from chat_app.integrations.llm.rates import Rates

logger = logging.getLogger(__name__)

_FILE = "model_prices_and_context_window_backup.json"
_PROVIDERS = {
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
# How resellers name the vendor in "vendor/model".
_VENDORS = {"google": "gemini", "x-ai": "xai", "mistralai": "mistral"} | {name: name for name in _PROVIDERS.values()}
_DATE = re.compile(r"-(?:\d{4}-\d{2}-\d{2}|\d{2}-\d{4}|\d{8}|\d{4})$")
_LONG = re.compile(r"input_cost_per_token_above_(\d{1,5})k_tokens$")
_EFFORT = re.compile(r"supports_([a-z]+)_reasoning_effort$")
# Dollars per token into nano-dollars per million tokens.
_SCALE = Decimal(10) ** 15


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """What is known of a model. `chat` is False for models that only embed, speak or draw."""

    chat: bool
    context_tokens: int | None
    max_output_tokens: int | None
    vision: bool
    tools: bool
    reasoning: bool
    rates: Rates | None
    long_above: int = 0
    """With an input longer than this, `long_rates` hold for all tokens; 0: they never do."""
    long_rates: Rates | None = None
    retires_on: date | None = None
    sampling: bool = True
    """Whether it takes temperature and the like."""
    json_mode: bool | None = None
    efforts: tuple[str, ...] = ()
    """Levels of reasoning that the list says it has, and those that it says it has not."""
    no_efforts: tuple[str, ...] = ()
    default_effort: str = ""
    adaptive: bool = False
    """Whether it decides by itself how much to think."""
    tiers: tuple[str, ...] = ()
    """Tiers of service with a price of their own."""


@dataclass(frozen=True, slots=True)
class _Listed:
    provider: str
    facts: ModelFacts


class ModelFactsBook:
    """Looks models up. Empty until `load` has run; it reads the file once, in a thread."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._lock = asyncio.Lock()
        self._loaded = False
        self._facts: dict[str, dict[str, ModelFacts]] = {}
        self._aliases: dict[str, dict[str, ModelFacts]] = {}
        self.version = ""

    async def load(self) -> None:
        """Read the list; without one, or with one we cannot read, prices and sizes are simply unknown."""
        async with self._lock:
            if self._loaded:
                return
            try:
                self._facts = await asyncio.to_thread(_read, self._path or _shipped_file())
                self._aliases = {provider: _aliases(known) for provider, known in self._facts.items()}
                self.version = f"litellm {version('litellm')}"
            except (OSError, ValueError, ImportError) as error:
                logger.warning("The list of model prices cannot be read: %s", error)
            self._loaded = True

    @property
    def loaded(self) -> bool:
        """Whether the list has been read."""
        return self._loaded

    def facts(self, provider: str, name: str) -> ModelFacts | None:
        """What is known of a provider's model; prefixes, dates and the spelling of version numbers do not matter."""
        found = self._lookup(provider, name)
        vendor, slash, rest = name.lower().removeprefix("models/").partition("/")
        if found is None and slash and (resold := self._lookup(_VENDORS.get(vendor, ""), rest.partition(":")[0])):
            # A reseller has the same model, at a price of his own.
            return replace(resold, rates=None, long_above=0, long_rates=None)
        return found

    def chat_models(self, provider: str, today: date) -> list[str]:
        """The names of a provider's chat models that have not been withdrawn."""
        known = self._facts.get(provider, {})
        return [name for name, facts in known.items() if facts.chat and not (facts.retires_on and facts.retires_on <= today)]

    def _lookup(self, provider: str, name: str) -> ModelFacts | None:
        known, aliases = self._facts.get(provider, {}), self._aliases.get(provider, {})
        plain = _bare(name, provider)
        return known.get(plain) or aliases.get(_key(plain)) or aliases.get(_key(undated(plain)))


def undated(name: str) -> str:
    """A model's name without the date of its snapshot and without "-latest"."""
    return _DATE.sub("", name.removesuffix("-latest").partition("@")[0])


def _bare(name: str, provider: str) -> str:
    return name.removeprefix("models/").removeprefix(f"{provider}/")


def _key(name: str) -> str:
    return name.lower().replace(".", "-")


def _aliases(known: dict[str, ModelFacts]) -> dict[str, ModelFacts]:
    aliases = {_key(name): facts for name, facts in reversed(known.items())}
    for name, facts in known.items():
        aliases.setdefault(_key(undated(name)), facts)
    return aliases


def _shipped_file() -> Path:
    spec = find_spec("litellm")
    if spec is None or not spec.submodule_search_locations:
        raise ImportError("litellm is not installed")
    return Path(spec.submodule_search_locations[0]) / _FILE


def _read(path: Path) -> dict[str, dict[str, ModelFacts]]:
    """Facts by provider and name. Every entry is reduced while the parser runs, so the whole list is never in memory."""
    listed: dict[str, object] = json.loads(path.read_bytes(), parse_float=Decimal, object_hook=_reduced)
    facts: dict[str, dict[str, ModelFacts]] = {}
    for name, entry in listed.items():
        if isinstance(entry, _Listed):
            facts.setdefault(entry.provider, {}).setdefault(_bare(name, entry.provider), entry.facts)
    return facts


def _reduced(entry: dict[str, object]) -> object:
    if "litellm_provider" not in entry:
        return entry
    provider = _PROVIDERS.get(str(entry["litellm_provider"]))
    return _Listed(provider, _facts(entry)) if provider else None


def _facts(entry: dict[str, object]) -> ModelFacts:
    outputs = entry.get("supported_output_modalities")
    above = min((int(match[1]) * 1000 for key in entry if (match := _LONG.match(key))), default=0)
    return ModelFacts(
        chat=entry.get("mode") == "chat" and (not isinstance(outputs, list) or "text" in outputs),
        context_tokens=_count(entry, "max_input_tokens", "max_tokens"),
        max_output_tokens=_count(entry, "max_output_tokens", "max_tokens"),
        vision=entry.get("supports_vision") is True,
        tools=entry.get("supports_function_calling") is True,
        reasoning=entry.get("supports_reasoning") is True,
        rates=_rates(entry, ""),
        long_above=above,
        long_rates=_rates(entry, f"_above_{above // 1000}k_tokens") if above else None,
        retires_on=_day(entry.get("deprecation_date")),
        sampling=entry.get("supports_sampling_params") is not False,
        json_mode=None if entry.get("supports_response_schema") is None else entry["supports_response_schema"] is True,
        efforts=_efforts(entry, has=True),
        no_efforts=_efforts(entry, has=False),
        default_effort=str(entry.get("default_reasoning_effort") or ""),
        adaptive=entry.get("supports_adaptive_thinking") is True,
        tiers=tuple(tier for tier in ("flex", "priority") if _nano(entry.get(f"input_cost_per_token_{tier}")) is not None),
    )


def _efforts(entry: dict[str, object], *, has: bool) -> tuple[str, ...]:
    return tuple(match[1] for key, value in entry.items() if value is has and (match := _EFFORT.match(key)))


def _rates(entry: dict[str, object], suffix: str) -> Rates | None:
    paid, answered = _nano(entry.get(f"input_cost_per_token{suffix}")), _nano(entry.get(f"output_cost_per_token{suffix}"))
    if paid is None or answered is None:
        return None
    cached = _nano(entry.get(f"cache_read_input_token_cost{suffix}"))
    return Rates(input=paid, output=answered, cache_read=cached)


def _nano(dollars_per_token: object) -> int | None:
    if not isinstance(dollars_per_token, Decimal | int) or dollars_per_token < 0:
        return None
    # A few converted prices are finer than a nano per million tokens; nobody is billed a thousandth of a nano-dollar.
    return int((Decimal(dollars_per_token) * _SCALE).to_integral_value(ROUND_HALF_UP))


def _count(entry: dict[str, object], *keys: str) -> int | None:
    values = (entry.get(key) for key in keys)
    return next((value for value in values if isinstance(value, int) and value > 0), None)


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None
