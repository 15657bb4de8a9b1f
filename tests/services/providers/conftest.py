"""Providers on a real database, with a vault, an audit log, and a real server of models on this machine."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

import pytest
from sqlmodel import Session, select

from chat_app.db import Database
from chat_app.integrations.http.outbound import OutboundClient
from chat_app.integrations.llm.model_facts import ModelFactsBook
from chat_app.integrations.llm.offline import OfflineGateway
from chat_app.integrations.llm.providers import bare_gateway
from chat_app.models import AuditEntry, Provider, Secret, User
from chat_app.services.access.matrix import permissions_of
from chat_app.services.audit import AuditLog
from chat_app.services.catalogue.catalogue import CatalogueService
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import utc_now
from chat_app.services.kernel.ids import new_id
from chat_app.services.providers import ProviderService
from chat_app.services.providers.dto import NewProvider, ProviderInfo
from chat_app.services.providers.rows import ProviderRows
from chat_app.services.site import SiteService
from chat_app.services.vault import Vault
from tests.fakes.model_server import ModelServer, model_server

KEY = "sk-canary-0123456789"
MASTER = b"a master secret that is long enough for this"
PUBLIC = "93.184.215.14"


def somebody(db: Database, role: str = "user") -> Actor:
    user_id = new_id()
    db.write_now(lambda session: session.add(User(id=user_id, name="Ada", role=role, created_at=utc_now())))
    return Actor(user_id, "Ada", role=role, permissions=permissions_of(role))


@dataclass
class Desk:
    """The services of one process, and who uses them."""

    db: Database
    vault: Vault
    site: SiteService
    providers: ProviderService
    catalogue: CatalogueService
    user: Actor
    admin: Actor
    models: ModelServer

    async def platform(self, **fields: str) -> ProviderInfo:
        """A provider for all, on the real server."""
        new = NewProvider("openai_compatible", **{"label": "House", "base_url": self.models.base_url, "key": KEY, **fields})
        return await self.providers.create(self.admin, new, platform=True)

    async def own(self, actor: Actor | None = None, **fields: str) -> ProviderInfo:
        """A provider of a person; it is never reached."""
        new = NewProvider("openai_compatible", **{"label": "Mine", "base_url": "https://models.test/v1", "key": KEY, **fields})
        return await self.providers.create(actor or self.user, new)

    def row(self, provider_id: str) -> Provider:
        found = self.db.read_now(lambda session: session.get(Provider, provider_id))
        assert found is not None
        return found

    def secrets(self) -> list[Secret]:
        return self.db.read_now(lambda session: list(session.exec(select(Secret))))

    def actions(self) -> list[str]:
        def load(session: Session) -> list[str]:
            return [f"{entry.action} {entry.outcome}" for entry in session.exec(select(AuditEntry).order_by(AuditEntry.seq))]  # type: ignore[arg-type]

        return self.db.read_now(load)


@pytest.fixture(scope="session")
def models() -> Iterator[ModelServer]:
    with model_server() as server:
        yield server


async def names(host: str, port: int) -> list[str]:
    """A resolver for tests: everything is a public address."""
    return [PUBLIC]


@pytest.fixture
async def desk(db: Database, models: ModelServer) -> AsyncIterator[Desk]:
    vault, audit = Vault(lambda: [MASTER], utc_now), AuditLog(db, utc_now)
    site = SiteService(db, audit, utc_now)
    outbound = OutboundClient(names, allowed=[("127.0.0.1", models.port)])
    rows = ProviderRows(db, vault, site, outbound.for_people, outbound.for_administrators)
    catalogue = CatalogueService([], bare_gateway, OfflineGateway(), ModelFactsBook(), utc_now, rows=rows)
    providers = ProviderService(db, vault, audit, rows, outbound, bare_gateway, catalogue.changed, utc_now)
    yield Desk(db, vault, site, providers, catalogue, somebody(db), somebody(db, "admin"), models)
    await catalogue.close()
