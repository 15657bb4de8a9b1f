"""Reports and calls as their page shows them: finished text, and sizes to draw in thousandths."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from chat_app.services.kernel.money import format_money
from chat_app.services.usage.report_dto import Report, ReportLine
from chat_app.state.shared.formats import number, short_number

MOST_DAYS = 92
"""Longer periods are drawn by month."""
MOST_LINES = 8
"""What is less goes together in one line."""
WHOLE = 1_000


@dataclass(frozen=True)
class Bar:
    """One bar; `own` is the part of `size` that vendors bill."""

    key: str
    label: str
    amount: str
    own_amount: str
    tokens: str
    calls: str
    size: int
    own: int
    token_size: int
    cost: str = ""
    margin: str = ""


@dataclass(frozen=True)
class Figures:
    """The sums of the period."""

    paid: str = ""
    own: str = ""
    calls: str = ""
    tokens_in: str = ""
    tokens_out: str = ""
    tokens_cached: str = ""
    unpriced: str = ""
    cost: str = ""
    margin: str = ""
    is_loss: bool = False


@dataclass(frozen=True)
class Option:
    value: str
    label: str


@dataclass(frozen=True)
class RateNote:
    """How amounts were converted: `kind` is empty, "hand" or "days"."""

    kind: str = ""
    first: str = ""
    last: str = ""
    currency: str = ""


@dataclass(frozen=True)
class Charts:
    """`days` in their order; `groups` by what they are grouped by, what cost most first."""

    days: list[Bar] = field(default_factory=list)
    by_month: bool = False
    groups: dict[str, list[Bar]] = field(default_factory=dict)


Money = Callable[[int], str]


def money_of(report: Report, language: str) -> Money:
    """How amounts of a report are written."""
    mark = "≈ " if report.converted else ""
    return lambda nano: f"{mark if nano else ''}{format_money(nano, report.currency, language)}"


def figures(report: Report, language: str, *, site: bool) -> Figures:
    """The sums; what is nothing to speak of stays empty."""
    total, money = report.total, money_of(report, language)
    return Figures(
        paid=money(total.paid_nano),
        own=money(total.own_key_nano) if total.own_key_nano else "",
        calls=number(total.calls, language),
        tokens_in=short_number(total.tokens_in, language),
        tokens_out=short_number(total.tokens_out, language),
        tokens_cached=short_number(total.tokens_cached, language) if total.tokens_cached else "",
        unpriced=number(total.unpriced, language) if total.unpriced else "",
        cost=money(total.cost_nano) if site else "",
        margin=money(total.margin_nano) if site else "",
        is_loss=site and total.margin_nano < 0,
    )


def charts(report: Report, first: date, last: date, language: str, label: Callable[[str, ReportLine], str], *, site: bool) -> Charts:
    """All charts of a report; `label` names a line of a group."""
    by_month = (last - first).days >= MOST_DAYS
    days = _by_month(report.lines["day"]) if by_month else _every_day(report.lines["day"], first, last)
    groups = {
        by: _bars([_Named(label(by, line), line) for line in _short(lines)], report, language, site=site)
        for by, lines in report.lines.items()
        if by != "day"
    }
    return Charts(_bars([_Named(line.key, line) for line in days], report, language, site=site), by_month, groups)


def rate_note(report: Report) -> RateNote:
    """How amounts became the reader's."""
    if not report.converted:
        return RateNote()
    if report.by_hand:
        return RateNote("hand", currency=report.currency)
    return RateNote("days", _iso(report.first_rate), _iso(report.last_rate), report.currency)


def options(lines: Sequence[ReportLine], label: Callable[[ReportLine], str], empty: str = "") -> list[Option]:
    """What can be filtered by; `empty` is the value that asks for lines without a key, which are left out without it."""
    return [Option(line.key or empty, label(line)) for line in lines if line.key or empty]


@dataclass(frozen=True)
class _Named:
    label: str
    line: ReportLine


def _bars(named: Sequence[_Named], report: Report, language: str, *, site: bool) -> list[Bar]:
    money = money_of(report, language)
    most = max((_size(each.line, site=site) for each in named), default=0)
    most_tokens = max((_tokens(each.line) for each in named), default=0)
    return [_bar(each, money, language, (most, most_tokens), site=site) for each in named]


def _bar(named: _Named, money: Money, language: str, most: tuple[int, int], *, site: bool) -> Bar:
    line = named.line
    return Bar(
        key=line.key,
        label=named.label,
        amount=money(line.paid_nano),
        own_amount=money(line.own_key_nano) if line.own_key_nano else "",
        tokens=short_number(_tokens(line), language),
        calls=number(line.calls, language),
        size=_share(_size(line, site=site), most[0]),
        own=_share(line.own_key_nano, most[0]),
        token_size=_share(_tokens(line), most[1]),
        cost=money(line.cost_nano) if site else "",
        margin=money(line.margin_nano) if site else "",
    )


def _size(line: ReportLine, *, site: bool) -> int:
    return (max(line.paid_nano, line.cost_nano) if site else line.paid_nano) + line.own_key_nano


def _tokens(line: ReportLine) -> int:
    return line.tokens_in + line.tokens_out


def _share(part: int, whole: int) -> int:
    """In thousandths, at least one for what is there."""
    return max(1, part * WHOLE // whole) if part > 0 and whole > 0 else 0


def _every_day(lines: Sequence[ReportLine], first: date, last: date) -> list[ReportLine]:
    known: Mapping[str, ReportLine] = {line.key: line for line in lines}
    days = [(first + timedelta(days=offset)).isoformat() for offset in range((last - first).days + 1)]
    return [known.get(day) or ReportLine(day) for day in days]


def _by_month(lines: Sequence[ReportLine]) -> list[ReportLine]:
    months: dict[str, ReportLine] = {}
    for line in lines:
        month = line.key[:7]
        months[month] = months.get(month, ReportLine(month)) + line
    return list(months.values())


def _short(lines: Sequence[ReportLine]) -> list[ReportLine]:
    """The largest; the rest together under the key "…"."""
    if len(lines) <= MOST_LINES + 1:
        return list(lines)
    rest = ReportLine("…")
    for line in lines[MOST_LINES:]:
        rest = rest + line
    return [*lines[:MOST_LINES], rest]


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
