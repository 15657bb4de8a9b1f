"""Whose models are whose: a model of somebody else does not exist."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from chat_app.errors import NotFoundError
from chat_app.integrations.llm.model_facts import ModelFactsBook
from chat_app.integrations.llm.offline import OfflineGateway
from chat_app.integrations.llm.port import ModelInfo
from chat_app.integrations.llm.providers import OPENAI_URL, ProviderConfig, ProviderKind
from chat_app.services.catalogue.catalogue import CatalogueService
from chat_app.services.catalogue.dto import OFFLINE_MODEL_ID
from chat_app.services.catalogue.errors import ModelNotAllowedError
from chat_app.services.catalogue.pricing import with_margin
from chat_app.services.catalogue.stockroom import Patience
from chat_app.services.kernel.actor import Actor
from tests.fakes.scripted_gateway import ScriptedGateway

ADA, BOB = Actor("ada"), Actor("bob")
HOUSE = ProviderConfig("house", "House", ProviderKind.OPENAI_COMPATIBLE, "https://house.test/v1", region="eu")
ADAS = ProviderConfig("my-ada", "Ada's", ProviderKind.OPENAI_COMPATIBLE, "https://ada.test/v1", region="us")
ENVIRONMENT = ProviderConfig("ollama", "Ollama", ProviderKind.OLLAMA, "http://localhost:11434", region="local")


class Gateway(ScriptedGateway):
    closed = False

    async def close(self) -> None:
        self.closed = True


class Desk:
    """A catalogue with providers that a test changes, and a clock that it moves."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 21, 12, tzinfo=UTC)
        self.rows: dict[str, list[ProviderConfig]] = {"": [HOUSE], "ada": [ADAS]}
        self.blocked: frozenset[str] = frozenset()
        self.margin = 0
        self.reads = 0
        self.gateways: list[Gateway] = []
        self.refused: set[str] = set()
        self.catalogue = CatalogueService(
            [ENVIRONMENT], self._gateway, OfflineGateway(), ModelFactsBook(), lambda: self.now, Patience(30, 30, 30), self,
            lambda _actor, model_id: model_id not in self.refused,
        )  # fmt: skip

    async def load(self, owner_id: str) -> list[ProviderConfig]:
        self.reads += 1
        return self.rows.get(owner_id, [])

    async def blocked_regions(self) -> frozenset[str]:
        return self.blocked

    async def margin_points(self) -> int:
        return self.margin

    def _gateway(self, config: ProviderConfig) -> Gateway:
        self.gateways.append(Gateway(models=[ModelInfo("one")]))
        return self.gateways[-1]

    async def ids(self, actor: Actor) -> list[str]:
        return [card.id for card in await self.catalogue.models(actor)]


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    desk = Desk()
    yield desk
    await desk.catalogue.close()


async def test_everybody_sees_the_platforms_and_only_the_owner_their_own(desk: Desk) -> None:
    assert await desk.ids(ADA) == ["ollama/one", "house/one", "my-ada/one", OFFLINE_MODEL_ID]
    assert await desk.ids(BOB) == ["ollama/one", "house/one", OFFLINE_MODEL_ID]
    assert [card.id for card in desk.catalogue.shown(BOB)] == ["ollama/one", "house/one"]


@pytest.mark.parametrize("model_id", ["my-ada/one", "my-ada/never-listed"])
async def test_a_foreign_model_is_like_one_that_does_not_exist(desk: Desk, model_id: str) -> None:
    await desk.ids(ADA)
    for wanted in (model_id, "nobody/one"):
        assert await desk.catalogue.card(BOB, wanted) is None
        assert desk.catalogue.known(BOB, wanted) is None
        assert await desk.catalogue.default_model_id(BOB, wanted) == "ollama/one"
        with pytest.raises(NotFoundError) as caught:
            await desk.catalogue.route(BOB, wanted)
        assert caught.value.key == "error.model_unknown"
    assert await desk.catalogue.label(model_id) == model_id.partition("/")[2]
    assert (await desk.catalogue.route(ADA, model_id)).model_name == model_id.partition("/")[2]


