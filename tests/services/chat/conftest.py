"""A chat with a scripted model behind it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import pytest

from chat_app.db import Database
from chat_app.integrations.llm.port import LlmGateway
from chat_app.integrations.llm.rates import Rates
from chat_app.models import User
from chat_app.services.catalogue.dto import ModelCard, Price, Route
from chat_app.services.chat.conversations import ConversationService
from chat_app.services.chat.dto import Message, NewTurn, Turn
from chat_app.services.chat.events import TurnEvent
from chat_app.services.chat.feed import ChangeFeed, TurnHub
from chat_app.services.chat.messages import MessageService
from chat_app.services.chat.relay_parts import RelayParts
from chat_app.services.chat.runner import TurnRunner
from chat_app.services.chat.titles import TitleMaker
from chat_app.services.chat.turns import TurnService
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import utc_now
from chat_app.services.kernel.ids import new_id
from chat_app.services.routing.dto import Chain
from tests.waiting import PATIENCE

PRICE = Price(Rates(1_000_000_000, 2_000_000_000, cache_read=500_000_000), "test-1")
MODEL = "test/model"


@dataclass
class OneModel:
    """A catalogue of a single model, whose gateway and card a test may replace."""

    gateway: LlmGateway | None = None
    card: ModelCard = field(default_factory=lambda: ModelCard(MODEL, "Model", "test", "Test", context_tokens=8_000, price=PRICE))

    own_key: bool = False
    provider_price: Price | None = None

    async def route(self, actor: Actor, model_id: str) -> Route:
        assert self.gateway is not None
        return Route(self.gateway, model_id.partition("/")[2], self.card, self.own_key, self.provider_price)

    async def chain(self, actor: Actor, model_id: str, chat_id: str = "") -> Chain:
        return Chain()

    async def default_model_id(self, actor: Actor, folder_id: str = "") -> str:
        return MODEL

    async def require(self, actor: Actor, *model_ids: str) -> None:
        """Whatever is asked for is there."""


@dataclass
class Chat:
    """The chat services of one process, and what tests do with them all the time."""

    db: Database
    actor: Actor
    model: OneModel
    hub: TurnHub
    changes: ChangeFeed
    conversations: ConversationService
    messages: MessageService
    turns: TurnService
    runner: TurnRunner

    async def begin(self, text: str = "Hello", conversation_id: str = "", **fields: str) -> Turn:
        return await self.turns.begin(self.actor, NewTurn(conversation_id, text=text, **fields))  # type: ignore[arg-type]

    async def end(self, turn: Turn) -> list[TurnEvent]:
        """All events of a turn, to its end."""
        return [event async for batch in self.turns.follow(self.actor, turn.id) for event in batch]

    async def view(self, turn: Turn) -> asyncio.Task[list[TurnEvent]]:
        """`end` as a task; it reads already when this returns."""
        began = asyncio.Event()

        async def read() -> list[TurnEvent]:
            events: list[TurnEvent] = []
            async for batch in self.turns.follow(self.actor, turn.id):
                events += batch
                began.set()
            return events

        viewer = asyncio.create_task(read())
        await asyncio.wait_for(began.wait(), PATIENCE)
        return viewer

    async def ask(self, text: str = "Hello", conversation_id: str = "", **fields: str) -> Turn:
        """Ask and wait for the end."""
        turn = await self.begin(text, conversation_id, **fields)
        await self.end(turn)
        return await self.turns.get(self.actor, turn.id)

    async def shown(self, conversation_id: str) -> list[Message]:
        return (await self.messages.page(self.actor, conversation_id)).messages


def make_user(db: Database, name: str = "Ada") -> Actor:
    user_id = new_id()
    db.write_now(lambda session: session.add(User(id=user_id, name=name, created_at=utc_now())))
    return Actor(user_id, name)


def make_chat(db: Database, actor: Actor, *, titles: bool = False, model: OneModel | None = None) -> Chat:
    """The services as the container wires them."""
    model, hub, changes = model or OneModel(), TurnHub(), ChangeFeed()
    messages = MessageService(db, changes)
    title_maker = TitleMaker(db, model, changes) if titles else None
    runner = TurnRunner(db, hub, RelayParts(model))
    turns = TurnService(db, hub, changes, runner, messages, model, title_maker)
    return Chat(db, actor, model, hub, changes, ConversationService(db, changes, runner), messages, turns, runner)


@pytest.fixture
async def chat(db: Database) -> AsyncIterator[Chat]:
    chat = make_chat(db, make_user(db))
    yield chat
    await chat.turns.close()


@pytest.fixture
def make_actor(db: Database) -> Callable[[str], Actor]:
    return lambda name: make_user(db, name)
