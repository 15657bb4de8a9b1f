"""What administrators see and decide of prices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlmodel import Session

from chat_app.db import Database
from chat_app.services.access.matrix import require
from chat_app.services.audit.log import AuditLog
from chat_app.services.catalogue.catalogue import CatalogueService
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.pagination import Page, decode_cursor, decode_moment, encode_cursor
from chat_app.services.kernel.texts import needle
from chat_app.services.prices import queries
from chat_app.services.prices.applying import version_of
from chat_app.services.prices.deciding import Decision, decide
from chat_app.services.prices.dto import ChangeInfo, ModelPrices, PricedModel, RunInfo
from chat_app.services.prices.errors import ModelNotPricedError, NoSuchProviderError
from chat_app.services.prices.own_prices import own_tariff
from chat_app.services.prices.priced_models import list_name, priced_models
from chat_app.services.prices.records import change_info, history, run_info
from chat_app.services.prices.tariffs import UNKNOWN, Tariff, write_tariff
from chat_app.services.prices.updating import PriceUpdater

PERMISSION = "admin.providers"
MAX_PAGE = 200


class PriceService:
    """Runs, changes, history, own prices; `NotFoundError` for whoever does not administer providers."""

    def __init__(self, db: Database, audit: AuditLog, updater: PriceUpdater, catalogue: CatalogueService) -> None:
        self._db = db
        self._audit = audit
        self._updater = updater
        self._overlay = updater.overlay
        self._book = updater.book
        self._catalogue = catalogue
        self._clock = updater.clock

    async def run_due(self) -> None:
        """The work of the job."""
        await self._updater.run_due()

    async def fetch_now(self, actor: Actor) -> list[RunInfo]:
        """Fetch all lists that have an address, whether or not that happens daily."""
        require(actor, PERMISSION)
        runs = await self._updater.run_all()
        await self._audit.note(actor, "price.fetch", kind="price", results={run.source: run.status for run in runs})
        waiting = await self._db.read(lambda session: queries.waiting_by_run(session, [run.id for run in runs]))
        return [run_info(run, waiting.get(run.id, 0)) for run in runs]

    async def runs(self, actor: Actor, cursor: str = "", limit: int = 20) -> Page[RunInfo]:
        """What became of the lists, newest first."""
        require(actor, PERMISSION)
        after, size = decode_moment(cursor), max(1, min(limit, MAX_PAGE))

        def read(session: Session) -> list[RunInfo]:
            rows = queries.list_runs(session, after, size + 1)
            waiting = queries.waiting_by_run(session, [row.id for row in rows])
            return [run_info(row, waiting.get(row.id, 0)) for row in rows]

        found = await self._db.read(read)
        last = found[size - 1] if len(found) > size else None
        return Page(found[:size], encode_cursor(last.fetched_at.isoformat(), last.id) if last else "")

    async def changes(
        self, actor: Actor, *, state: str = "", run_id: str = "", search: str = "", cursor: str = "", limit: int = 50
    ) -> Page[ChangeInfo]:
        """What the lists changed, newest first; with `state` "waiting" what is to be decided."""
        require(actor, PERMISSION)
        after, size = decode_cursor(cursor, 1)[0] if cursor else "", max(1, min(limit, MAX_PAGE))
        rows = await self._db.read(lambda session: queries.list_changes(session, state, run_id, needle(search), after, size + 1))
        found = [change_info(row, source) for row, source in rows[:size]]
        return Page(found, encode_cursor(found[-1].id) if len(rows) > size else "")

    async def decide(self, actor: Actor, ids: Sequence[str] | None, decision: Decision) -> int:
        """Approve or reject these changes, or with None all that wait; how many they were. Raises as `deciding.decide` does."""
        require(actor, PERMISSION)
        now = self._clock()

        def write(session: Session) -> int:
            decided = decide(session, actor.user_id, ids, decision, now)
            action = "price.approve" if decision == "approved" else "price.reject"
            for row in decided:
                self._audit.record(session, actor, action, kind="price_change", object_id=row.id, model=f"{row.brand}/{row.model}")
            return len(decided)

        count = await self._db.write(write)
        self._overlay.forget()
        return count

    async def models(self, actor: Actor, search: str = "", cursor: str = "", limit: int = 50) -> Page[PricedModel]:
        """All models that have a price or could be given one, by id; `search` is a part of it."""
        require(actor, PERMISSION)
        after, size, wanted = decode_cursor(cursor, 1)[0] if cursor else "", max(1, min(limit, MAX_PAGE)), needle(search).split()
        found = await self._models(actor)
        fitting = [model for id_, model in found.items() if id_ > after and all(part in id_.lower() for part in wanted)]
        return Page(fitting[:size], encode_cursor(fitting[size - 1].id) if len(fitting) > size else "")

    async def history(self, actor: Actor, model_id: str) -> ModelPrices:
        """A model's price, and when it was what; raises `ModelNotPricedError`."""
        require(actor, PERMISSION)
        model = (await self._models(actor)).get(model_id)
        if model is None:
            raise ModelNotPricedError
        slug, _, name = model_id.partition("/")
        brand = self._catalogue.platform_brand(slug)
        listed = list_name(self._book, brand or slug, name)
        own, published = await self._db.read(
            lambda session: (
                queries.versions_of(session, slug, name, by_admin=True),
                queries.versions_of(session, brand or slug, listed, by_admin=False),
            )
        )
        ground = self._book.ground.get(brand or slug, {}).get(listed)
        versions = history(own, published, (self._book.version, Tariff.of(ground)) if ground else None)
        return ModelPrices(model, bool(brand), self._overlay.own_price(slug, name) is not None, versions)

    async def set_price(self, actor: Actor, model_id: str, rates: Mapping[str, int | None]) -> ModelPrices:
        """What the platform's provider takes for a model from now on, whatever the lists say.

        Raises `RateError`, or `NoSuchProviderError` when the platform has no such provider.
        """
        require(actor, PERMISSION)
        await self._write_own(actor, model_id, write_tariff(own_tariff(rates)), "price.set")
        return await self.history(actor, model_id)

    async def clear_price(self, actor: Actor, model_id: str) -> None:
        """From now on the lists' price holds again; raises `ModelNotPricedError` where none was set."""
        require(actor, PERMISSION)
        await self._overlay.sync()
        slug, _, name = model_id.partition("/")
        if self._overlay.own_price(slug, name) is None:
            raise ModelNotPricedError
        await self._write_own(actor, model_id, UNKNOWN, "price.clear")

    async def _write_own(self, actor: Actor, model_id: str, rates: str, action: str) -> None:
        slug, slash, name = model_id.partition("/")
        await self._catalogue.offers(actor, platform=True)
        is_known = self._catalogue.platform_brand(slug) or self._overlay.own_price(slug, name)
        if not (slash and name) or not is_known:
            raise NoSuchProviderError(provider=slug[:40])
        now = self._clock()

        def write(session: Session) -> None:
            session.add(version_of((slug, name), rates, queries.ADMIN, None, now))
            self._audit.record(session, actor, action, kind="model", object_id=model_id, rates=rates)

        await self._db.write(write)
        self._overlay.forget()

    async def _models(self, actor: Actor) -> dict[str, PricedModel]:
        cards = [offer.card for offer in await self._catalogue.offers(actor, platform=True)]
        await self._overlay.sync()
        return priced_models(cards, self._overlay, self._book, await self._db.read(queries.waiting_models))
