"""The list of models with what was set for them: of all for administrators, of what they see for people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Protocol, TypeVar

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from chat_app.db import Database
from chat_app.errors import ConflictError, InvalidInputError, NotFoundError
from chat_app.integrations.llm.rates import PriceKind, Rates
from chat_app.services.access.matrix import require
from chat_app.services.audit.log import AuditLog
from chat_app.services.catalogue.dto import ModelCard, Offer, Price
from chat_app.services.catalogue.parameter_rules import parameters_of, takes_json
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock
from chat_app.services.model_settings import changes, listing
from chat_app.services.model_settings.book import PLATFORM, SettingsBook
from chat_app.services.model_settings.dto import (
    NO_FACTS,
    Facts,
    ModelChange,
    ModelDetails,
    ModelFilter,
    ModelPage,
    PriceLine,
)
from chat_app.services.model_settings.listing import Row

ADMINISTRATION, OWN = "admin.providers", "models"
MAX_PAGE = 200

T = TypeVar("T")


class Catalogue(Protocol):
    """Knows what providers list."""

    async def offers(self, actor: Actor, *, platform: bool) -> list[Offer]: ...


class ModelSettingService:
    """With `platform` for everybody, which is for administrators alone; without, for the person who asks."""

    def __init__(self, db: Database, audit: AuditLog, catalogue: Catalogue, book: SettingsBook, clock: Clock) -> None:
        self._db = db
        self._audit = audit
        self._catalogue = catalogue
        self._book = book
        self._clock = clock

    async def list(self, actor: Actor, wanted: ModelFilter, cursor: str = "", limit: int = 50, *, platform: bool) -> ModelPage:
        """A page of models; raises `InvalidInputError` for a cursor that is not ours."""
        rows = await self._rows(actor, platform=platform)
        fitting = listing.found(rows, wanted)
        page = listing.page_of(fitting, cursor, max(1, min(limit, MAX_PAGE)))
        items = [listing.entry_of(row) for row in page.items]
        return ModelPage(items, page.next_cursor, len(fitting), listing.providers_of(rows))

    async def get(self, actor: Actor, model_id: str, *, platform: bool) -> ModelDetails:
        """Everything about a model; raises `NotFoundError`."""
        return _details(await self._row(actor, model_id, platform=platform))

    async def change(self, actor: Actor, model_id: str, wanted: ModelChange, *, platform: bool) -> ModelDetails:
        """Set something for a model; raises `NotFoundError`, and `InvalidInputError` for what cannot be set here."""
        row = await self._row(actor, model_id, platform=platform)
        if not platform and (wanted.group_ids is not None or (wanted.facts not in (None, NO_FACTS) and not row.offer.own)):
            raise InvalidInputError("model_settings.error.not_yours")

        def write(session: Session) -> None:
            changed = changes.change(session, None if platform else actor.user_id, model_id, wanted, self._clock())
            if platform and changed:
                self._audit.record(session, actor, "model.change", kind="model", object_id=model_id, fields=changed, enabled=wanted.enabled)

        await self._write(actor, write, platform=platform)
        return await self.get(actor, model_id, platform=platform)

    async def switch(self, actor: Actor, wanted: ModelFilter, *, enabled: bool, platform: bool) -> int:
        """Switch all models that fit on or off; returns how many were not so before."""
        rows = listing.found(await self._rows(actor, platform=platform), wanted)
        model_ids = [row.card.id for row in rows]

        def write(session: Session) -> int:
            owner_id = None if platform else actor.user_id
            changed = changes.switch(session, owner_id, model_ids, self._clock(), enabled=enabled)
            if platform and changed:
                self._audit.record(
                    session, actor, "model.switch", kind="provider", object_id=wanted.provider, enabled=enabled, count=changed
                )
            return changed

        return await self._write(actor, write, platform=platform)

    async def _rows(self, actor: Actor, *, platform: bool) -> list[Row]:
        require(actor, ADMINISTRATION if platform else OWN)
        offers = await self._catalogue.offers(actor, platform=platform)
        await self._book.sync(actor.user_id)
        return listing.rows_of(offers, self._book, PLATFORM if platform else actor.user_id)

    async def _row(self, actor: Actor, model_id: str, *, platform: bool) -> Row:
        rows = await self._rows(actor, platform=platform)
        row = next((row for row in rows if row.card.id == model_id), None)
        if row is None:
            raise NotFoundError
        return row

    async def _write(self, actor: Actor, write: Callable[[Session], T], *, platform: bool) -> T:
        try:
            return await self._db.write(write)
        except IntegrityError as error:
            # Two at once: the database's own constraint decides (PostgreSQL only, SQLite has one writer).
            raise ConflictError from error
        finally:
            self._book.forget(PLATFORM if platform else actor.user_id)


def _details(row: Row) -> ModelDetails:
    price, listed = listing.price_of(row), row.offer.card
    return ModelDetails(
        entry=listing.entry_of(row),
        setting=row.setting,
        listed_label=listed.label,
        listed=_facts(listed),
        parameters=parameters_of(row.card),
        prices=tuple(_lines(price)) if price else (),
        price_version=price.version if price else "",
        long_above=price.long_above if price else 0,
    )


def _facts(card: ModelCard) -> Facts:
    # What a provider says of itself need not be possible.
    return Facts.model_construct(
        context_tokens=card.context_tokens,
        max_output_tokens=card.max_output_tokens,
        vision=card.vision,
        tools=card.tools,
        reasoning=card.reasoning,
        json_mode=takes_json(card),
    )


def _lines(price: Price) -> list[PriceLine]:
    """A line for each kind that has a price of its own; plain tokens always."""
    long_rates = price.long_rates or Rates(0, 0)
    known = [(PriceKind(each.name), getattr(price.rates, each.name), getattr(long_rates, each.name)) for each in fields(Rates)]
    plain = (PriceKind.INPUT, PriceKind.OUTPUT)
    return [
        PriceLine(kind, rate, long if price.long_rates else None) for kind, rate, long in known if rate or (kind in plain and rate == 0)
    ]
