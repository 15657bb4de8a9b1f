"""The way to models: those that somebody may use somewhere, and what is asked when one fails."""

from __future__ import annotations

from typing import Protocol

from sqlmodel import Session

from chat_app.services.accounts.dto import Preferences
from chat_app.services.catalogue.dto import OFFLINE_MODEL_ID, ModelCard, Route
from chat_app.services.kernel.actor import Actor
from chat_app.services.routing.chains import MOST_BEHIND, wanted_after
from chat_app.services.routing.dto import Chain, Offer, ProviderHealth
from chat_app.services.routing.errors import LocalOnlyError
from chat_app.services.routing.health import HealthBook
from chat_app.services.routing.local_only import LocalOnly
from chat_app.services.routing.queries import local_only_by
from chat_app.services.site import SiteService
from chat_app.services.site.sections import Fallbacks


class Catalogue(Protocol):
    """Knows all models."""

    async def models(self, actor: Actor) -> list[ModelCard]: ...
    async def card(self, actor: Actor, model_id: str) -> ModelCard | None: ...
    def known(self, actor: Actor, model_id: str) -> ModelCard | None: ...
    async def require(self, actor: Actor, *model_ids: str) -> None: ...
    async def default_model_id(self, actor: Actor, preferred: str = "") -> str: ...
    async def route(self, actor: Actor, model_id: str) -> Route: ...


class AskedTurn(Protocol):
    """The row of a turn."""

    model_id: str
    conversation_id: str


class Asked(Protocol):
    """A turn that is to run (`chat.planning.Plan`)."""

    @property
    def actor(self) -> Actor: ...
    @property
    def turn(self) -> AskedTurn: ...


class Accounts(Protocol):
    """Knows what a person prefers."""

    async def preferences(self, actor: Actor) -> Preferences: ...


class RoutingService:
    """Stands before the catalogue for everything that asks a model."""

    def __init__(self, catalogue: Catalogue, accounts: Accounts, site: SiteService, local_only: LocalOnly, book: HealthBook) -> None:
        self._catalogue = catalogue
        self._accounts = accounts
        self._site = site
        self.local_only = local_only
        self._book = book

    async def route(self, actor: Actor, model_id: str, chat_id: str = "") -> Route:
        """Where to send a request; raises `NotFoundError`, and `LocalOnlyError` before anything is prepared in vain."""
        route = await self._catalogue.route(actor, model_id)
        if not route.card.local and (by := await self.local_only.by(actor.user_id, chat_id)):
            raise LocalOnlyError(by)
        return route

    async def chain(self, actor: Actor, model_id: str, chat_id: str = "") -> Chain:
        """What is asked when this model fails: only what this person may use, and in this chat."""
        preferences, section = await self._accounts.preferences(actor), await self._site.load(Fallbacks)
        if model_id == OFFLINE_MODEL_ID:
            return Chain()
        by = await self.local_only.by(actor.user_id, chat_id)
        found: list[str] = []
        for each in wanted_after(model_id, preferences.fallback_model_ids, section):
            card = await self._catalogue.card(actor, each)
            if card and each != OFFLINE_MODEL_ID and (card.local or not by):
                found.append(each)
        return Chain(tuple(found[:MOST_BEHIND]), preferences.hedge_seconds, section.stand_in)

    async def offer(self, actor: Actor, chat_id: str = "", folder_id: str = "") -> Offer:
        """The models to choose from in a chat, or in one that will begin in this folder."""
        by = await self.local_only.by(actor.user_id, chat_id, folder_id)
        return Offer(tuple(card for card in await self._catalogue.models(actor) if card.local or not by), by)

    async def default_model_id(self, actor: Actor, preferred: str = "", folder_id: str = "") -> str:
        """As the catalogue has it; where only local models may answer, one of these."""
        wanted = await self._catalogue.default_model_id(actor, preferred)
        by = await self.local_only.by(actor.user_id, folder_id=folder_id)
        card = await self._catalogue.card(actor, wanted) if by else None
        if not by or (card and card.local and wanted != OFFLINE_MODEL_ID):
            return wanted
        return next(card.id for card in await self._catalogue.models(actor) if card.local)

    async def require(self, actor: Actor, *model_ids: str) -> None:
        """Raise `NotFoundError` when one of these models does not exist for this person."""
        await self._catalogue.require(actor, *model_ids)

    def check(self, session: Session, plan: Asked) -> None:
        """Refuse a turn before anything of it is stored; raises `LocalOnlyError`."""
        card = self._catalogue.known(plan.actor, plan.turn.model_id)
        if card is None or card.local:
            return
        if by := local_only_by(session, plan.actor.user_id, plan.turn.conversation_id):
            raise LocalOnlyError(by)

    def health(self, slug: str) -> ProviderHealth:
        """How a provider does; `slug` is the first part of its models' ids."""
        return self._book.of(slug)

    def found_back(self, slug: str) -> None:
        """Somebody reached a provider: the next request to it goes out, whatever failed before."""
        self._book.invite(slug)

    async def close(self) -> None:
        """End all looking at providers that are down."""
        await self._book.close()
