"""How the cost of an answer came about, in the words and figures of its reader."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from chat_app.i18n import translate
from chat_app.services.kernel.money import TOKENS_PER_PRICE, format_exact
from chat_app.services.usage.dto import COUNTED_BY_PROVIDER, COUNTED_BY_US, ShownLine, TurnCost
from chat_app.state.shared.formats import date, money, number, seconds
from chat_app.state.shared.notices import error_sentence
from chat_app.state.shared.reader import ReaderLanguage

KINDS = {
    "input": "cost_kind.input",
    "output": "cost_kind.output",
    "cache_read": "cost_kind.cache_read",
    "cache_write": "cost_kind.cache_write",
    "cache_write_1h": "cost_kind.cache_write_hour",
    "reasoning": "cost_kind.reasoning",
    "audio_in": "cost_kind.audio_in",
    "audio_out": "cost_kind.audio_out",
    "image_in": "cost_kind.image_in",
    "image_out": "cost_kind.image_out",
    "image": "cost_kind.image",
    "request": "cost_kind.request",
    "search": "cost_kind.search",
}
SINGLE = ("image", "request", "search")
COUNTED = {COUNTED_BY_PROVIDER: "answer_cost.counted_provider", COUNTED_BY_US: "answer_cost.counted_here"}
SOURCES = {"litellm": "LiteLLM", "openrouter": "OpenRouter"}
LOCAL = "local"


@dataclass(frozen=True)
class CostLineView:
    """A line of the table."""

    kind: str
    count: str
    rate: str
    amount: str


@dataclass(frozen=True)
class CostView:
    """The panel of one answer. Without `message_id` there is none; without lines there was nothing to reckon."""

    message_id: str = ""
    lines: list[CostLineView] = field(default_factory=list)
    total: str = ""
    note: str = ""
    """Who pays, where that is not plain."""
    facts: list[str] = field(default_factory=list)


def cost_view(message_id: str, cost: TurnCost, language: ReaderLanguage, labels: Mapping[str, str]) -> CostView:
    """`labels` are the names of the models that took part."""
    return CostView(
        message_id=message_id,
        lines=[_line(line, cost.currency, language) for line in cost.lines],
        total="" if cost.amount_nano is None else format_exact(cost.amount_nano, cost.currency, language),
        note=_note(cost, language),
        facts=list(_facts(cost, language, labels)),
    )


def _line(line: ShownLine, currency: str, language: ReaderLanguage) -> CostLineView:
    return CostLineView(
        kind=translate(KINDS[line.kind], language) if line.kind in KINDS else line.kind,
        count=number(line.count, language),
        rate=_rate(line, currency, language),
        amount=format_exact(line.nano, currency, language),
    )


def _rate(line: ShownLine, currency: str, language: ReaderLanguage) -> str:
    """Per million, or each where nobody counts millions."""
    if line.kind not in SINGLE:
        return format_exact(line.rate, currency, language)
    return translate("answer_cost.each", language, amount=format_exact(-(-line.rate // TOKENS_PER_PRICE), currency, language))


def _note(cost: TurnCost, language: ReaderLanguage) -> str:
    if cost.price_version == LOCAL:
        return translate("answer_cost.local", language)
    if cost.amount_nano is None:
        return translate("answer_cost.unknown", language) if cost.calls else ""
    return translate("answer_cost.own_key", language) if cost.own_key else ""


def _facts(cost: TurnCost, language: ReaderLanguage, labels: Mapping[str, str]) -> Iterator[str]:
    """One line for each thing that is known besides."""
    for failed in cost.tries:
        # The first sentence says what happened; the rest what to do about it, which has been done.
        reason = error_sentence(failed.reason_key, language).partition(". ")[0].rstrip(".")
        yield translate("answer_cost.tried", language, model=labels[failed.model_id], reason=reason)
    if cost.answered_by:
        yield translate("answer_cost.answered_by", language, model=labels[cost.answered_by], asked=labels[cost.model_id])
    if cost.calls > 1:
        yield translate("answer_cost.requests", language, count=number(cost.calls, language))
    if cost.counted_by in COUNTED:
        yield translate(COUNTED[cost.counted_by], language)
    if cost.ttft_ms is not None:
        yield translate("message_meta.first_token", language, time=seconds(cost.ttft_ms, language))
    yield from _price(cost, language)


def _price(cost: TurnCost, language: ReaderLanguage) -> Iterator[str]:
    """Which price it was, and what it is in other money."""
    if cost.price_since:
        source = SOURCES.get(cost.price_source) or translate("answer_cost.admin", language)
        yield translate("answer_cost.since", language, day=date(cost.price_since, language), source=source)
    elif cost.price_version and cost.price_version != LOCAL:
        yield translate("answer_cost.list", language, version=cost.price_version)
    if not cost.amount_nano:
        return
    if language.currency != cost.currency:
        yield translate("answer_cost.converted", language, amount=money(cost.amount_nano, language))
    if cost.rate_day and cost.eur_rate_micro:
        rate = format_exact(cost.eur_rate_micro * 1_000, cost.currency, language)
        yield translate("answer_cost.euro", language, amount=rate, day=date(cost.rate_day, language))