async def test_what_a_group_forbids_is_not_there_and_the_reason_tells_nothing_of_others(desk: Desk) -> None:
    desk.refused = {"house/one", "my-ada/one", "nobody/one"}
    assert await desk.ids(BOB) == ["ollama/one", OFFLINE_MODEL_ID]
    for model_id in desk.refused:
        assert await desk.catalogue.card(BOB, model_id) is None
        with pytest.raises(ModelNotAllowedError) as caught:
            await desk.catalogue.require(BOB, model_id)
        assert (caught.value.key, caught.value.params) == ("error.model_not_allowed", {})


@pytest.mark.parametrize(("blocked", "left"), [("eu", ["ollama/one", "my-ada/one"]), ("us", ["ollama/one", "house/one"]), ("local", ["house/one", "my-ada/one"])])  # fmt: skip
async def test_a_blocked_region_answers_nobody(desk: Desk, blocked: str, left: list[str]) -> None:
    await desk.ids(ADA)
    desk.blocked = frozenset({blocked})
    desk.catalogue.changed()
    assert (await desk.ids(ADA))[:-1] == left


async def test_the_margin_is_in_every_price_of_the_platform_and_in_none_of_ones_own(desk: Desk) -> None:
    desk.rows = {
        "": [ProviderConfig("openai", "OpenAI", ProviderKind.OPENAI_COMPATIBLE, OPENAI_URL)],
        "ada": [ProviderConfig("my-openai", "Mine", ProviderKind.OPENAI_COMPATIBLE, OPENAI_URL, vendor="openai")],
    }
    plain = await desk.catalogue.route(ADA, "openai/gpt-4o")
    desk.margin = 1_000
    desk.catalogue.changed()
    ways = [await desk.catalogue.route(ADA, model_id) for model_id in ("openai/gpt-4o", "my-openai/gpt-4o")]
    sold, own = ways
    assert plain.cost is not None
    assert plain.card.price == plain.cost == sold.cost == own.cost == own.card.price
    assert sold.card.price == with_margin(plain.cost, 1_000) != plain.cost
    assert await desk.catalogue.card(BOB, "openai/gpt-4o") == sold.card
    assert [way.own_key for way in ways] == [False, True]


class TestChanges:
    async def test_count_at_once_where_they_were_made(self, desk: Desk) -> None:
        await desk.ids(ADA)
        desk.rows["ada"] = []
        desk.catalogue.changed("ada")
        with pytest.raises(NotFoundError):
            await desk.catalogue.route(ADA, "my-ada/one")

    async def test_and_within_five_seconds_elsewhere(self, desk: Desk) -> None:
        await desk.ids(ADA)
        desk.rows = {}
        desk.now += timedelta(seconds=5)
        assert await desk.ids(ADA) == ["ollama/one", OFFLINE_MODEL_ID]

    async def test_nothing_is_read_in_between(self, desk: Desk) -> None:
        await desk.ids(ADA)
        before = desk.reads
        for _ in range(100):
            await desk.catalogue.route(ADA, "my-ada/one")
        assert desk.reads == before

    async def test_another_key_means_another_connection_and_running_answers_keep_theirs(self, desk: Desk) -> None:
        await desk.ids(ADA)
        old = (await desk.catalogue.route(ADA, "house/one")).gateway
        desk.rows[""] = [ProviderConfig("house", "House", ProviderKind.OPENAI_COMPATIBLE, "https://other.test/v1")]
        desk.catalogue.changed()
        assert (await desk.catalogue.route(ADA, "house/one")).gateway is not old
        assert not old.closed  # type: ignore[attr-defined]
        desk.now += timedelta(hours=2)
        await desk.ids(ADA)
        assert old.closed  # type: ignore[attr-defined]

    async def test_an_unchanged_one_keeps_its_models(self, desk: Desk) -> None:
        await desk.ids(ADA)
        made = len(desk.gateways)
        desk.catalogue.changed()
        await desk.ids(ADA)
        assert len(desk.gateways) == made


async def test_many_at_once(desk: Desk) -> None:
    people = [Actor(f"user-{number}") for number in range(50)]
    assert {len(ids) for ids in await asyncio.gather(*(desk.ids(actor) for actor in people))} == {3}
