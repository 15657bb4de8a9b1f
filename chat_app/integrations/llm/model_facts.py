"""Sizes, abilities and prices of vendors' models: the list that ships inside the litellm package, and over it what was published since.

Only the file is read: importing litellm costs 8 CPU-seconds and 190 MB.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from chat_app.integrations.llm.price_lists import litellm_map
from chat_app.integrations.llm.price_lists.errors import ListRefusedError
from chat_app.integrations.llm.price_lists.facts import Listing, ModelFacts

__all__ = ["ModelFacts", "ModelFactsBook", "undated"]

logger = logging.getLogger(__name__)

_FILE = "model_prices_and_context_window_backup.json"
# How resellers name the vendor in "vendor/model".
_VENDORS = {"google": "gemini", "x-ai": "xai", "mistralai": "mistral"} | {name: name for name in litellm_map.BRANDS.values()}
_DATE = re.compile(r"-(?:\d{4}-\d{2}-\d{2}|\d{2}-\d{4}|\d{8}|\d{4})$")


class ModelFactsBook:
    """Looks models up. Empty until `load` has run; it reads the file once, in a thread."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._lock = asyncio.Lock()
        self._loaded = False
        self._ground: Listing = {}
        self._facts: Listing = {}
        self._aliases: Listing = {}
        self.version = ""
        """What a price of the shipped list names as its version."""

    async def load(self) -> None:
        """Read the list; without one, or with one we cannot read, prices and sizes are simply unknown."""
        async with self._lock:
            if self._loaded:
                return
            try:
                self._ground = await asyncio.to_thread(_read, self._path or _shipped_file())
                self.version = f"litellm {version('litellm')}"
            except (OSError, ListRefusedError, ImportError) as error:
                logger.warning("The list of model prices cannot be read: %s", error)
            self.lay_over({})
            self._loaded = True

    @property
    def loaded(self) -> bool:
        """Whether the list has been read."""
        return self._loaded

    @property
    def ground(self) -> Mapping[str, Mapping[str, ModelFacts]]:
        """The shipped list alone, by vendor and name."""
        return self._ground

    @property
    def models(self) -> Mapping[str, Mapping[str, ModelFacts]]:
        """All that is known, by vendor and name."""
        return self._facts

    def lay_over(self, published: Listing) -> None:
        """From now on these facts hold in place of the shipped ones of the same names."""
        brands = [*self._ground, *(brand for brand in published if brand not in self._ground)]
        self._facts = {brand: {**self._ground.get(brand, {}), **published.get(brand, {})} for brand in brands}
        self._aliases = {brand: _aliases(known) for brand, known in self._facts.items()}

    def facts(self, provider: str, name: str) -> ModelFacts | None:
        """What is known of a provider's model; prefixes, dates and the spelling of version numbers do not matter."""
        found = self._lookup(provider, name)
        vendor, slash, rest = name.lower().removeprefix("models/").partition("/")
        if found is None and slash and (resold := self._lookup(_VENDORS.get(vendor, ""), rest.partition(":")[0])):
            # A reseller has the same model, at a price of his own.
            return _unpriced(resold)
        if found is None and provider == "bedrock" and (plain := self._lookup(provider, name.partition(".")[2])):
            # A profile over several regions: the same model, whose price may be another.
            return _unpriced(plain)
        return found

    def chat_models(self, provider: str, today: date) -> list[str]:
        """The names of a provider's chat models that have not been withdrawn."""
        known = self._facts.get(provider, {})
        return [name for name, facts in known.items() if facts.chat and not (facts.retires_on and facts.retires_on <= today)]

    def _lookup(self, provider: str, name: str) -> ModelFacts | None:
        known, aliases = self._facts.get(provider, {}), self._aliases.get(provider, {})
        plain = litellm_map.bare(name, provider)
        return known.get(plain) or aliases.get(_key(plain)) or aliases.get(_key(undated(plain)))


def undated(name: str) -> str:
    """A model's name without the date of its snapshot and without "-latest"."""
    return _DATE.sub("", name.removesuffix("-latest").partition("@")[0])


def _unpriced(facts: ModelFacts) -> ModelFacts:
    return replace(facts, rates=None, long_above=0, long_rates=None, higher=(), version="")


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


def _read(path: Path) -> Listing:
    return litellm_map.parse(path.read_bytes(), strict=False)
