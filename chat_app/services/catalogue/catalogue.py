"""The model catalogue: who serves which model to whom."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from chat_app.errors import AppError, NotFoundError
from chat_app.integrations.llm.model_facts import ModelFactsBook
from chat_app.integrations.llm.model_names import is_model_name
from chat_app.integrations.llm.port import LlmGateway, ModelInfo
from chat_app.integrations.llm.providers import ProviderConfig
from chat_app.services.catalogue.by_hand import ByHand, NothingByHand
from chat_app.services.catalogue.cards import OFFLINE_CARD, card_of
from chat_app.services.catalogue.dto import (
    OFFLINE_MODEL_ID,
    ListPrices,
    ModelCard,
    NoSales,
    Offer,
    OwnPrices,
    ProviderProblem,
    Route,
    Sales,
)
from chat_app.services.catalogue.errors import ModelNotAllowedError
from chat_app.services.catalogue.pricing import with_margin
from chat_app.services.catalogue.selection import usual_model
from chat_app.services.catalogue.shelves import NoRows, Rows, Shelf, Shelves
from chat_app.services.catalogue.stockroom import Patience, Stockroom
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock

_LONGEST_NAME = 200

MayUse = Callable[[Actor, str], bool]


class CatalogueService:
    """Knows the models of all providers and the built-in assistant. A model that somebody may not use is in nothing they see."""

    def __init__(
        self,
        providers: Sequence[ProviderConfig],
        gateways: Callable[[ProviderConfig], LlmGateway],
        offline: LlmGateway,
        facts: ModelFactsBook,
        clock: Clock,
        patience: Patience | None = None,
        rows: Rows | None = None,
        may_use: MayUse = lambda _actor, _model_id: True,
        by_hand: ByHand | None = None,
        prices: OwnPrices | None = None,
        sales: Sales | None = None,
    ) -> None:
        """`providers` are those of the environment, `rows` those set up in Parley.

        `may_use` is what groups allow, `by_hand` what was set for single models, `sales` what they cost here.
        """
        self._shelves = Shelves(providers, rows or NoRows(), clock)
        self._offline = offline
        self._facts = facts
        self._patience = patience or Patience()
        self._prices = prices or ListPrices()
        self._stockroom = Stockroom(self._shelves, gateways, facts, self._prices, clock, self._patience.listing)
        self._may_use = may_use
        self._sales = sales or NoSales()
        self._by_hand = by_hand or NothingByHand()

    async def models(self, actor: Actor) -> list[ModelCard]:
        """All models this person may use, as last listed; the built-in assistant comes last."""
        await self._ensure_started(actor, self._patience.first_page)
        return [*self.shown(actor), OFFLINE_CARD]

    async def card(self, actor: Actor, model_id: str) -> ModelCard | None:
        """The card of a model; also of one that no list names but whose provider this person has."""
        await self._sync(actor.user_id)
        return self.known(actor, model_id)

    def known(self, actor: Actor, model_id: str) -> ModelCard | None:
        """`card` without waiting: None, too, while the list of models has not been read."""
        if model_id == OFFLINE_MODEL_ID:
            return OFFLINE_CARD
        slug, _, name = model_id.partition("/")
        shelf = self._shelves.find(actor.user_id, slug)
        if shelf is None or not self._facts.loaded or not is_model_name(name):
            return None
        listed = shelf.cards.get(model_id)
        return self._seen(actor, shelf, listed or self._unlisted(shelf, model_id), listed=listed is not None)

    async def label(self, model_id: str) -> str:
        """What a model is called, whoever asks: its own name unless all may know more."""
        card = await self.card(Actor(""), model_id) if model_id else None
        return card.label if card else model_id.partition("/")[2]

    def shown(self, actor: Actor) -> list[ModelCard]:
        """All models this person may use, as last listed, without the built-in assistant."""
        shelves = self._shelves.of(actor.user_id)
        return [seen for shelf in shelves for card in shelf.cards.values() if (seen := self._seen(actor, shelf, card))]

    async def offers(self, actor: Actor, *, platform: bool) -> list[Offer]:
        """What providers list: all of the platform's for administrators, else what is left of it for this person, and their own."""
        await self._ensure_started(actor, self._patience.first_turn)
        if platform:
            return [Offer(card, shelf.config.region) for shelf in self._shelves.of("") for card in shelf.cards.values()]
        shelves = self._shelves.of(actor.user_id)
        found = ((shelf, self._left(actor, shelf, card, listed=True)) for shelf in shelves for card in shelf.cards.values())
        return [Offer(card, shelf.config.region, bool(shelf.owner_id), self._points(actor, shelf, card)) for shelf, card in found if card]

    async def default_model_id(self, actor: Actor, preferred: str = "") -> str:
        """The person's preferred model if it can still be routed, else the first provider's usual one, else the offline one."""
        if preferred and await self.card(actor, preferred):
            return preferred
        await self._ensure_started(actor, self._patience.first_turn)
        for shelf in self._shelves.of(actor.user_id):
            names = [card.id.partition("/")[2] for card in shelf.cards.values() if self._seen(actor, shelf, card)]
            if name := usual_model(shelf.config.brand, names):
                return f"{shelf.config.id}/{name}"
        return OFFLINE_MODEL_ID

    async def get(self, actor: Actor, model_id: str) -> ModelCard:
        """`card` of a model that has to be there; raises `NotFoundError`, or `ModelNotAllowedError` when their groups do not allow it."""
        card = await self.card(actor, model_id)
        if card is None:
            raise self._refusal(actor, model_id)
        return card

    async def require(self, actor: Actor, *model_ids: str) -> None:
        """Raise as `get` does when one of these models is not there for this person."""
        for model_id in model_ids:
            await self.get(actor, model_id)

    async def route(self, actor: Actor, model_id: str) -> Route:
        """Where to send a turn for this model. Raises as `get` does."""
        card, shelf = await self.get(actor, model_id), self._shelves.find(actor.user_id, model_id.partition("/")[0])
        if shelf is None:
            return Route(self._offline, OFFLINE_MODEL_ID.partition("/")[2], OFFLINE_CARD)
        price = (shelf.cards.get(model_id) or self._unlisted(shelf, model_id)).price
        gateway, name = self._stockroom.gateway(shelf), model_id.partition("/")[2]
        return await self._sales.cover(actor, Route(gateway, name, card, own_key=bool(shelf.owner_id), provider_price=price))

    def platform_brand(self, slug: str) -> str:
        """The vendor of a provider of the platform, as last read; "" where there is no such provider."""
        shelf = self._shelves.find("", slug)
        return shelf.config.brand if shelf else ""

    def problems(self, actor: Actor) -> list[ProviderProblem]:
        """The providers whose last listing failed; their earlier models stay on show."""
        failed = ((shelf.config, shelf.error) for shelf in self._shelves.of(actor.user_id) if shelf.error)
        return [ProviderProblem(config.id, config.label, error.key, error.params) for config, error in failed]

    def _refusal(self, actor: Actor, model_id: str) -> AppError:
        # The groups are asked first, so that whoever may not use a model learns nothing of whether there is one.
        if is_model_name(model_id.partition("/")[2]) and not self._may_use(actor, model_id):
            return ModelNotAllowedError()
        return NotFoundError("error.model_unknown", model=model_id[:_LONGEST_NAME])

    def changed(self, owner_id: str = "") -> None:
        """Providers of a person, or of the platform, were changed: the next answer knows."""
        self._shelves.forget(owner_id)

    def warm_up(self) -> None:
        """Begin listing in the background; called at the start of the server so that the first page finds it done."""
        self._stockroom.start_if_due("")

    async def refresh(self, actor: Actor) -> None:
        """Ask every provider of this person now, all at once, and wait for them (at most some seconds)."""
        await self._sync(actor.user_id)
        await self._stockroom.list_all(actor.user_id)

    async def relist(self, slug: str) -> None:
        """Ask one provider of the environment or the platform now: its models have just changed."""
        await self._shelves.sync("")
        if shelf := self._shelves.find("", slug):
            await self._stockroom.list_models(shelf)

    async def close(self) -> None:
        """Stop listing and close all adapters."""
        await self._stockroom.close()
        await self._offline.close()

    def _unlisted(self, shelf: Shelf, model_id: str) -> ModelCard:
        """The card of a model that the provider's list does not name."""
        return card_of(shelf.config, ModelInfo(model_id.partition("/")[2]), self._facts, self._prices)

    def _seen(self, actor: Actor, shelf: Shelf, card: ModelCard, *, listed: bool = True) -> ModelCard | None:
        """The card as this person sees it, with what they pay; None where it does not exist for them."""
        left = self._left(actor, shelf, card, listed=listed)
        seen = self._by_hand.for_person(actor.user_id, left, own=bool(shelf.owner_id), listed=listed) if left else None
        points = self._points(actor, shelf, card)
        return replace(seen, price=with_margin(seen.price, points)) if seen and seen.price and points else seen

    def _left(self, actor: Actor, shelf: Shelf, card: ModelCard, *, listed: bool) -> ModelCard | None:
        """The card after what administrators decided: of models, and for groups. They decide nothing about others' providers but that."""
        if not self._may_use(actor, card.id) or not self._by_hand.ready:
            return None
        return card if shelf.owner_id else self._by_hand.for_all(actor.user_id, card, listed=listed)

    def _points(self, actor: Actor, shelf: Shelf, card: ModelCard) -> int:
        return 0 if shelf.owner_id else self._sales.points(actor, card.id, self._shelves.margin_points)

    async def _sync(self, user_id: str) -> None:
        """Know which providers this person sees, what is known of their models, and what was set for single ones."""
        await self._by_hand.sync(user_id)
        await self._sales.sync()
        await self._stockroom.sync(user_id)

    async def _ensure_started(self, actor: Actor, seconds: float) -> None:
        await self._sync(actor.user_id)
        await self._stockroom.ensure_started(actor.user_id, seconds)
