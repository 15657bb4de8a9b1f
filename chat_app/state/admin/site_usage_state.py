"""The page of everybody's usage: what it costs, what people pay, and what is left."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

import reflex as rx

from chat_app.container import services
from chat_app.errors import AppError
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import utc_now
from chat_app.services.site.sections import Pricing
from chat_app.services.usage.report_dto import Report
from chat_app.services.usage.reports import SITE_GROUPS
from chat_app.state.admin.gate_state import for_admins
from chat_app.state.admin.section_form import SectionMixin
from chat_app.state.shared.guards import current_actor
from chat_app.state.shared.notices import error_sentence
from chat_app.state.shared.reader import reader_language
from chat_app.state.usage.call_views import site_call_view
from chat_app.state.usage.page import CALLS_AT_ONCE, LineNames, UsageMixin, line_names, reader_money
from chat_app.state.usage.views import Option, options
from chat_app.state.usage.wishes import NAMES, UsageWish, filter_of, wish_of

FILTERS = ("model", "person", "kind")
POINTS_PER_PERCENT = 100
MICRO = 1_000_000


@dataclass(frozen=True)
class RefusedView:
    """A rate of exchange that waits for a look."""

    currency: str
    day: str
    before: str
    after: str


class SiteUsageState(UsageMixin, rx.State):
    """What everybody used."""

    refused: rx.Field[list[RefusedView]] = rx.field(default_factory=list)

    @rx.event
    @for_admins("admin.providers")
    async def load(self):
        """Begin with what the address asks for: `?person=<id>`."""
        given = self.router.url.query_parameters
        await self._show({name: given[name] for name in NAMES if given.get(name)})

    @rx.event
    @for_admins("admin.providers")
    async def show(self, wish: dict[str, str]):
        """Another period, other filters."""
        await self._show(wish)

    @rx.event
    @for_admins("admin.providers")
    async def more(self):
        """The next calls."""
        if self.cursor:
            actor = await current_actor(self)
            wish = UsageWish(self.period, self.first, self.last, self.day, dict(self.filters))
            await self._read_calls(actor, wish, await line_names(actor, await reader_language(self)), self.cursor)

    @rx.event
    @for_admins("admin.providers")
    async def accept_rate(self, currency: str):
        """Take a rate over that moved far."""
        actor = await current_actor(self)
        await services().currencies.accept(actor, currency)
        await self._read_refused(actor)

    async def _show(self, given: dict[str, str]) -> None:
        try:
            wish = wish_of({name: value for name, value in given.items() if name not in {"project", "key"}}, utc_now().date())
            self._show_wish(wish, site=True)
            actor, language = await current_actor(self), await reader_language(self)
            names = await line_names(actor, language)
            await self._read_report(actor, wish, names)
            await self._read_calls(actor, wish, names, "")
            await self._read_refused(actor)
        except AppError as error:
            self.status, self.problem = "failed", error_sentence(error.key, await reader_language(self), **error.params)
            return
        self.status, self.problem = "ready", ""

    async def _read_report(self, actor: Actor, wish: UsageWish, names: LineNames) -> None:
        reports, money = services().usage_reports, await reader_money(actor)
        report = await reports.all(actor, filter_of(wish, site=True), money)
        everything = report
        if wish.filters:
            everything = await reports.all(actor, filter_of(UsageWish(wish.period, wish.first, wish.last), site=True), money)
        self._show_report(report, wish, names, site=True)
        self._keep_choices(_options(everything, names))

    async def _read_calls(self, actor: Actor, wish: UsageWish, names: LineNames, cursor: str) -> None:
        conversion = await services().usage_reports.conversion(await reader_money(actor))
        wanted = filter_of(wish, site=True, whole_period=False)
        page = await services().usage.all_calls(actor, wanted, cursor, CALLS_AT_ONCE)
        shown = [site_call_view(call, names.model(call.model_id), conversion, names.language) for call in page.items]
        self.calls = [*self.calls, *shown] if cursor else shown
        self.cursor = page.next_cursor

    async def _read_refused(self, actor: Actor) -> None:
        language = await reader_language(self)
        self.refused = [
            RefusedView(each.currency, each.day.isoformat(), _rate(each.before_micro, language), _rate(each.after_micro, language))
            for each in await services().currencies.refused(actor)
        ]


class PricingState(SectionMixin, rx.State):
    """The form of the margin, written in percent."""

    @rx.event
    @for_admins("admin.providers")
    async def load(self):
        """Show what is stored."""
        self._show_section(_shown(await services().site.load(Pricing)))

    @rx.event
    @for_admins("admin.providers")
    async def save(self, values: dict[str, Any]):
        """Store the margin: it holds for calls from now on."""
        given = {"margin_points": points_of(values.get("margin_points"))}
        if kept := await self._save_section(Pricing, given, {"margin_points": "usage.problem_margin"}):
            self.values = _shown(kept)


def points_of(text: object) -> object:
    """Percent as they are written, "12.5" or "12,5 %", in hundredths; the text for what is none. Nothing is no margin."""
    written = str(text or "0").strip().removesuffix("%").strip().replace(",", ".")
    try:
        points = Decimal(written) * POINTS_PER_PERCENT
    except InvalidOperation:
        return text
    return int(points) if points.is_finite() and points == points.to_integral_value() else text


def _shown(section: Pricing) -> dict[str, Any]:
    return {"margin_points": f"{(Decimal(section.margin_points) / POINTS_PER_PERCENT).normalize():f}"}


def _rate(micro: int, language: str) -> str:
    text = f"{(Decimal(micro) / MICRO).normalize():f}"
    return text.replace(".", ",") if language == "de" else text


def _options(report: Report, names: LineNames) -> dict[str, list[Option]]:
    return {by: options(report.lines[by], lambda line, by=by: names.of(by, line)) for by in SITE_GROUPS if by in FILTERS}
