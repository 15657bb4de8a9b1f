"""Chats over a catalogue of providers that are real servers, wired as the container wires them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass

import pytest

from chat_app.db import Database
from chat_app.integrations.llm.model_facts import ModelFactsBook
from chat_app.integrations.llm.offline.gateway import OfflineGateway
from chat_app.integrations.llm.port import LlmGateway
from chat_app.integrations.llm.providers import ProviderConfig
from chat_app.integrations.llm.vendors import ProviderKind
from chat_app.services.accounts.preferences import PreferenceStore
from chat_app.services.audit import AuditLog
from chat_app.services.catalogue.catalogue import CatalogueService
from chat_app.services.chat.conversations import ConversationService
from chat_app.services.chat.dto import NewTurn, Turn
from chat_app.services.chat.events import TurnEvent
from chat_app.services.chat.feed import ChangeFeed, TurnHub
from chat_app.services.chat.fitting import FitService
from chat_app.services.chat.messages import MessageService
from chat_app.services.chat.relay_parts import RelayParts
from chat_app.services.chat.runner import TurnRunner
from chat_app.services.chat.titles import TitleMaker
from chat_app.services.chat.turns import TurnService
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import utc_now
from chat_app.services.routing.health import HealthBook
from chat_app.services.routing.local_only import LocalOnly
from chat_app.services.routing.service import RoutingService
from chat_app.services.routing.watching import watched
from chat_app.services.site import SiteService
from chat_app.services.site.sections import Fallbacks
from tests.services.chat.conftest import make_user

ADMIN = Actor("", permissions=frozenset({"admin.providers"}))


class Accounts:
    """What the accounts service does about preferences."""

    def __init__(self, db: Database) -> None:
        self.store = PreferenceStore(db)

    async def preferences(self, actor: Actor):
        return await self.store.load(actor)


@dataclass
class Usual:
    """The default model, without anybody's preferences."""

    routing: RoutingService

    async def default_model_id(self, actor: Actor, folder_id: str = "") -> str:
        return await self.routing.default_model_id(actor, "", folder_id)

    async def require(self, actor: Actor, *model_ids: str) -> None:
        await self.routing.require(actor, *model_ids)


@dataclass
class House:
    """Services around some providers."""

    db: Database
    actor: Actor
    accounts: Accounts
    site: SiteService
    catalogue: CatalogueService
    routing: RoutingService
    book: HealthBook
    turns: TurnService
    runner: TurnRunner
    messages: MessageService
    changes: ChangeFeed

    async def prefer(self, **changes: object) -> None:
        await self.accounts.store.save(self.actor, changes)

    async def set_site(self, section: Fallbacks) -> None:
        await self.site.save(ADMIN, section)

    async def ask(self, model_id: str, text: str = "Hello", conversation_id: str = "", **fields: str) -> tuple[Turn, list[TurnEvent]]:
        """Ask and wait for the end: the turn and its events."""
        turn = await self.turns.begin(self.actor, NewTurn(conversation_id, text=text, model_id=model_id, **fields))  # type: ignore[arg-type]
        events = [event async for batch in self.turns.follow(self.actor, turn.id) for event in batch]
        return await self.turns.get(self.actor, turn.id), events

    async def close(self) -> None:
        await self.turns.close()
        await self.routing.close()
        await self.catalogue.close()


MakeHouse = Callable[..., Awaitable[House]]


def provider(name: str, url: str, region: str = "") -> ProviderConfig:
    return ProviderConfig(name, name.title(), ProviderKind.OPENAI_COMPATIBLE, url, region=region)


@pytest.fixture
async def house(db: Database) -> AsyncIterator[MakeHouse]:
    """Makes services over providers: ids and the addresses of their servers, or configurations with the gateways to use."""
    made: list[House] = []

    async def make(
        urls: Mapping[str, str] | None = None,
        *,
        configs: tuple[ProviderConfig, ...] = (),
        gateways: Mapping[str, LlmGateway] | None = None,
        titles: bool = False,
        book: HealthBook | None = None,
    ) -> House:
        configs = (*configs, *(provider(name, url) for name, url in (urls or {}).items()))
        book, local_only, hub, changes = book or HealthBook(), LocalOnly(db), TurnHub(), ChangeFeed()
        build = local_only.around((lambda config: gateways[config.id]) if gateways else watched(book))
        facts = ModelFactsBook()
        await facts.load()
        catalogue = CatalogueService(configs, build, OfflineGateway(), facts, utc_now)
        accounts, site = Accounts(db), SiteService(db, AuditLog(db, utc_now), utc_now)
        routing = RoutingService(catalogue, accounts, site, local_only, book)
        messages, fit = MessageService(db, changes), FitService(db, changes, catalogue)
        runner = TurnRunner(db, hub, RelayParts(routing, check_fit=fit.check_route))
        title_maker = TitleMaker(db, routing, changes) if titles else None
        turns = TurnService(
            db,
            hub,
            changes,
            runner,
            messages,
            Usual(routing),
            title_maker,
            check=lambda session, plan, counted: routing.check(session, plan),
        )
        ConversationService(db, changes, runner)
        made.append(House(db, make_user(db), accounts, site, catalogue, routing, book, turns, runner, messages, changes))
        return made[-1]

    yield make
    for each in made:
        await each.close()
