"""What works when the network is gone, computed from what is there now."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from importlib.util import find_spec

from chat_app.errors import UpstreamError
from chat_app.integrations.llm.providers import ProviderConfig
from chat_app.services.catalogue.catalogue import CatalogueService
from chat_app.services.catalogue.dto import LOCAL_PRICE, OFFLINE_MODEL_ID, ModelCard
from chat_app.services.kernel.actor import Actor
from chat_app.services.ollama.dto import Feature, Readiness
from chat_app.services.ollama.servers import ANSWER_SECONDS, OllamaServers
from chat_app.services.ollama.suggestions import wanted_for
from chat_app.services.search.service import SearchService

PLATFORM = Actor("")
"""Readiness is about what everybody has, not about the own providers of whoever asks."""
READERS = ("pypdf", "docx", "pptx", "openpyxl")
"""The packages that documents are read with."""
_NAMED = 5


class OfflineReadiness:
    """Asks all local servers, the search and the readers of documents."""

    def __init__(self, servers: OllamaServers, catalogue: CatalogueService, search: SearchService, *, titles: bool) -> None:
        self._servers = servers
        self._catalogue = catalogue
        self._search = search
        self._titles = titles

    async def check(self) -> Readiness:
        """Ask everything now; takes as long as the slowest server, some seconds at most."""
        configs = await self._servers.configs()
        embedders, cards = await asyncio.gather(self._embedders(configs), self._local_cards())
        found = {
            "chat": [card.id for card in cards],
            "vision": [card.id for card in cards if card.vision],
            "embedding": [name for names in embedders.values() for name in names],
        }
        wanted = wanted_for([use for use, names in found.items() if not names])
        features = [*self._with_models(found, wanted), *await self._without_models()]
        return Readiness(features, tuple(dict.fromkeys(wanted.values())), next(iter(embedders), ""), bool(configs))

    def _with_models(self, found: dict[str, list[str]], wanted: dict[str, str]) -> list[Feature]:
        def feature(name: str, use: str, *, on: bool = True) -> Feature:
            state = "off" if not on else "works" if found[use] else "missing"
            return Feature(name, state, tuple(found[use][:_NAMED]), wanted.get(use, "") if on else "")

        return [
            feature("chat", "chat"),
            feature("vision", "vision"),
            feature("knowledge", "embedding"),
            feature("titles", "chat", on=self._titles),
            feature("summaries", "chat"),
        ]

    async def _without_models(self) -> list[Feature]:
        can_read = all(find_spec(package) for package in READERS)
        # A search that finds nothing is enough: it raises where its index is broken.
        await self._search.quick(PLATFORM, "parley")
        return [
            Feature("assistant", "works", (OFFLINE_MODEL_ID,)),
            Feature("documents", "works" if can_read else "off"),
            Feature("search", "works"),
            Feature("pages", "works"),
            Feature("cloud", "network"),
        ]

    async def _local_cards(self) -> list[ModelCard]:
        """Models of own servers that answer: a list from before says nothing about now."""
        await self._catalogue.refresh(PLATFORM)
        silent = {problem.provider for problem in self._catalogue.problems(PLATFORM)}
        cards = self._catalogue.shown(PLATFORM)
        return [card for card in cards if _is_here(card) and card.provider not in silent]

    async def _embedders(self, configs: Sequence[ProviderConfig]) -> dict[str, list[str]]:
        """The servers that answer, with their models for embedding."""
        found = await asyncio.gather(*(self._embedders_of(config) for config in configs))
        return {config.id: names for config, names in zip(configs, found, strict=True) if names is not None}

    async def _embedders_of(self, config: ProviderConfig) -> list[str] | None:
        try:
            async with asyncio.timeout(ANSWER_SECONDS), self._servers.open(config) as server:
                return [f"{config.id}/{model.name}" for model in await server.models() if "embedding" in model.capabilities]
        except (UpstreamError, TimeoutError):
            return None


def _is_here(card: ModelCard) -> bool:
    """Whether it runs on an own machine. Ollama lists models, too, that it only passes on to its maker's computers."""
    is_passed_on = card.id.endswith(("-cloud", ":cloud"))
    return card.price is not None and card.price.version == LOCAL_PRICE.version and not is_passed_on
