"""Keeps the shelves of the catalogue full: asks providers for their models, and makes cards of them. Nobody waits for a slow one."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from chat_app.errors import AppError, UpstreamError, UpstreamTimeoutError
from chat_app.integrations.llm.model_facts import ModelFactsBook
from chat_app.integrations.llm.port import LlmGateway, ModelInfo
from chat_app.integrations.llm.providers import ProviderConfig, ProviderKind
from chat_app.services.catalogue.cards import cards_of, is_local
from chat_app.services.catalogue.dto import OwnPrices
from chat_app.services.catalogue.shelves import Shelf, Shelves
from chat_app.services.kernel.clock import Clock

logger = logging.getLogger(__name__)

FRESH = timedelta(minutes=10)
# Models come and go on an own server while its user watches; asking it costs nothing.
FRESH_LOCAL = timedelta(minutes=1)
RETRY = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for providers, in seconds. The first page waits a little, or it would show the built-in assistant alone."""

    listing: float = 4.0
    first_page: float = 0.3
    first_turn: float = 2.0


class Stockroom:
    """Lists what is due, in the background."""

    def __init__(
        self,
        shelves: Shelves,
        gateways: Callable[[ProviderConfig], LlmGateway],
        facts: ModelFactsBook,
        prices: OwnPrices,
        clock: Clock,
        most_seconds: float,
    ) -> None:
        """`most_seconds` is how long a provider may take to list its models."""
        self._shelves = shelves
        self._make_gateway = gateways
        self._facts = facts
        self._prices = prices
        self._clock = clock
        self._most_seconds = most_seconds
        self._tasks: set[asyncio.Task[None]] = set()

    async def sync(self, user_id: str) -> None:
        """Know which providers this person sees, and what is known of their models."""
        await self._shelves.sync(user_id)
        # Reading the price list is no provider's slowness, and all that is known of the vendors that are not asked.
        await self._facts.load()
        await self._prices.sync()
        for shelf in self._shelves.of(user_id):
            if shelf.edition != self._prices.edition and shelf.due_at is not None:
                self._stock(shelf)

    async def ensure_started(self, user_id: str, seconds: float) -> None:
        """Refresh in the background what is due; wait only for providers that have never been asked, and briefly."""
        self.start_if_due(user_id)
        if waiting := {shelf.task for shelf in self._shelves.of(user_id) if shelf.task and shelf.due_at is None}:
            await asyncio.wait(waiting, timeout=seconds)

    def start_if_due(self, user_id: str) -> None:
        """Begin listing what was not listed for a while, of the providers that this person sees."""
        for shelf in self._shelves.of(user_id):
            if (shelf.task is None or shelf.task.done()) and (shelf.due_at is None or shelf.due_at <= self._clock()):
                shelf.task = asyncio.create_task(self.list_models(shelf))
                self._tasks.add(shelf.task)
                shelf.task.add_done_callback(self._tasks.discard)

    async def list_all(self, user_id: str) -> None:
        """List the models of all providers that this person sees, at once."""
        await asyncio.gather(*(self.list_models(shelf) for shelf in self._shelves.of(user_id)))

    async def list_models(self, shelf: Shelf) -> None:
        """Ask a provider now. Where it fails, its earlier models stay, beside the error."""
        await self._facts.load()
        if not shelf.cards and shelf.config.kind is ProviderKind.LITELLM:
            shelf.infos = self._known_before(shelf.config)
            self._stock(shelf)
        try:
            await self._prices.sync()
            async with asyncio.timeout(self._most_seconds):
                # By the provider's own list; LiteLLM itself is not loaded for that.
                shelf.infos = await self.gateway(shelf).list_models()
            self._stock(shelf)
            shelf.error = None
        except TimeoutError:
            shelf.error = UpstreamTimeoutError(provider=shelf.config.label)
        except UpstreamError as error:
            shelf.error = error
        except Exception:
            # One adapter's bug must not take the other providers' models away.
            logger.exception("Listing the models of %s failed", shelf.config.id)
            shelf.error = AppError()
        fresh = FRESH_LOCAL if is_local(shelf.config) else FRESH
        shelf.due_at = self._clock() + (RETRY if shelf.error else fresh)

    def _known_before(self, config: ProviderConfig) -> list[ModelInfo]:
        """What the price list says of a vendor's models, to show until the vendor has answered, and when it does not."""
        names = self._facts.chat_models(config.brand, self._clock().date()) if config.brand != "bedrock" else []
        return [ModelInfo(name) for name in names]

    def gateway(self, shelf: Shelf) -> LlmGateway:
        """The adapter of a provider, made when it is first needed."""
        if shelf.gateway is None:
            shelf.gateway = self._make_gateway(shelf.config)
        return shelf.gateway

    async def close(self) -> None:
        """Stop listing and close all adapters."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*(gateway.close() for gateway in self._shelves.gateways()))

    def _stock(self, shelf: Shelf) -> None:
        """Make the cards of what the provider told, with the facts and prices of now."""
        shelf.cards = {card.id: card for card in cards_of(shelf.config, shelf.infos, self._facts, self._prices)}
        shelf.edition = self._prices.edition
