"""The page of prices: lists that were fetched, changes that wait, models with their history, prices of one's own."""

from __future__ import annotations

from typing import Any

import reflex as rx

from chat_app.container import services
from chat_app.errors import AppError
from chat_app.i18n import translate
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.pagination import Page
from chat_app.services.prices.dto import ChangeInfo
from chat_app.services.prices.errors import RateError
from chat_app.services.site.sections import PriceLists
from chat_app.state.admin.gate_state import for_admins
from chat_app.state.admin.listing import ListMixin, Row, Wish
from chat_app.state.admin.price_views import (
    KINDS,
    ChangeView,
    ModelView,
    change_row,
    change_view,
    kind_word,
    model_row,
    model_view,
    read_rates,
    run_row,
)
from chat_app.state.admin.section_form import SectionMixin
from chat_app.state.shared.guards import current_actor
from chat_app.state.shared.notices import error_sentence
from chat_app.state.shared.reader import reader_language

PERMISSION = "admin.providers"


class PriceRunsState(ListMixin, rx.State):
    """What became of the lists."""

    note: rx.Field[str] = rx.field("")
    fetched: rx.Field[int] = rx.field(0)
    """Grows when a fetching that was asked for here is over."""

    @rx.event
    @for_admins(PERMISSION)
    async def load(self):
        """The latest runs."""
        self.note = ""
        await self._read(await self._reader(), "", "", {})

    @rx.event
    @for_admins(PERMISSION)
    async def query(self, search: str, sort: str, filters: dict[str, str], step: str):
        """What the table asks for."""
        await self._read(await self._reader(), search, sort, filters, step)

    @rx.event
    @for_admins(PERMISSION)
    async def fetch_now(self):
        """Fetch all lists and wait for them; what became of each stands in the table."""
        actor, language = await current_actor(self), await reader_language(self)
        try:
            runs = await services().prices.fetch_now(actor)
        finally:
            self.fetched += 1
        self.note = translate(
            "admin_prices.fetched", language, count=sum(run.changed for run in runs), waiting=sum(run.waiting for run in runs)
        )
        await self._read(await self._reader(), "", "", {})
        return [PriceChangesState.load, PriceModelsState.load]

    async def _reader(self) -> Any:
        actor, language = await current_actor(self), await reader_language(self)

        async def read(wish: Wish) -> Page[Row]:
            page = await services().prices.runs(actor, wish.cursor, 5)
            return Page([run_row(run, language) for run in page.items], page.next_cursor)

        return read


class PriceChangesState(ListMixin, rx.State):
    """What the lists changed; to begin with what waits."""

    change: rx.Field[ChangeView] = rx.field(default_factory=ChangeView)
    waiting: rx.Field[int] = rx.field(0)
    """How many are shown that wait."""
    note: rx.Field[str] = rx.field("")
    _shown: dict[str, ChangeInfo] = {}

    @rx.event
    @for_admins(PERMISSION)
    async def load(self):
        """What is to be decided."""
        self.change, self.note = ChangeView(), ""
        await self._read(await self._reader(), "", "", {"state": "waiting"})

    @rx.event
    @for_admins(PERMISSION)
    async def query(self, search: str, sort: str, filters: dict[str, str], step: str):
        """What the table asks for."""
        await self._read(await self._reader(), search, sort, filters, step)

    @rx.event
    @for_admins(PERMISSION)
    async def open(self, row: str):
        """Show one change of the page in full; an empty row closes it."""
        found = self._shown.get(row)
        self.change = change_view(found, await reader_language(self)) if found else ChangeView()

    @rx.event
    @for_admins(PERMISSION)
    async def decide(self, rows: list[str], approve: bool):
        """Approve or reject these changes, or all that wait when none is named."""
        actor, language = await current_actor(self), await reader_language(self)
        try:
            count = await services().prices.decide(actor, rows or None, "approved" if approve else "rejected")
            self.note = translate("admin_prices.approved" if approve else "admin_prices.rejected", language, count=count)
        except AppError as error:
            self.note = error_sentence(error.key, language, **error.params)
        self.change = ChangeView()
        await self._reread(await self._reader())
        return [PriceRunsState.load, PriceModelsState.load]

    async def _reader(self) -> Any:
        actor, language = await current_actor(self), await reader_language(self)

        async def read(wish: Wish) -> Page[Row]:
            page = await services().prices.changes(
                actor, state=wish.filters.get("state", ""), search=wish.search, cursor=wish.cursor, limit=20
            )
            self._shown = {change.id: change for change in page.items}
            self.waiting = sum(change.state == "waiting" for change in page.items)
            return Page([change_row(change, language) for change in page.items], page.next_cursor)

        return read


