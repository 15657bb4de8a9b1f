"""The services of prices on a real database, with a publisher of lists on this machine."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from chat_app.db import Database
from chat_app.integrations.http.outbound import OutboundClient
from chat_app.integrations.llm.model_facts import ModelFactsBook
from chat_app.integrations.llm.offline import OfflineGateway
from chat_app.integrations.llm.port import ModelInfo
from chat_app.integrations.llm.providers import ProviderConfig, ProviderKind
from chat_app.models import AuditEntry, PriceChange, PriceVersion, User
from chat_app.services.access.matrix import permissions_of
from chat_app.services.audit import AuditLog
from chat_app.services.catalogue.catalogue import CatalogueService
from chat_app.services.catalogue.dto import ModelCard
from chat_app.services.catalogue.stockroom import Patience
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.ids import new_id
from chat_app.services.prices import PriceOverlay, PriceService
from chat_app.services.prices.dto import RunInfo
from chat_app.services.prices.updating import PriceUpdater
from chat_app.services.site import SiteService
from chat_app.services.site.sections import PriceLists
from tests.fakes.publisher import Publisher, publishing
from tests.fakes.scripted_gateway import ScriptedGateway

OPENAI = ProviderConfig("openai", "OpenAI", ProviderKind.OPENAI_COMPATIBLE, "https://api.openai.com/v1")
HOUSE = ProviderConfig("house", "House", ProviderKind.OPENAI_COMPATIBLE, "https://house.test/v1", vendor="openai_compatible")
SHIPPED = {"gpt-old": (1, 4), "gpt-same": (2, 8), "gpt-gone": (3, 9)}
ENTRY = {"litellm_provider": "openai", "mode": "chat", "max_input_tokens": 1000}


def entry(paid: float, answered: float, **more: Any) -> dict[str, Any]:
    """A model at so many dollars per million tokens."""
    return {**ENTRY, "input_cost_per_token": paid / 1e6, "output_cost_per_token": answered / 1e6, **more}


def listing(**models: tuple[float, float] | dict[str, Any]) -> bytes:
    """A list as LiteLLM publishes it; "_" in names stands for "-"."""
    entries = {name.replace("_", "-"): entry(*given) if isinstance(given, tuple) else given for name, given in models.items()}
    return json.dumps(entries).encode()


@dataclass
class Desk:
    """One process: its services, its memory."""

    db: Database
    publisher: Publisher
    path: Path
    now: datetime = field(default_factory=lambda: datetime(2026, 11, 21, 12, tzinfo=UTC))
    max_bytes: int = 10_000_000

    def __post_init__(self) -> None:
        audit = AuditLog(self.db, self.clock)
        self.site = SiteService(self.db, audit, self.clock)
        outbound = OutboundClient(allowed={("127.0.0.1", self.publisher.port)}, max_bytes=self.max_bytes, timeout=2)
        book = ModelFactsBook(self.path)
        overlay = PriceOverlay(self.db, book, self.clock)
        gateway = ScriptedGateway(models=[ModelInfo(name) for name in (*SHIPPED, "gpt-new", "own")])
        self.catalogue = CatalogueService(
            [OPENAI, HOUSE], lambda _config: gateway, OfflineGateway(), book, self.clock, Patience(30, 30, 30), prices=overlay
        )
        self.prices = PriceService(self.db, audit, PriceUpdater(self.db, self.site, outbound, book, overlay, self.clock), self.catalogue)
        self.admin = self.person("admin")

    def clock(self) -> datetime:
        return self.now

    def wait(self, **time: float) -> None:
        self.now += timedelta(**time)

    def person(self, role: str) -> Actor:
        user_id = new_id()
        self.db.write_now(lambda session: session.add(User(id=user_id, name="Ada", role=role, created_at=self.now)))
        return Actor(user_id, "Ada", role=role, permissions=permissions_of(role))

    def another_process(self) -> Desk:
        """The same database, nothing in memory."""
        return Desk(self.db, self.publisher, self.path, self.now)

    async def publish(self, body: bytes, **wish: Any) -> RunInfo:
        """Let the list of this day be fetched."""
        self.publisher.bodies["litellm"] = body
        self.wait(hours=25)
        addresses = {"litellm_url": self.publisher.url("litellm"), "openrouter_url": "", **wish}
        await self.site.save(self.admin, PriceLists(**addresses))
        return (await self.prices.fetch_now(self.admin))[0]

    async def card(self, model_id: str) -> ModelCard:
        card = await self.catalogue.card(self.admin, model_id)
        assert card is not None
        return card

    async def rates(self, model_id: str) -> tuple[int, int] | None:
        """What the catalogue shows, in nano-dollars per million tokens."""
        price = (await self.card(model_id)).price
        return (price.rates.input, price.rates.output) if price else None

    def versions(self) -> list[PriceVersion]:
        return list(self.db.read_now(lambda session: session.exec(select(PriceVersion).order_by(col(PriceVersion.id))).all()))

    def changes(self, state: str = "") -> list[PriceChange]:
        rows = self.db.read_now(lambda session: session.exec(select(PriceChange).order_by(col(PriceChange.id))).all())
        return [row for row in rows if not state or row.state == state]

    def acts(self) -> list[str]:
        return [row.action for row in self.db.read_now(lambda session: session.exec(select(AuditEntry)).all())]


@pytest.fixture
async def publisher() -> AsyncIterator[Publisher]:
    async with publishing() as server:
        yield server


@pytest.fixture
async def desk(db: Database, publisher: Publisher, tmp_path: Path) -> AsyncIterator[Desk]:
    path = tmp_path / "shipped.json"
    path.write_bytes(listing(**{name.replace("-", "_"): prices for name, prices in SHIPPED.items()}))
    desk = Desk(db, publisher, path)
    yield desk
    await desk.catalogue.close()
