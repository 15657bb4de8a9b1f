"""Ollama servers, and what works without a network."""

from __future__ import annotations

from typing import Any

from chat_app.integrations.llm.providers import configured_providers
from chat_app.integrations.ollama.connecting import connector
from chat_app.services.catalogue.catalogue import CatalogueService
from chat_app.services.kernel.clock import utc_now
from chat_app.services.ollama import OllamaService
from chat_app.services.ollama.pulls import PullBook
from chat_app.services.ollama.readiness import OfflineReadiness
from chat_app.services.ollama.servers import OllamaServers
from chat_app.services.providers.rows import ProviderRows
from chat_app.services.search.service import SearchService
from chat_app.wiring.ground import Ground


def build_local_models(ground: Ground, catalogue: CatalogueService) -> dict[str, Any]:
    """By their names in `Services`."""
    settings = ground.settings
    rows = ProviderRows(ground.db, ground.vault, ground.site, ground.outbound.for_people, ground.outbound.for_administrators)
    servers = OllamaServers(configured_providers(settings), rows, connector())
    readiness = OfflineReadiness(servers, catalogue, SearchService(ground.db), titles=settings.title_generation)
    return {"ollama": OllamaService(servers, PullBook(servers, utc_now), catalogue, ground.audit, readiness, settings.outbound_hosts)}
