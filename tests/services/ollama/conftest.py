"""Local models on a real database, with an Ollama server on this machine."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field

import pytest
from sqlmodel import Session, select

from chat_app.db import Database
from chat_app.integrations.http.outbound import OutboundClient
from chat_app.integrations.llm.model_facts import ModelFactsBook
from chat_app.integrations.llm.offline import OfflineGateway
from chat_app.integrations.llm.providers import ProviderConfig, bare_gateway
from chat_app.integrations.llm.vendors import ProviderKind
from chat_app.integrations.ollama.connecting import connector
from chat_app.models import AuditEntry
from chat_app.services.audit import AuditLog
from chat_app.services.audit.details import read_details
from chat_app.services.catalogue.catalogue import CatalogueService
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import utc_now
from chat_app.services.ollama import OllamaService
from chat_app.services.ollama.pulls import PullBook
from chat_app.services.ollama.readiness import OfflineReadiness
from chat_app.services.ollama.servers import OllamaServers
from chat_app.services.providers import ProviderService
from chat_app.services.providers.rows import ProviderRows
from chat_app.services.search.service import SearchService
from chat_app.services.site import SiteService
from chat_app.services.vault import Vault
from tests.fakes.ollama_server import OllamaFake, ollama_server
from tests.services.providers.conftest import MASTER, names, somebody

CHAT, VISION, EMBED, NEW = "llama3.2:1b", "gemma3:4b", "nomic-embed-text:latest", "llama3.2:3b"


@dataclass
class Stable:
    """The services of one process, with `fake` as the server of the environment."""

    db: Database
    fake: OllamaFake
    site: SiteService
    providers: ProviderService
    catalogue: CatalogueService
    ollama: OllamaService
    admin: Actor
    user: Actor
    extra: list[CatalogueService] = field(default_factory=list)

    def acts(self) -> list[tuple[str, str, str]]:
        """Action, outcome and model of every entry about local models."""

        def load(session: Session) -> list[tuple[str, str, str]]:
            entries = session.exec(select(AuditEntry).order_by(AuditEntry.seq)).all()  # type: ignore[arg-type]
            return [
                (each.action, each.outcome, read_details(each.details).get("model", "")) for each in entries if each.object_kind == "ollama"
            ]

        return self.db.read_now(load)

    async def listed(self) -> list[str]:
        """The models that people can choose."""
        return [card.id for card in self.catalogue.shown(self.user)]


@pytest.fixture
def fake() -> Iterator[OllamaFake]:
    with ollama_server(CHAT, EMBED) as server:
        yield server


@pytest.fixture
async def stable(db: Database, fake: OllamaFake) -> AsyncIterator[Stable]:
    vault, audit = Vault(lambda: [MASTER], utc_now), AuditLog(db, utc_now)
    site = SiteService(db, audit, utc_now)
    outbound = OutboundClient(names, allowed=[("127.0.0.1", fake.port)])
    rows = ProviderRows(db, vault, site, outbound.for_people, outbound.for_administrators)
    environment = [ProviderConfig("ollama", "Ollama", ProviderKind.OLLAMA, fake.url, region="local")]
    catalogue = CatalogueService(environment, bare_gateway, OfflineGateway(), ModelFactsBook(), utc_now, rows=rows)
    providers = ProviderService(db, vault, audit, rows, outbound, bare_gateway, catalogue.changed, utc_now)
    servers = OllamaServers(environment, rows, connector())
    readiness = OfflineReadiness(servers, catalogue, SearchService(db), titles=True)
    service = OllamaService(servers, PullBook(servers, utc_now), catalogue, audit, readiness, {("registry.lan", 5000)})
    yield Stable(db, fake, site, providers, catalogue, service, somebody(db, "admin"), somebody(db))
    fake.release()
    await service.close()
    await catalogue.close()
