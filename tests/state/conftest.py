"""A tab's states over real services on a database of their own; the model behind them plays scripts."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import reflex as rx

from chat_app.container import override_services
from chat_app.errors import NotFoundError
from chat_app.integrations.llm.rates import Rates
from chat_app.services.catalogue.dto import ModelCard, Price, ProviderProblem, Route
from chat_app.services.chat.comparisons import ComparisonService
from chat_app.services.chat.feed import TurnHub
from chat_app.services.chat.relay_parts import RelayParts
from chat_app.services.chat.runner import TurnRunner
from chat_app.services.chat.turns import TurnService
from chat_app.services.kernel.actor import Actor
from chat_app.services.routing.dto import Chain
from chat_app.services.routing.health import HealthBook
from chat_app.services.routing.service import RoutingService
from chat_app.settings import Settings
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.shared.notices import NoticeState
from chat_app.wiring import Services, build_services
from tests.fakes.scripted_gateway import ScriptedGateway
from tests.fakes.states import tab_state
from tests.waiting import eventually

PRICE = Price(Rates(1_000_000_000, 2_000_000_000, cache_read=0), "test-1")
CARDS = [
    ModelCard("test/small", "Small", "test", "Test", context_tokens=8_000, price=PRICE),
    ModelCard("test/large", "Large", "test", "Test", context_tokens=200_000, vision=True, tools=True, reasoning=True),
]


class TwoModels:
    """A catalogue with two models and one provider that cannot be asked."""

    def __init__(self, gateway: ScriptedGateway) -> None:
        self.gateway = gateway

    async def models(self, actor: Actor) -> list[ModelCard]:
        return CARDS

    async def card(self, actor: Actor, model_id: str) -> ModelCard | None:
        return next((card for card in CARDS if card.id == model_id), None)

    async def label(self, model_id: str) -> str:
        card = await self.card(Actor(""), model_id)
        return card.label if card else model_id.partition("/")[2]

    async def require(self, actor: Actor, *model_ids: str) -> None:
        if not all([await self.card(actor, model_id) for model_id in model_ids]):
            raise NotFoundError("error.model_unknown")

    async def default_model_id(self, actor: Actor, preferred: str = "") -> str:
        return preferred or CARDS[0].id

    async def route(self, actor: Actor, model_id: str) -> Route:
        card = await self.card(actor, model_id)
        assert card is not None
        return Route(self.gateway, model_id.partition("/")[2], card)

    async def chain(self, actor: Actor, model_id: str, chat_id: str = "") -> Chain:
        return Chain()

    def problems(self, actor: Actor) -> list[ProviderProblem]:
        return [ProviderProblem("away", "Away", "error.upstream_timeout", {})]

    async def close(self) -> None:
        await self.gateway.close()


class Tab:
    """One tab: its state tree, and handlers called as Reflex calls them."""

    def __init__(self, **handshake: Any) -> None:
        self.root = tab_state(**handshake)

    def state(self, kind: type[rx.State]) -> Any:
        return self.root.get_substate(kind.get_full_name().split("."))

    async def call(self, handler: Any, *args: object) -> Any:
        """Run a handler: `await tab.call(ComposerState.submit, "Hello", "key", "")`."""
        return await handler.fn(self.root.get_substate(handler.state_full_name.split(".")), *args)

    @property
    def conversation(self) -> Any:
        return self.state(ConversationState)

    @property
    def notice(self) -> str:
        return self.state(NoticeState).text


@pytest.fixture
def gateway() -> ScriptedGateway:
    return ScriptedGateway(["Good ", "morning."])


@pytest_asyncio.fixture
async def parts(tmp_path: Path, empty_database: Path, gateway: ScriptedGateway) -> AsyncIterator[Services]:
    """The services of this test."""
    shutil.copy(empty_database, tmp_path / "parley.db")
    built = build_services(Settings(data_dir=tmp_path, title_generation=False))
    models, hub = TwoModels(gateway), TurnHub()
    runner = TurnRunner(built.db, hub, RelayParts(models))
    turns = TurnService(built.db, hub, built.changes, runner, built.messages, models, None)
    comparisons = ComparisonService(built.db, built.changes, turns)
    routing = RoutingService(models, built.accounts, built.site, built.routing.local_only, HealthBook())  # type: ignore[arg-type]
    with override_services(replace(built, catalogue=models, routing=routing, turns=turns, comparisons=comparisons)) as own:
        yield own
    await own.close()


@pytest.fixture
def tab(parts: Services) -> Tab:
    return Tab()


@pytest.fixture
def settled(tab: Tab, parts: Services) -> Callable[[], Any]:
    """Waits until nothing runs in the chat on show, then brings it up to date."""

    async def wait() -> None:
        await eventually(at_rest)

    async def at_rest() -> bool:
        await tab.call(ConversationState.follow, tab.conversation.current_id)
        return not tab.conversation.running_turn_id and not tab.conversation.queued

    return wait
