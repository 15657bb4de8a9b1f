"""Prices and facts from the database in memory, over the list that ships with Parley."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from chat_app.db import Database
from chat_app.integrations.llm.model_facts import ModelFactsBook
from chat_app.integrations.llm.price_lists.facts import Listing
from chat_app.models import PriceVersion, PublishedFacts
from chat_app.services.catalogue.dto import Price
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.prices import queries
from chat_app.services.prices.facts_records import NOTHING, read_facts
from chat_app.services.prices.tariffs import Tariff, read_tariff

READ_AGAIN = timedelta(seconds=5)
"""For how long a change made by another process may go unnoticed."""


class PriceOverlay:
    """Lays over the book what the lists said since, and knows the prices that administrators set."""

    def __init__(self, db: Database, book: ModelFactsBook, clock: Clock = utc_now) -> None:
        self._db = db
        self._book = book
        self._clock = clock
        self._lock = asyncio.Lock()
        self._looked_at: datetime | None = None
        self._seen: tuple[Any, ...] | None = None
        self._own: dict[tuple[str, str], Price] = {}
        self.edition = 0
        """Grows whenever something that a card shows may have changed."""

    async def sync(self) -> None:
        """Know what holds now; asks the database once in some seconds, and reads only what changed."""
        async with self._lock:
            if self._looked_at is not None and self._looked_at + READ_AGAIN > self._clock():
                return
            await self._book.load()
            seen = await self._db.read(queries.edition)
            if seen != self._seen:
                await self._read()
            self._seen, self._looked_at = seen, self._clock()

    def forget(self) -> None:
        """Something was changed here: the next answer knows."""
        self._looked_at = None

    def own_price(self, provider: str, model: str) -> Price | None:
        """What administrators set for a provider's model."""
        return self._own.get((provider, model))

    def own_prices(self) -> dict[tuple[str, str], Price]:
        """All of them, by provider and model."""
        return self._own

    async def _read(self) -> None:
        listing, own = await self._db.read(self._load)
        self._book.lay_over(listing)
        self._own = own
        self.edition += 1

    def _load(self, session: Session) -> tuple[Listing, dict[tuple[str, str], Price]]:
        versions = queries.current_versions(session, by_admin=False)
        set_by_hand = queries.current_versions(session, by_admin=True)
        prices = ((row.brand, row.model, read_tariff(row.rates).price(row.id)) for row in set_by_hand)
        return self._listing(versions, queries.published_facts(session)), {(slug, model): price for slug, model, price in prices if price}

    def _listing(self, versions: Sequence[PriceVersion], published: Sequence[PublishedFacts]) -> Listing:
        ground, listing = self._book.ground, Listing()
        for row in published:
            shipped = ground.get(row.brand, {}).get(row.model)
            version = shipped.version if shipped else ""
            # What tiers of service cost belongs to the price that ships, and not to the facts.
            facts = replace(read_facts(row.facts), tier_rates=shipped.tier_rates if shipped else ())
            listing.setdefault(row.brand, {})[row.model] = Tariff.of(shipped).on(facts, version)
        for row in versions:
            models = listing.setdefault(row.brand, {})
            facts = models.get(row.model) or ground.get(row.brand, {}).get(row.model) or NOTHING
            models[row.model] = read_tariff(row.rates).on(facts, row.id)
        return listing
