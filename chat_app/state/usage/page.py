"""What both pages of usage hold: a period with its charts, and a table of calls that grows by pages."""

from __future__ import annotations

from collections.abc import Mapping

import reflex as rx

from chat_app.container import services
from chat_app.i18n import catalogue, translate
from chat_app.services.kernel.actor import Actor
from chat_app.services.usage.report_dto import ReaderMoney, Report, ReportLine
from chat_app.state.usage.call_views import CallView
from chat_app.state.usage.views import Charts, Figures, Option, RateNote, charts, figures, rate_note
from chat_app.state.usage.wishes import USUAL, UsageWish, csv_address

CALLS_AT_ONCE = 30


class UsageMixin(rx.State, mixin=True):
    """The vars of a page of usage. `status` is empty before the first answer, then "ready" or "failed"."""

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

    def _show_wish(self, wish: UsageWish, *, site: bool) -> None:
        self.period, self.first, self.last, self.day = wish.period, wish.first, wish.last, wish.day
        self.filters, self.csv = dict(wish.filters), csv_address(wish, site=site)

    def _show_report(self, report: Report, wish: UsageWish, names: LineNames, *, site: bool) -> None:
        first, last = wish.days
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


class LineNames:
    """What lines of a report are called."""

    def __init__(self, language: str, models: Mapping[str, str]) -> None:
        self.language = language
        self.models = models

    def model(self, model_id: str) -> str:
        """What a model is called here today, else what its vendor calls it."""
        return self.models.get(model_id) or model_id.partition("/")[2] or model_id

    def of(self, by: str, line: ReportLine) -> str:
        """The name of a line of a group."""
        if line.key == "…":
            return translate("usage.others", self.language)
        if by == "model":
            return self.model(line.key)
        if by == "kind":
            return kind_name(line.key, self.language)
        if by in {"project", "key"} and not line.key:
            return translate("usage.no_project" if by == "project" else "usage.no_key", self.language)
        gone = {"project": "usage.gone_project", "key": "usage.gone_key", "person": "usage.unnamed"}
        return line.label or (translate(gone[by], self.language) if by in gone else line.key)


def kind_name(kind: str, language: str) -> str:
    """What a call was made for, in a word or two."""
    key = f"usage_kinds.{kind}"
    return translate(key, language) if key in catalogue() else kind


async def line_names(actor: Actor, language: str) -> LineNames:
    """With the names that models have for this person today."""
    return LineNames(language, {card.id: card.label for card in await services().catalogue.models(actor)})


async def reader_money(actor: Actor) -> ReaderMoney:
    """In which money this person reads amounts."""
    chosen = await services().accounts.preferences(actor)
    return ReaderMoney(chosen.currency, chosen.exchange_rate)
