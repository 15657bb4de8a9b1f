"""The model catalogue: who serves which model. Nothing here waits for a slow provider."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from chat_app.errors import AppError, NotFoundError, UpstreamError, UpstreamTimeoutError
from chat_app.integrations.llm.model_facts import ModelFactsBook
from chat_app.integrations.llm.port import LlmGateway, ModelInfo
from chat_app.integrations.llm.providers import ProviderConfig, ProviderKind
from chat_app.services.catalogue.cards import OFFLINE_CARD, card_of, cards_of, is_local
from chat_app.services.catalogue.dto import OFFLINE_MODEL_ID, ModelCard, ProviderProblem, Route
from chat_app.services.catalogue.selection import usual_model
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock

logger = logging.getLogger(__name__)

FRESH = timedelta(minutes=10)
# Models come and go on an own server while its user watches; asking it costs nothing.
FRESH_LOCAL = timedelta(minutes=1)
RETRY = timedelta(seconds=30)
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for providers, in seconds. The first page waits a little, or it would show the built-in assistant alone."""

    listing: float = 4.0
    first_page: float = 0.3
    first_turn: float = 2.0


@dataclass(slots=True)
class _Shelf:
    """A provider with its models as last listed."""

    config: ProviderConfig
    cards: list[ModelCard] = field(default_factory=list)
    due_at: datetime | None = None
    error: AppError | None = None


class CatalogueService:
    """Knows all models of all configured providers and of the built-in assistant."""

    def __init__(
        self,
        providers: Sequence[ProviderConfig],
        gateways: Callable[[ProviderConfig], LlmGateway],
        offline: LlmGateway,
        facts: ModelFactsBook,
        clock: Clock,
        patience: Patience | None = None,
    ) -> None:
        self._shelves = {config.id: _Shelf(config) for config in providers}
        self._make_gateway = gateways
        self._gateways: dict[str, LlmGateway] = {}
        self._offline = offline
        self._facts = facts
        self._clock = clock
        self._patience = patience or Patience()
        self._task: asyncio.Task[None] | None = None

    async def models(self, actor: Actor) -> list[ModelCard]:  # noqa: ARG002 - everyone sees the same models in single mode
        """All models this person may use, as last listed; the built-in assistant comes last."""
        await self._ensure_started(self._patience.first_page)
        return [card for shelf in self._shelves.values() for card in shelf.cards] + [OFFLINE_CARD]

    async def card(self, model_id: str) -> ModelCard | None:
        """The card of a model; also of one that no list names but whose provider is configured."""
        if model_id == OFFLINE_MODEL_ID:
            return OFFLINE_CARD
        provider, _, name = model_id.partition("/")
        shelf = self._shelves.get(provider)
        if shelf is None or not _is_name(name):
            return None
        await self._facts.load()
        known = (card for card in shelf.cards if card.id == model_id)
        return next(known, None) or card_of(shelf.config, ModelInfo(name), self._facts)

    def known(self, model_id: str) -> ModelCard | None:
        """`card` without waiting: None, too, while the list of models has not been read."""
        provider, _, name = model_id.partition("/")
        shelf = self._shelves.get(provider)
        if shelf is None or not self._facts.loaded or not _is_name(name):
            return OFFLINE_CARD if model_id == OFFLINE_MODEL_ID else None
        return next((card for card in shelf.cards if card.id == model_id), None) or card_of(shelf.config, ModelInfo(name), self._facts)

    def shown(self) -> list[ModelCard]:
        """All models as last listed, without the built-in assistant."""
        return [card for shelf in self._shelves.values() for card in shelf.cards]

    async def default_model_id(self, actor: Actor, preferred: str = "") -> str:  # noqa: ARG002 - as above
        """The person's preferred model if it can still be routed, else the first provider's usual one, else the offline one."""
        if preferred and await self.card(preferred):
            return preferred
        await self._ensure_started(self._patience.first_turn)
        for provider, shelf in self._shelves.items():
            names = [card.id.partition("/")[2] for card in shelf.cards]
            if name := usual_model(provider, names):
                return f"{provider}/{name}"
        return OFFLINE_MODEL_ID

    async def route(self, model_id: str) -> Route:
        """Where to send a turn for this model. Raises NotFoundError when no configured provider has it."""
        card = await self.card(model_id)
        if card is None:
            raise NotFoundError("error.model_unknown", model=model_id[:_LONGEST_NAME])
        if card.provider == OFFLINE_CARD.provider:
            return Route(self._offline, model_id.partition("/")[2], card)
        return Route(self._gateway(self._shelves[card.provider].config), model_id.partition("/")[2], card)

    def problems(self) -> list[ProviderProblem]:
        """The providers whose last listing failed; their earlier models stay on show."""
        failed = ((shelf.config, shelf.error) for shelf in self._shelves.values() if shelf.error)
        return [ProviderProblem(config.id, config.label, error.key, error.params) for config, error in failed]

    def warm_up(self) -> None:
        """Begin listing in the background; called at the start of the server so that the first page finds it done."""
        self._start_if_due()

    async def refresh(self) -> None:
        """Ask every provider now, all at once, and wait for them (at most some seconds)."""
        await self._facts.load()
        await asyncio.gather(*(self._list(shelf) for shelf in self._shelves.values()))

    async def close(self) -> None:
        """Stop listing and close all adapters."""
        if self._task and not self._task.done():
            self._task.cancel()
            await asyncio.wait({self._task})
        await asyncio.gather(*(gateway.close() for gateway in [*self._gateways.values(), self._offline]))

    async def _ensure_started(self, seconds: float) -> None:
        """Refresh in the background what is due; wait only while providers have never been asked, and briefly."""
        self._start_if_due()
        if self._task and not self._task.done() and any(shelf.due_at is None for shelf in self._shelves.values()):
            await asyncio.wait({self._task}, timeout=seconds)

    def _start_if_due(self) -> None:
        if self._task is None or self._task.done():
            due = [shelf for shelf in self._shelves.values() if shelf.due_at is None or shelf.due_at <= self._clock()]
            self._task = asyncio.create_task(self._refresh(due)) if due else None

    async def _refresh(self, shelves: list[_Shelf]) -> None:
        await self._facts.load()
        await asyncio.gather(*(self._list(shelf) for shelf in shelves))

    async def _list(self, shelf: _Shelf) -> None:
        try:
            async with asyncio.timeout(self._patience.listing):
                shelf.cards = cards_of(shelf.config, await self._infos(shelf.config), self._facts)
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

    async def _infos(self, config: ProviderConfig) -> list[ModelInfo]:
        """What a provider offers. Vendors behind LiteLLM are not asked: the price list has them, and its import is heavy."""
        if config.kind is ProviderKind.LITELLM:
            return [ModelInfo(name) for name in self._facts.chat_models(config.id, self._clock().date())]
        return await self._gateway(config).list_models()

    def _gateway(self, config: ProviderConfig) -> LlmGateway:
        if config.id not in self._gateways:
            self._gateways[config.id] = self._make_gateway(config)
        return self._gateways[config.id]


def _is_name(name: str) -> bool:
    return 0 < len(name) <= _LONGEST_NAME and name.isprintable()
