"""The page of the own usage."""

from __future__ import annotations

import reflex as rx

from chat_app.container import services
from chat_app.errors import AppError
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import utc_now
from chat_app.services.usage.report_dto import Report
from chat_app.services.usage.reports import OWN_GROUPS
from chat_app.state.shared.guards import current_actor, signed_in
from chat_app.state.shared.notices import error_sentence
from chat_app.state.shared.reader import reader_language
from chat_app.state.usage.call_views import own_call_view
from chat_app.state.usage.page import CALLS_AT_ONCE, LineNames, UsageMixin, line_names, reader_money
from chat_app.state.usage.views import Option, options
from chat_app.state.usage.wishes import NAMES, NONE, UsageWish, filter_of, wish_of

FILTERS = ("model", "project", "key", "kind")


class UsageState(UsageMixin, rx.State):
    """What one person used."""

    @rx.event
    @signed_in(permission="chat")
    async def load(self):
        """Begin with what the address asks for: `?model=…&period=week`."""
        given = self.router.url.query_parameters
        await self._show({name: given[name] for name in NAMES if given.get(name)})

    @rx.event
    @signed_in(permission="chat")
    async def show(self, wish: dict[str, str]):
        """Another period, other filters."""
        await self._show(wish)

    @rx.event
    @signed_in(permission="chat")
    async def more(self):
        """The next calls."""
        if self.cursor:
            actor = await current_actor(self)
            await self._read_calls(actor, self._wish(), await line_names(actor, await reader_language(self)), self.cursor)

    def _wish(self) -> UsageWish:
        return UsageWish(self.period, self.first, self.last, self.day, dict(self.filters))

    async def _show(self, given: dict[str, str]) -> None:
        try:
            wish = wish_of({name: value for name, value in given.items() if name != "person"}, utc_now().date())
            self._show_wish(wish, site=False)
            actor, language = await current_actor(self), await reader_language(self)
            names = await line_names(actor, language)
            await self._read_report(actor, wish, names)
            await self._read_calls(actor, wish, names, "")
        except AppError as error:
            self.status, self.problem = "failed", error_sentence(error.key, await reader_language(self), **error.params)
            return
        self.status, self.problem = "ready", ""

    async def _read_report(self, actor: Actor, wish: UsageWish, names: LineNames) -> None:
        reports, money = services().usage_reports, await reader_money(actor)
        report = await reports.own(actor, filter_of(wish, site=False), money)
        everything = report
        if wish.filters:
            period = UsageWish(wish.period, wish.first, wish.last)
            everything = await reports.own(actor, filter_of(period, site=False), money)
        self._show_report(report, wish, names, site=False)
        self._keep_choices(_options(everything, names))

    async def _read_calls(self, actor: Actor, wish: UsageWish, names: LineNames, cursor: str) -> None:
        conversion = await services().usage_reports.conversion(await reader_money(actor))
        wanted = filter_of(wish, site=False, whole_period=False)
        page = await services().usage.calls(actor, wanted, cursor, CALLS_AT_ONCE)
        shown = [own_call_view(call, names.model(call.model_id), conversion, names.language) for call in page.items]
        self.calls = [*self.calls, *shown] if cursor else shown
        self.cursor = page.next_cursor


def _options(report: Report, names: LineNames) -> dict[str, list[Option]]:
    empty = {"project": NONE, "key": NONE}
    return {by: options(report.lines[by], lambda line, by=by: names.of(by, line), empty.get(by, "")) for by in OWN_GROUPS if by in FILTERS}
