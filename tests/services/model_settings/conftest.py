"""A house with a provider for everybody, one of Ada's own, and a clock."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from chat_app import models
from chat_app.db import Database
from chat_app.integrations.llm.model_facts import ModelFactsBook
from chat_app.integrations.llm.offline import OfflineGateway
from chat_app.integrations.llm.port import ModelInfo
from chat_app.integrations.llm.providers import ProviderConfig, ProviderKind
from chat_app.services.catalogue.catalogue import CatalogueService
from chat_app.services.catalogue.dto import OFFLINE_MODEL_ID
from chat_app.services.catalogue.stockroom import Patience
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.ids import new_id
from chat_app.services.model_settings import ModelSettingService, SettingsBook
from tests.fakes.scripted_gateway import ScriptedGateway
from tests.services.house import House

HOUSE = ProviderConfig("house", "House", ProviderKind.OPENAI_COMPATIBLE, "https://house.test/v1", region="eu")
OWN = ProviderConfig("my-ada", "Ada's", ProviderKind.OPENAI_COMPATIBLE, "https://ada.test/v1")
MODELS = (
    ModelInfo("alpha", context_tokens=8_000, vision=True, tools=True),
    ModelInfo("beta", context_tokens=128_000, reasoning=True),
    ModelInfo("gamma-2024-08-06", tools=True),
)


@dataclass
class Desk:
    """One process: a catalogue with what was set by hand."""

    house: House
    ada: Actor
    rows: dict[str, list[ProviderConfig]] = field(default_factory=dict)
    margin: int = 0
    models: tuple[ModelInfo, ...] = MODELS

    def __post_init__(self) -> None:
        self.rows = {"": [HOUSE], self.ada.user_id: [OWN]}
        self.book = SettingsBook(self.house.db, self.house.clock)
        self.catalogue = CatalogueService(
            [], lambda _config: ScriptedGateway(models=self.models), OfflineGateway(), ModelFactsBook(), self.house.clock,
            Patience(30, 30, 30), self, by_hand=self.book,
        )  # fmt: skip
        self.settings = ModelSettingService(self.house.db, self.house.audit, self.catalogue, self.book, self.house.clock)

    async def load(self, owner_id: str) -> list[ProviderConfig]:
        return self.rows.get(owner_id, [])

    async def blocked_regions(self) -> frozenset[str]:
        return frozenset()

    async def margin_points(self) -> int:
        return self.margin

    async def ids(self, actor: Actor) -> list[str]:
        """What stands in this person's picker, without the built-in assistant."""
        return [card.id for card in await self.catalogue.models(actor) if card.id != OFFLINE_MODEL_ID]

    def group(self, *members: Actor) -> str:
        """A new group with these people; its id."""
        row = models.Group(id=new_id(), name=new_id(), created_at=self.house.now, updated_at=self.house.now)

        def write(session) -> None:
            session.add(row)
            session.flush()
            for member in members:
                session.add(models.GroupMember(group_id=row.id, user_id=member.user_id, added_at=self.house.now))

        self.house.db.write_now(write)
        return row.id


@dataclass
class People:
    ada: Actor
    bob: Actor
    admin: Actor


@pytest.fixture
def house(db: Database) -> House:
    return House(db)


@pytest.fixture
def people(house: House) -> People:
    return People(house.person("Ada"), house.person("Bob"), house.person("Root", "admin"))


@pytest.fixture
async def desk(house: House, people: People) -> AsyncIterator[Desk]:
    desk = Desk(house, people.ada)
    yield desk
    await desk.catalogue.close()


@pytest.fixture
async def other_desk(house: House, people: People) -> AsyncIterator[Desk]:
    """Another process on the same database."""
    desk = Desk(house, people.ada)
    yield desk
    await desk.catalogue.close()
