"""The least that sells answers: one person, one model, and the services in between, on a database that others use, too."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime

from chat_app.db import Database
from chat_app.integrations.llm.port import (
    Embeddings,
    EmbedRequest,
    Finished,
    LlmEvent,
    LlmRequest,
    ModelInfo,
    TextDelta,
    TokenUsage,
    UsageReport,
)
from chat_app.integrations.llm.rates import Rates
from chat_app.models import User
from chat_app.services.audit import AuditLog
from chat_app.services.catalogue.dto import ModelCard, Price, Route
from chat_app.services.charging.cover import CoverService
from chat_app.services.chat.feed import ChangeFeed, TurnHub
from chat_app.services.chat.messages import MessageService
from chat_app.services.chat.relay_parts import RelayParts
from chat_app.services.chat.runner import TurnRunner
from chat_app.services.chat.turns import TurnService
from chat_app.services.currency.dto import RateTable
from chat_app.services.currency.service import bundled_table
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import utc_now
from chat_app.services.kernel.ids import new_id
from chat_app.services.ledger.book import open_books
from chat_app.services.ledger.credits import NewCredit, add_credit
from chat_app.services.routing.dto import Chain
from chat_app.services.site import SiteService
from chat_app.services.site.billing_sections import Credit
from chat_app.services.site.queries import write_setting

MODEL = "bench/model"
CARD = ModelCard(MODEL, "Model", "bench", "Bench", max_output_tokens=500, price=Price(Rates(1_000_000_000, 2_000_000_000), "bench"))
PLENTY = 10**12


class Speaker:
    """Says some words, waits as long as it is told, and counts them."""

    def __init__(self, pause: float) -> None:
        self._pause = pause

    async def stream(self, request: LlmRequest) -> AsyncIterator[LlmEvent]:  # noqa: ARG002
        yield TextDelta("Some words that somebody reads, ")
        await asyncio.sleep(self._pause)
        yield TextDelta("and a few more.")
        yield UsageReport(TokenUsage(input=20, output=12))
        yield Finished()

    async def embed(self, request: EmbedRequest) -> Embeddings:
        return Embeddings(tuple((1.0,) for _ in request.texts))

    async def list_models(self) -> list[ModelInfo]:
        return []

    async def close(self) -> None:
        """Nothing is open."""


@dataclass
class Shop:
    """A process of the house."""

    db: Database
    pause: float = 0.0
    clock: Callable[[], datetime] = utc_now

    def __post_init__(self) -> None:
        site = SiteService(self.db, AuditLog(self.db, self.clock), self.clock)
        self.cover = CoverService(self.db, site, self, self.clock)
        self.rates = bundled_table()
        self.gateway = Speaker(self.pause)
        hub, changes = TurnHub(), ChangeFeed()
        runner = TurnRunner(self.db, hub, RelayParts(self), self.clock)
        self.turns = TurnService(self.db, hub, changes, runner, MessageService(self.db, changes), self, None)

    def open(self, *, charging: bool = True) -> None:
        """Begin to charge, or to give everything away."""
        section = Credit(charging=charging)
        self.db.write_now(lambda session: write_setting(session, section.name, section.model_dump_json(), utc_now()))
        self.db.write_now(lambda session: open_books(session, "EUR", utc_now()))

    def person(self) -> Actor:
        """Somebody new, with credit."""
        user_id, now = new_id(), utc_now()
        self.db.write_now(lambda session: session.add(User(id=user_id, name="Anna", created_at=now)))
        self.db.write_now(lambda session: add_credit(session, NewCredit(user_id, PLENTY, f"gift:{user_id}", paid=True), "EUR", now))
        return Actor(user_id, "Anna")

    async def current(self) -> RateTable:
        return self.rates

    async def route(self, actor: Actor, model_id: str) -> Route:
        return await self.cover.cover(actor, Route(self.gateway, model_id.partition("/")[2], CARD))

    async def chain(self, actor: Actor, model_id: str, chat_id: str = "") -> Chain:  # noqa: ARG002
        return Chain()

    async def default_model_id(self, actor: Actor, folder_id: str = "") -> str:  # noqa: ARG002
        return MODEL

    async def require(self, actor: Actor, *model_ids: str) -> None:
        """Every model is there."""