class PriceModelsState(ListMixin, rx.State):
    """All models with what they cost, and one of them with its history."""

    model: rx.Field[ModelView] = rx.field(default_factory=ModelView)
    form_problem: rx.Field[str] = rx.field("")
    saved: rx.Field[int] = rx.field(0)

    @rx.event
    @for_admins(PERMISSION)
    async def load(self):
        """The first models."""
        self.model = ModelView()
        await self._read(await self._reader(), self.search, "", {})

    @rx.event
    @for_admins(PERMISSION)
    async def query(self, search: str, sort: str, filters: dict[str, str], step: str):
        """What the table asks for."""
        await self._read(await self._reader(), search, sort, filters, step)

    @rx.event
    @for_admins(PERMISSION)
    async def open(self, row: str):
        """Show one model with its history; an empty row closes it."""
        self.form_problem = ""
        if not row:
            self.model = ModelView()
            return
        await self._show(await current_actor(self), row)

    @rx.event
    @for_admins(PERMISSION)
    async def save(self, values: dict[str, Any]):
        """Set an own price for the open model; amounts are dollars per million tokens, or for one piece."""
        actor, language = await current_actor(self), await reader_language(self)
        try:
            await services().prices.set_price(actor, self.model.id, read_rates(values, language))
        except RateError as error:
            kind = str(error.params.get("kind", ""))
            self.form_problem = translate("admin_prices.problem_rate", language, kind=kind_word(kind, language) if kind in KINDS else kind)
            return
        except AppError as error:
            self.form_problem = error_sentence(error.key, language, **error.params)
            return
        await self._changed(actor)

    @rx.event
    @for_admins(PERMISSION)
    async def clear_own(self):
        """Let the price of the lists hold again."""
        actor = await current_actor(self)
        await services().prices.clear_price(actor, self.model.id)
        await self._changed(actor)

    async def _changed(self, actor: Actor) -> None:
        self.form_problem = ""
        self.saved += 1
        await self._show(actor, self.model.id)
        await self._reread(await self._reader())

    async def _show(self, actor: Actor, model_id: str) -> None:
        self.model = model_view(await services().prices.history(actor, model_id), await reader_language(self))

    async def _reader(self) -> Any:
        actor, language = await current_actor(self), await reader_language(self)

        async def read(wish: Wish) -> Page[Row]:
            page = await services().prices.models(actor, wish.search, wish.cursor, 10)
            return Page([model_row(model, language) for model in page.items], page.next_cursor)

        return read


class PriceListsState(SectionMixin, rx.State):
    """Whether lists are fetched, and from where."""

    @rx.event
    @for_admins(PERMISSION)
    async def load(self):
        """Show what is stored."""
        self._show_section((await services().site.load(PriceLists)).model_dump())

    @rx.event
    @for_admins(PERMISSION)
    async def save(self, values: dict[str, Any]):
        """Store the form as a whole."""
        given = {name: str(value or "").strip() if name != "fetch" else value for name, value in values.items()}
        problem = "admin_prices.problem_url"
        kept = await self._save_section(PriceLists, given, {"litellm_url": problem, "openrouter_url": problem})
        if kept:
            self.values = kept.model_dump()
