"""Covers every call of a model that somebody pays for. Ways to models are made by the catalogue alone, which asks here."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from sqlmodel import Session

from chat_app.db import Database
from chat_app.services.access.policy import groups_of
from chat_app.services.catalogue.dto import LOCAL_PRICE, ModelCard, Route
from chat_app.services.charging import holding, queries
from chat_app.services.charging.dto import LEDGER_CURRENCY, LEDGER_RATE, Tariff
from chat_app.services.charging.errors import ModelUnpricedError
from chat_app.services.charging.gateway import CoveredGateway
from chat_app.services.charging.holding import LEASE, Asked, Cover
from chat_app.services.charging.margins import is_free, points_for, tariff_for
from chat_app.services.charging.sweeping import sweep
from chat_app.services.charging.terms import Terms
from chat_app.services.currency.dto import RateTable
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.kernel.failpoints import reached
from chat_app.services.kernel.ids import new_id
from chat_app.services.kernel.steady import SteadyClock
from chat_app.services.ledger import book, holds
from chat_app.services.ledger.steps import Wanted
from chat_app.services.site import SiteService
from chat_app.services.site.billing_sections import Credit

logger = logging.getLogger(__name__)

PRICES = "USD"
"""The currency of all price lists."""
CACHE = timedelta(seconds=5)
"""For how long the first budget of a house may go unnoticed."""


class Rates(Protocol):
    """Knows what currencies are worth."""

    async def current(self) -> RateTable: ...


class CoverService:
    """Prices, holds and releases. What a call cost in the end is charged where it is written down (`settling.py`)."""

    def __init__(self, db: Database, site: SiteService, rates: Rates, clock: Clock = utc_now) -> None:
        self._db = db
        self._site = site
        self._rates = rates
        self._clock = SteadyClock(clock)
        self._section = Credit()
        self._budgets: tuple[datetime, bool] | None = None
        self._running: set[str] = set()
        self._opened = False
        self.after_hold: list[Callable[[str], None]] = []
        """Called with a person's id when their wallet has less than before."""

    async def begin(self) -> None:
        """Open the books, unless they are."""
        await self._db.write(lambda session: book.open_books(session, LEDGER_CURRENCY, self._clock()))
        self._opened = True

    async def sync(self) -> None:
        """Know what administrators set."""
        self._section = await self._site.load(Credit)

    def points(self, actor: Actor, model_id: str, general: int) -> int:
        """Hundredths of a percent that this person pays on top of the provider's rates for a model of the platform."""
        return points_for(self._section, groups_of(actor), model_id, general)

    async def cover(self, actor: Actor, route: Route) -> Route:
        """The way for one call, which its gateway does not take before it is covered; raises `ModelUnpricedError`."""
        await self.sync()
        wallet = self._section.charging and not route.own_key and not self._costs_nothing(route.card)
        budgeted = await self._has_budgets()
        if not wallet and not budgeted:
            return route
        table = await self._rates.current()
        rate = table.per_euro(PRICES)
        if wallet and (route.card.price is None or rate is None):
            raise ModelUnpricedError
        known = (rate or LEDGER_RATE, table.day_of(PRICES).isoformat())
        tariff = tariff_for(self._section, groups_of(actor), route.card.id, *known) if wallet else Tariff(*known, charged=False)
        covered = replace(route, call_id=new_id(), tariff=replace(tariff, budgeted=budgeted))
        terms = Terms.of(covered, actor)
        return replace(covered, gateway=CoveredGateway(route.gateway, self, terms)) if terms else route

    async def hold(self, asked: Asked, wanted: Wanted) -> Cover:
        """Cover a call; raises `InsufficientCreditError`, `WalletStoppedError`, `BudgetExceededError`."""
        if not self._opened:
            await self.begin()
        now = self._clock()
        cover = await self._db.write(lambda session: holding.hold(session, asked, wanted, now))
        reached("hold.after_commit")
        self._running.add(asked.call_id)
        if asked.wallet:
            for tell in self.after_hold:
                tell(cover.call.payer_id)
        return cover

    async def raise_hold(self, asked: Asked, cover: Cover, more: int) -> int:
        """Cover more of a call that goes on; how much more it is. Raises `BudgetExceededError`."""
        now = self._clock()
        return await self._db.write(lambda session: holding.grow(session, asked, cover, more, now))

    async def void(self, call_id: str) -> None:
        """Nothing came of a call."""
        await self._db.write(lambda session: holding.void(session, call_id))

    def ended(self, call_id: str) -> None:
        """Nothing more comes of a call: its hold is not renewed any more."""
        self._running.discard(call_id)

    async def extend(self) -> None:
        """Keep what is held for calls that this process waits for."""
        running, until = list(self._running), self._clock() + LEASE

        def renew(session: Session) -> None:
            for call_id in running:
                holds.extend(session, call_id, until)

        if running:
            await self._db.write(renew)

    async def sweep(self) -> None:
        """For the job of every minute: renew what is alive, end what is not, and take what has expired."""
        await self.extend()
        if count := await sweep(self._db, self._clock()):
            logger.info("%d holds and wallets swept", count)

    def _costs_nothing(self, card: ModelCard) -> bool:
        """Whether nobody pays for a model: it is the house's own, or given away, or its price is nothing."""
        if card.price is None:
            return is_free(self._section, card.id)
        return card.price.version == LOCAL_PRICE.version or is_free(self._section, card.id) or card.price.is_nothing

    async def _has_budgets(self) -> bool:
        now = self._clock()
        if self._budgets is None or self._budgets[0] <= now:
            self._budgets = (now + CACHE, await self._db.read(queries.has_budgets))
        return self._budgets[1]
