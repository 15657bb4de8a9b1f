"""Calls as the table shows them, each with the split of its cost."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from chat_app.services.kernel.money import format_money
from chat_app.services.usage.dto import LoggedCall, PersonsCall, ShownCall, ShownLine
from chat_app.services.usage.reports import Conversion
from chat_app.state.shared.formats import number, seconds, short_number


@dataclass(frozen=True)
class LineView:
    """A kind of unit: how many, at which price per million, what they cost together."""

    kind: str
    count: str
    rate: str
    amount: str


@dataclass(frozen=True)
class CallView:
    """One call."""

    id: str
    at: str
    kind: str
    status: str
    model: str
    model_id: str
    provider: str
    amount: str
    """Empty when no price is known."""
    exact: str
    """The same to the last digit, in the currency of the price; empty where that says no more."""
    own_key: bool
    tokens_in: str
    tokens_out: str
    tokens_cached: str
    tokens_reasoning: str
    short_tokens: str
    estimated: bool
    price_version: str
    rate_day: str
    rate: str
    duration: str
    lines: list[LineView] = field(default_factory=list)
    chat: str = ""
    chat_href: str = ""
    project: str = ""
    key_name: str = ""
    by_program: bool = False
    person: str = ""
    person_href: str = ""
    cost: str = ""
    margin: str = ""


def own_call_view(call: LoggedCall, model: str, conversion: Conversion, language: str) -> CallView:
    """A call as its person sees it."""
    return _call_view(
        call,
        model,
        conversion,
        language,
        call.amount_nano,
        lines=[_line(line, call.currency, language) for line in call.lines],
        chat=call.conversation_title,
        chat_href=f"/c/{call.conversation_id}" if call.conversation_id else "",
        project=call.folder_name,
        key_name=call.key_name,
        by_program=bool(call.api_key_id),
    )


def site_call_view(call: PersonsCall, model: str, conversion: Conversion, language: str) -> CallView:
    """A call as administrators see it: what it costs, what is paid, what is left."""
    amount = call.cost_nano if call.own_key else call.sale_nano
    amounts = {"cost": None if call.own_key else call.cost_nano, "margin": call.margin_nano}
    shown = {name: _money(nano, call.currency, call.rate_day, conversion, language) for name, nano in amounts.items()}
    return _call_view(
        call,
        model,
        conversion,
        language,
        amount,
        by_program=call.by_program,
        person=call.person_name,
        person_href=f"/admin/users/{call.person_id}",
        **shown,
    )


def _call_view(call: ShownCall, model: str, conversion: Conversion, language: str, amount: int | None, **more: object) -> CallView:
    exact = format_money(amount, call.currency, language) if amount is not None and call.currency != conversion.money.currency else ""
    return CallView(
        id=call.id,
        at=call.at.isoformat(),
        kind=call.kind,
        status=call.status,
        model=model,
        model_id=call.model_id,
        provider=call.provider,
        amount=_money(amount, call.currency, call.rate_day, conversion, language),
        exact=exact,
        own_key=call.own_key,
        tokens_in=number(call.tokens_in, language),
        tokens_out=number(call.tokens_out, language),
        tokens_cached=number(call.tokens_cached, language) if call.tokens_cached else "",
        tokens_reasoning=number(call.tokens_reasoning, language) if call.tokens_reasoning else "",
        short_tokens=f"{short_number(call.tokens_in, language)} → {short_number(call.tokens_out, language)}",
        estimated=call.counted_by == "parley",
        price_version=call.price_version,
        rate_day=call.rate_day.isoformat() if call.rate_day and exact else "",
        rate=_rate(call.currency, call.rate_day, conversion, language) if exact else "",
        duration=seconds(call.duration_ms, language) if call.duration_ms is not None else "",
        **more,  # type: ignore[arg-type]
    )


def _line(line: ShownLine, currency: str, language: str) -> LineView:
    return LineView(
        line.kind, number(line.count, language), format_money(line.rate, currency, language), format_money(line.nano, currency, language)
    )


def _money(nano: int | None, currency: str, day: date | None, conversion: Conversion, language: str) -> str:
    """In the reader's money, "≈" before what was converted; in that of the price when nobody knows a rate."""
    if nano is None:
        return ""
    shown = conversion.nano(nano, currency, day)
    if shown is None:
        return format_money(nano, currency, language)
    mark = "≈ " if nano and currency != conversion.money.currency else ""
    return f"{mark}{format_money(shown, conversion.money.currency, language)}"


def _rate(currency: str, day: date | None, conversion: Conversion, language: str) -> str:
    one = conversion.nano(1_000_000_000, currency, day)
    return (
        f"{format_money(1_000_000_000, currency, language)} ≈ {_four(one, conversion.money.currency, language)}" if one is not None else ""
    )


def _four(nano: int, currency: str, language: str) -> str:
    """A rate with four places, as banks print it."""
    ten_thousandths = (nano + 50_000) // 100_000
    digits = f"{ten_thousandths // 10_000}{',' if language == 'de' else '.'}{ten_thousandths % 10_000:04d}"
    return f"{digits} {currency}" if language == "de" else f"{currency} {digits}"
