"""The model catalogue with scripted providers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta

import pytest

from chat_app.errors import NotFoundError, UpstreamAuthError
from chat_app.integrations.llm.model_facts import ModelFactsBook
from chat_app.integrations.llm.offline import OfflineGateway
from chat_app.integrations.llm.port import ModelInfo
from chat_app.integrations.llm.providers import OPENAI_URL, ProviderConfig, ProviderKind
from chat_app.services.catalogue.catalogue import CatalogueService
from chat_app.services.catalogue.dto import OFFLINE_MODEL_ID
from chat_app.services.catalogue.stockroom import Patience
from chat_app.services.kernel.actor import Actor
from tests.fakes.scripted_gateway import ScriptedGateway
from tests.waiting import PATIENCE, eventually

OWNER = Actor("u1")
OPENAI = ProviderConfig("openai", "OpenAI", ProviderKind.OPENAI_COMPATIBLE, OPENAI_URL)
STUDIO = ProviderConfig("openai", "localhost:1234", ProviderKind.OPENAI_COMPATIBLE, "http://localhost:1234/v1")
ELSEWHERE = ProviderConfig("openai", "gateway.example", ProviderKind.OPENAI_COMPATIBLE, "https://gateway.example/v1")
OLLAMA = ProviderConfig("ollama", "Ollama", ProviderKind.OLLAMA, "http://localhost:11434")
ANTHROPIC = ProviderConfig("anthropic", "Anthropic", ProviderKind.LITELLM)
OPENROUTER = ProviderConfig("openrouter", "OpenRouter", ProviderKind.OPENAI_COMPATIBLE, "https://openrouter.ai/api/v1")


class Listing(ScriptedGateway):
    """A provider whose list may fail, hang or change."""

    def __init__(self, *names: str) -> None:
        super().__init__(models=[ModelInfo(name) for name in names])
        self.error: Exception | None = None
        self.gate = asyncio.Event()
        self.gate.set()
        self.asked = 0

    async def list_models(self) -> list[ModelInfo]:
        self.asked += 1
        await self.gate.wait()
        if self.error:
            raise self.error
        return self.models


class Time:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 21, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


Make = Callable[..., CatalogueService]
# So long that a busy machine cannot make a test fail.
PATIENT = Patience(listing=30, first_page=30, first_turn=30)


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
async def make(time: Time) -> AsyncIterator[Make]:
    made: list[CatalogueService] = []

    def build(listings: dict[ProviderConfig, Listing], patience: Patience = PATIENT) -> CatalogueService:
        service = CatalogueService(list(listings), listings.__getitem__, OfflineGateway(), ModelFactsBook(), time, patience)
        made.append(service)
        return service

    yield build
    for service in made:
        await service.close()


async def first_is(service: CatalogueService, model_id: str) -> bool:
    """Whether it is the first that is offered."""
    return (await service.models(OWNER))[0].id == model_id


class TestModels:
    async def test_without_providers_the_built_in_assistant_alone(self, make: Make) -> None:
        service = make({})
        assert [card.id for card in await service.models(OWNER)] == [OFFLINE_MODEL_ID]
        assert await service.default_model_id(OWNER) == OFFLINE_MODEL_ID

    async def test_the_built_in_assistant_comes_last(self, make: Make) -> None:
        service = make({OPENAI: Listing("gpt-5"), OLLAMA: Listing("llama3.2:3b")})
        assert [card.id for card in await service.models(OWNER)] == ["openai/gpt-5", "ollama/llama3.2:3b", OFFLINE_MODEL_ID]

    async def test_cards_carry_sizes_abilities_and_price(self, make: Make) -> None:
        service = make({OPENAI: Listing("gpt-4o")})
        card = (await service.models(OWNER))[0]
        assert (card.label, card.provider_label, card.context_tokens, card.vision, card.tools) == ("GPT-4o", "OpenAI", 128_000, True, True)
        assert card.price is not None
        assert (card.price.rates.input, card.price.rates.output, card.price.rates.cache_read) == (
            2_500_000_000,
            10_000_000_000,
            1_250_000_000,
        )
        assert card.price.version.startswith("litellm 1.")

    async def test_a_vendors_list_is_weeded(self, make: Make) -> None:
        service = make({OPENAI: Listing("text-embedding-3-small", "gpt-4o-2024-08-06", "gpt-4o", "gpt-5")})
        assert [card.id for card in await service.models(OWNER)][:-1] == ["openai/gpt-5", "openai/gpt-4o"]

    async def test_an_own_servers_list_stays_and_costs_nothing(self, make: Make) -> None:
        service = make({STUDIO: Listing("whisper-like", "gpt-4o")})
        cards = (await service.models(OWNER))[:-1]
        assert [(card.id, card.label, card.price and card.price.version) for card in cards] == [
            ("openai/whisper-like", "whisper-like", "local"),
            ("openai/gpt-4o", "gpt-4o", "local"),
        ]

    @pytest.mark.parametrize(
        ("config", "name"), [(ELSEWHERE, "gpt-4o"), (OPENROUTER, "anthropic/claude-sonnet-4.5"), (OPENAI, "unheard-of")]
    )
    async def test_a_price_that_is_not_certain_is_unknown(self, make: Make, config: ProviderConfig, name: str) -> None:
        service = make({config: Listing(name)})
        assert (await service.models(OWNER))[0].price is None

    async def test_a_resellers_model_has_its_vendors_window(self, make: Make) -> None:
        service = make({OPENROUTER: Listing("anthropic/claude-sonnet-4.5")})
        assert (await service.models(OWNER))[0].context_tokens == 200_000

    async def test_vendors_behind_litellm_are_asked_for_their_models(self, make: Make) -> None:
        service = make({ANTHROPIC: Listing("claude-sonnet-4-5", "claude-of-tomorrow")})
        ids = [card.id for card in await service.models(OWNER)]
        assert set(ids) == {"anthropic/claude-sonnet-4-5", "anthropic/claude-of-tomorrow", OFFLINE_MODEL_ID}

    async def test_until_they_answer_the_price_list_does(self, make: Make) -> None:
        silent = Listing("claude-of-tomorrow")
        silent.gate.clear()
        service = make({ANTHROPIC: silent}, Patience(first_page=0.2, listing=30))
        await service.card(OWNER, "anthropic/x")  # the price list is read; only the vendor is slow
        assert any(card.id.startswith("anthropic/claude-sonnet") for card in await service.models(OWNER))

    async def test_and_when_they_refuse(self, make: Make) -> None:
        refusing = Listing()
        refusing.error = UpstreamAuthError(provider="Anthropic")
        service = make({ANTHROPIC: refusing})
        assert any(card.id.startswith("anthropic/claude-sonnet") for card in await service.models(OWNER))
        assert (await service.default_model_id(OWNER)).startswith("anthropic/claude-sonnet")
        assert [problem.key for problem in service.problems(OWNER)] == ["error.upstream_auth"]

    async def test_a_slow_provider_does_not_hold_the_page(self, make: Make) -> None:
        slow = Listing("gpt-5")
        slow.gate.clear()
        service = make({OPENAI: slow, OLLAMA: Listing("qwen3:8b")}, Patience(first_page=0.2))
        await service.card(OWNER, "openai/gpt-5")  # the price list is read; only the provider is slow
        async with asyncio.timeout(PATIENCE):
            assert [card.id for card in await service.models(OWNER)] == ["ollama/qwen3:8b", OFFLINE_MODEL_ID]
        slow.gate.set()
        await eventually(lambda: first_is(service, "openai/gpt-5"))

    async def test_the_list_of_prices_is_waited_for(self, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
        """A machine that is slow to read it must not lead people to the built-in assistant."""
        load = ModelFactsBook.load

        async def load_slowly(facts: ModelFactsBook) -> None:
            await asyncio.sleep(0 if facts.loaded else 0.1)
            await load(facts)

        monkeypatch.setattr(ModelFactsBook, "load", load_slowly)
        service = make({ANTHROPIC: Listing("claude-sonnet-4-5")}, Patience(first_page=0.05, first_turn=0.05))
        assert (await service.default_model_id(OWNER)).startswith("anthropic/")

    async def test_asks_once_for_many_pages(self, make: Make) -> None:
        listing = Listing("gpt-5")
        service = make({OPENAI: listing})
        await asyncio.gather(*(service.models(OWNER) for _ in range(20)))
        assert listing.asked == 1

    async def test_lists_again_in_the_background_when_due(self, make: Make, time: Time) -> None:
        listing = Listing("gpt-5")
        service = make({OPENAI: listing})
        await service.models(OWNER)
        listing.models = [ModelInfo("gpt-6")]
        time.now += timedelta(minutes=9)
        await service.models(OWNER)
        assert listing.asked == 1
        time.now += timedelta(minutes=2)
        assert (await service.models(OWNER))[0].id == "openai/gpt-5"
        await eventually(lambda: first_is(service, "openai/gpt-6"))


class TestProblems:
    async def test_a_failing_provider_keeps_its_list_and_is_named(self, make: Make, time: Time) -> None:
        listing = Listing("gpt-5")
        service = make({OPENAI: listing, OLLAMA: Listing("qwen3:8b")})
        await service.refresh(OWNER)
        assert service.problems(OWNER) == []
        listing.error = UpstreamAuthError(provider="OpenAI")
        await service.refresh(OWNER)
        assert [card.id for card in await service.models(OWNER)] == ["openai/gpt-5", "ollama/qwen3:8b", OFFLINE_MODEL_ID]
        assert [(problem.provider_label, problem.key) for problem in service.problems(OWNER)] == [("OpenAI", "error.upstream_auth")]
        listing.error = None
        time.now += timedelta(seconds=31)
        await service.models(OWNER)
        await eventually(lambda: service.problems(OWNER) == [])

    async def test_a_hanging_provider_times_out(self, make: Make) -> None:
        hanging = Listing("gpt-5")
        hanging.gate.clear()
        service = make({OPENAI: hanging}, Patience(listing=0.05))
        await service.refresh(OWNER)
        assert [problem.key for problem in service.problems(OWNER)] == ["error.upstream_timeout"]

    async def test_an_adapters_bug_does_not_take_the_others_away(self, make: Make) -> None:
        broken = Listing("gpt-5")
        broken.error = ValueError("bug")
        service = make({OPENAI: broken, OLLAMA: Listing("qwen3:8b")})
        await service.refresh(OWNER)
        assert [card.id for card in await service.models(OWNER)] == ["ollama/qwen3:8b", OFFLINE_MODEL_ID]
        assert [problem.key for problem in service.problems(OWNER)] == ["error.unexpected"]

    async def test_all_failed_leaves_the_built_in_assistant(self, make: Make) -> None:
        listing = Listing()
        listing.error = UpstreamAuthError(provider="OpenAI")
        service = make({OPENAI: listing})
        await service.refresh(OWNER)
        assert await service.default_model_id(OWNER) == OFFLINE_MODEL_ID


class TestDefaultModelId:
    async def test_preference_wins_while_it_can_be_routed(self, make: Make) -> None:
        service = make({OPENAI: Listing("gpt-5")})
        assert await service.default_model_id(OWNER, "openai/gpt-4o") == "openai/gpt-4o"
        assert await service.default_model_id(OWNER, "anthropic/claude-sonnet-5") == "openai/gpt-5"


class TestRoute:
    async def test_a_listed_model(self, make: Make) -> None:
        listing = Listing("gpt-5")
        route = await make({OPENAI: listing}).route(OWNER, "openai/gpt-5")
        assert (route.gateway, route.model_name, route.card.id) == (listing, "gpt-5", "openai/gpt-5")

    async def test_a_model_typed_by_hand(self, make: Make) -> None:
        route = await make({OPENROUTER: Listing()}).route(OWNER, "openrouter/meta-llama/llama-4:free")
        assert route.model_name == "meta-llama/llama-4:free"

    async def test_the_built_in_assistant(self, make: Make) -> None:
        route = await make({}).route(OWNER, OFFLINE_MODEL_ID)
        assert isinstance(route.gateway, OfflineGateway)
        assert route.card.price is not None
        assert route.card.price.rates.input == 0

    @pytest.mark.parametrize(
        "model_id", ["", "openai", "openai/", "mistral/large", "offline/other", "openai/a\nb", "openai/" + "x" * 300, "/gpt-5"]
    )
    async def test_anything_else_is_unknown(self, make: Make, model_id: str) -> None:
        with pytest.raises(NotFoundError) as caught:
            await make({OPENAI: Listing("gpt-5")}).route(OWNER, model_id)
        assert caught.value.key == "error.model_unknown"


class TestClose:
    async def test_closes_adapters_and_stops_listing(self, time: Time) -> None:
        listing = Listing("gpt-5")
        listing.gate.clear()
        service = CatalogueService([OPENAI], lambda _: listing, OfflineGateway(), ModelFactsBook(), time)
        service.warm_up()
        await eventually(lambda: listing.asked == 1)
        await asyncio.wait_for(service.close(), PATIENCE)
        assert listing.closed
