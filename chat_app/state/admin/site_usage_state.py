"""The page of everybody's usage: what it costs, what people pay, and what is left."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

import reflex as rx

from chat_app.container import services
from chat_app.services.kernel.actor import Actor
from chat_app.services.site.sections import Pricing
from chat_app.state.admin.gate_state import for_admins
from chat_app.state.admin.section_form import SectionMixin
from chat_app.state.shared.guards import current_actor
from chat_app.state.shared.reader import reader_language
from chat_app.state.usage.page import UsageMixin
from chat_app.state.usage.sides import SiteSide

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
        await self._show_address()
        await self._read_refused(await current_actor(self))

    @rx.event
    @for_admins("admin.providers")
    async def show(self, wish: dict[str, str]):
        """Another period, other filters."""
        await self._show(wish)

    @rx.event
    @for_admins("admin.providers")
    async def more(self):
        """The next calls."""
        await self._show_more()

    @rx.event
    @for_admins("admin.providers")
    async def accept_rate(self, currency: str):
        """Take a rate over that moved far."""
        actor = await current_actor(self)
        await services().currencies.accept(actor, currency)
        await self._read_refused(actor)

    def _side(self) -> SiteSide:
        return SiteSide()

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
