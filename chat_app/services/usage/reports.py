"""Reports of usage in the reader's own money. Each call counts at the rates of its own day, so a report of the past never changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlmodel import Session

from chat_app.db import Database
from chat_app.services.access.matrix import require
from chat_app.services.currency import CurrencyService
from chat_app.services.currency.history import RateHistory
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.money import convert
from chat_app.services.usage import log_queries
from chat_app.services.usage.dto import GroupBy, UsageFilter
from chat_app.services.usage.report_dto import ReaderMoney, Report, ReportLine
from chat_app.services.usage.service import PERMISSION

OWN_GROUPS: tuple[GroupBy, ...] = ("day", "model", "project", "kind", "key")
SITE_GROUPS: tuple[GroupBy, ...] = ("day", "model", "person", "kind", "provider")
_AMOUNTS = ("paid_nano", "own_key_nano", "cost_nano")
Load = Callable[[Session, GroupBy], Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Conversion:
    """How amounts become the reader's."""

    money: ReaderMoney
    history: RateHistory

    def nano(self, amount: int, currency: str, day: date | None) -> int | None:
        """An amount in the reader's money; None when nobody knows a rate."""
        if currency == self.money.currency or not self.money.by_hand:
            return self.history.convert(amount, currency, self.money.currency, day)
        dollars = self.history.convert(amount, currency, "USD", day)
        return None if dollars is None else convert(dollars, self.money.by_hand)


class UsageReports:
    """Sums for pages: what people used, to them what they pay, to administrators also what it costs and what is left."""

    def __init__(self, db: Database, currencies: CurrencyService) -> None:
        self._db = db
        self._currencies = currencies

    async def own(self, actor: Actor, wanted: UsageFilter, money: ReaderMoney) -> Report:
        """The actor's own."""
        conversion = await self.conversion(money)

        def load(session: Session) -> Report:
            report = _report(session, conversion, OWN_GROUPS, lambda s, by: log_queries.sum_own_by_rate(s, actor, wanted, by))
            projects = log_queries.names_of_projects(session, actor, _keys(report, "project"))
            keys = log_queries.names_of_keys(session, actor, _keys(report, "key"))
            hidden = _without_cost(report)
            return _named(_named(hidden, "project", projects), "key", keys)

        return await self._db.read(load)

    async def all(self, actor: Actor, wanted: UsageFilter, money: ReaderMoney) -> Report:
        """Everybody's; raises `NotFoundError` for whoever does not administer models and prices."""
        require(actor, PERMISSION)
        conversion = await self.conversion(money)

        def load(session: Session) -> Report:
            report = _report(session, conversion, SITE_GROUPS, lambda s, by: log_queries.sum_all_by_rate(s, wanted, by))
            return _named(report, "person", log_queries.names_of_people(session, _keys(report, "person")))

        return await self._db.read(load)

    async def conversion(self, money: ReaderMoney) -> Conversion:
        """For amounts of single calls; in dollars where nobody knows what the reader's money is worth."""
        history = await self._currencies.history(money.currency)
        known = money.by_hand or history.rate_on(money.currency, None)
        return Conversion(money if known else ReaderMoney(), history)


def _report(session: Session, conversion: Conversion, groups: Iterable[GroupBy], load: Load) -> Report:
    lines: dict[GroupBy, tuple[ReportLine, ...]] = {}
    rows: Sequence[Any] = ()
    for by in groups:
        rows = load(session, by)
        lines[by] = _lines(rows, conversion, by)
    money = conversion.money
    strange = [row for row in rows if row[2] != money.currency]
    days = [row[1] for row in strange if row[1]] if not money.by_hand else []
    total = _together("", next(iter(lines.values()), ()))
    return Report(
        money.currency, bool(strange), bool(strange and money.by_hand), min(days, default=None), max(days, default=None), total, lines
    )


def _lines(rows: Sequence[Any], conversion: Conversion, by: GroupBy) -> tuple[ReportLine, ...]:
    found: dict[str, ReportLine] = {}
    for row in rows:
        line = _line(row, conversion)
        found[line.key] = found[line.key] + line if line.key in found else line
    if by == "day":
        return tuple(found.values())
    return tuple(sorted(found.values(), key=lambda line: (-line.paid_nano - line.own_key_nano, -line.cost_nano, -line.calls, line.key)))


def _line(row: Any, conversion: Conversion) -> ReportLine:
    key, day, currency, calls, tokens_in, tokens_out, cached, paid, own, unpriced, cost = row
    amounts = [conversion.nano(int(amount or 0), currency, day) for amount in (paid, own, cost)]
    # Without a rate nothing can be added up; such calls count as those without a price.
    lost = int(calls) if None in amounts else int(unpriced or 0)
    shown = dict(zip(_AMOUNTS, (amount or 0 for amount in amounts), strict=True))
    counts = {"calls": calls, "tokens_in": tokens_in, "tokens_out": tokens_out, "tokens_cached": cached}
    return ReportLine(str(key), "", unpriced=lost, **{name: int(count or 0) for name, count in counts.items()}, **shown)


def _together(key: str, lines: Iterable[ReportLine]) -> ReportLine:
    total = ReportLine(key)
    for line in lines:
        total = total + line
    return total


def _without_cost(report: Report) -> Report:
    lines: dict[GroupBy, tuple[ReportLine, ...]] = {
        by: tuple(replace(line, cost_nano=0) for line in group) for by, group in report.lines.items()
    }
    return replace(report, total=replace(report.total, cost_nano=0), lines=lines)


def _named(report: Report, by: GroupBy, names: dict[str, str]) -> Report:
    lines = dict(report.lines)
    lines[by] = tuple(replace(line, label=names.get(line.key, "")) for line in lines[by])
    return replace(report, lines=lines)


def _keys(report: Report, by: GroupBy) -> list[str]:
    return [line.key for line in report.lines[by] if line.key]
