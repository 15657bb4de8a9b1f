"""What both pages of usage do: a period with its charts, and a table of calls that grows by pages."""

from __future__ import annotations

from collections.abc import Mapping

import reflex as rx

from chat_app.container import services
from chat_app.errors import AppError
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import utc_now
from chat_app.services.usage.report_dto import ReaderMoney, Report
from chat_app.state.shared.guards import current_actor
from chat_app.state.shared.notices import error_sentence
from chat_app.state.shared.reader import reader_language
from chat_app.state.usage.call_views import CallView
from chat_app.state.usage.names import LineNames, line_names
from chat_app.state.usage.one_chat import chat_option, since_it_began
from chat_app.state.usage.sides import Side
from chat_app.state.usage.views import Charts, Figures, Option, RateNote, charts, figures, options, rate_note
from chat_app.state.usage.wishes import FILTERS, NAMES, NONE, USUAL, UsageWish, csv_address, filter_of, wish_of

NO_VALUE = {"project": NONE, "key": NONE}
"""By what stands in no project and was asked by no program can be filtered, too."""


class UsageMixin(rx.State, mixin=True):
    """A page of usage. `status` is empty before the first answer, then "ready" or "failed"."""

    status: rx.Field[str] = rx.field("")
    problem: rx.Field[str] = rx.field("")
    period: rx.Field[str] = rx.field(USUAL)
    first: rx.Field[str] = rx.field("")
    last: rx.Field[str] = rx.field("")
    day: rx.Field[str] = rx.field("")
    filters: rx.Field[dict[str, str]] = rx.field(default_factory=dict)
    options: rx.Field[dict[str, list[Option]]] = rx.field(default_factory=dict)
    figures: rx.Field[Figures] = rx.field(default_factory=Figures)
    charts: rx.Field[Charts] = rx.field(default_factory=Charts)
    note: rx.Field[RateNote] = rx.field(default_factory=RateNote)
    calls: rx.Field[list[CallView]] = rx.field(default_factory=list)
    cursor: rx.Field[str] = rx.field("")
    """Of the next page of calls; empty behind the last one."""
    csv: rx.Field[str] = rx.field("")

    def _side(self) -> Side:
        """Whose usage this is."""
        raise NotImplementedError

    async def _show_address(self) -> None:
        query = self.router.url.query_parameters
        given = {name: query[name] for name in NAMES if query.get(name)}
        await self._show(given if self._side().site else await since_it_began(await current_actor(self), given))

    async def _show(self, given: Mapping[str, str]) -> None:
        try:
            foreign = {*FILTERS} - self._side().choices
            wish = wish_of({name: value for name, value in given.items() if name not in foreign}, utc_now().date())
            self._show_wish(wish)
            actor, language = await current_actor(self), await reader_language(self)
            names = await line_names(actor, language)
            await self._read_report(actor, wish, names)
            await self._read_calls(actor, wish, names)
        except AppError as error:
            self.status, self.problem = "failed", error_sentence(error.key, await reader_language(self), **error.params)
            return
        self.status, self.problem = "ready", ""

    async def _show_more(self) -> None:
        if self.cursor:
            actor = await current_actor(self)
            wish = UsageWish(self.period, self.first, self.last, self.day, dict(self.filters))
            await self._read_calls(actor, wish, await line_names(actor, await reader_language(self)), self.cursor)

    async def _read_report(self, actor: Actor, wish: UsageWish, names: LineNames) -> None:
        side, money = self._side(), await reader_money(actor)
        report = everything = await side.report(actor, filter_of(wish, site=side.site), money)
        if wish.filters:
            period = UsageWish(wish.period, wish.first, wish.last)
            everything = await side.report(actor, filter_of(period, site=side.site), money)
        self._show_report(report, wish, names)
        lines = {by: found for by, found in everything.lines.items() if by in side.choices}
        found = {by: options(of_it, lambda line, by=by: names.of(by, line), NO_VALUE.get(by, "")) for by, of_it in lines.items()}
        self._keep_choices(found | await chat_option(actor, wish.filters.get("chat", ""), names.language))

    async def _read_calls(self, actor: Actor, wish: UsageWish, names: LineNames, cursor: str = "") -> None:
        side, conversion = self._side(), await services().usage_reports.conversion(await reader_money(actor))
        shown, self.cursor = await side.calls(actor, filter_of(wish, site=side.site, whole_period=False), cursor, names, conversion)
        self.calls = [*self.calls, *shown] if cursor else shown

    def _show_wish(self, wish: UsageWish) -> None:
        self.period, self.first, self.last, self.day = wish.period, wish.first, wish.last, wish.day
        self.filters, self.csv = dict(wish.filters), csv_address(wish, site=self._side().site)

    def _show_report(self, report: Report, wish: UsageWish, names: LineNames) -> None:
        (first, last), site = wish.days, self._side().site
        self.figures = figures(report, names.language, site=site)
        self.charts = charts(report, first, last, names.language, names.of, site=site)
        self.note = rate_note(report)

    def _keep_choices(self, options: Mapping[str, list[Option]]) -> None:
        """What is filtered by can be seen and taken away, although there is nothing of it in the period."""
        kept = {name: list(found) for name, found in options.items()}
        for name, value in self.filters.items():
            if name in kept and value not in {option.value for option in kept[name]}:
                kept[name].append(Option(value, value))
        self.options = kept


async def reader_money(actor: Actor) -> ReaderMoney:
    """In which money this person reads amounts."""
    chosen = await services().accounts.preferences(actor)
    return ReaderMoney(chosen.currency, chosen.exchange_rate)
