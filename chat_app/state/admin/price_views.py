"""Prices as the page shows them: finished words and amounts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from chat_app.i18n import translate
from chat_app.services.prices.dto import ChangeInfo, ModelPrices, PricedModel, Rate, RunInfo, VersionInfo
from chat_app.services.prices.errors import RateError
from chat_app.state.admin.listing import Row
from chat_app.state.shared.formats import number

PIECES = frozenset({"image", "request", "search"})
KINDS = {
    "input": "admin_prices.kind_input",
    "output": "admin_prices.kind_output",
    "cache_read": "admin_prices.kind_cache_read",
    "cache_write": "admin_prices.kind_cache_write",
    "cache_write_1h": "admin_prices.kind_cache_write_hour",
    "reasoning": "admin_prices.kind_reasoning",
    "audio_in": "admin_prices.kind_audio_in",
    "audio_out": "admin_prices.kind_audio_out",
    "image_in": "admin_prices.kind_image_in",
    "image_out": "admin_prices.kind_image_out",
    "image": "admin_prices.kind_image",
    "request": "admin_prices.kind_request",
    "search": "admin_prices.kind_search",
}
SOURCES = {
    "litellm": "admin_prices.source_litellm",
    "openrouter": "admin_prices.source_openrouter",
    "admin": "admin_prices.source_admin",
    "shipped": "admin_prices.source_shipped",
    "local": "admin_prices.source_local",
    "unknown": "admin_prices.source_unknown",
}
STATUSES = {
    "applied": ("admin_prices.status_applied", "good"),
    "unchanged": ("admin_prices.status_unchanged", ""),
    "refused": ("admin_prices.status_refused", "danger"),
    "failed": ("admin_prices.status_failed", "danger"),
}
STATES = {
    "waiting": ("admin_prices.state_waiting", "warning"),
    "applied": ("admin_prices.state_applied", "good"),
    "approved": ("admin_prices.state_approved", "good"),
    "rejected": ("admin_prices.state_rejected", "danger"),
    "outdated": ("admin_prices.state_outdated", ""),
}
_SHOWN = 2
_PER_TOKEN = Decimal(10) ** 9
_PER_PIECE = Decimal(10) ** 15


@dataclass(frozen=True)
class RateLine:
    """A kind with its rate before and after, in words."""

    kind: str
    before: str
    after: str
    jump: bool


@dataclass(frozen=True)
class ChangeView:
    """A change in full; an empty `id` is none."""

    id: str = ""
    title: str = ""
    state: str = ""
    tone: str = ""
    waiting: bool = False
    lines: list[RateLine] = field(default_factory=list)


@dataclass(frozen=True)
class VersionView:
    """A price with its time; `since` and `until` are ISO, empty for none."""

    source: str
    rates: list[str]
    since: str
    until: str


@dataclass(frozen=True)
class ModelView:
    """A model with its history; an empty `id` is none. `own` are the values of the form, by kind."""

    id: str = ""
    source: str = ""
    version: str = ""
    can_override: bool = False
    overridden: bool = False
    own: dict[str, str] = field(default_factory=dict)
    versions: list[VersionView] = field(default_factory=list)


def run_row(run: RunInfo, language: str) -> Row:
    """A line of the table of runs."""
    key, tone = STATUSES[run.status]
    problem = translate(run.problem_key, language, **run.problem_params) if run.problem_key else ""
    cells = {
        "source": translate(SOURCES[run.source], language),
        "at": run.fetched_at.isoformat(),
        "status": translate(key, language),
        "models": str(run.models) if run.models else "",
        "changed": str(run.changed) if not problem else "",
        "waiting": str(run.waiting) if run.waiting else "",
    }
    notes = {"status": problem} if problem else {"source": run.checksum[:12]} if run.checksum else {}
    return Row(run.id, cells, notes=notes, tones={"status": tone} if tone else {})


def change_row(change: ChangeInfo, language: str) -> Row:
    """A line of the table of changes."""
    key, tone = STATES[change.state]
    lines = [f"{line.kind}: {line.before} → {line.after}" for line in sorted(_lines(change, language), key=lambda line: not line.jump)]
    rest = [translate("admin_prices.more", language, count=len(lines) - _SHOWN)] if len(lines) > _SHOWN else []
    cells = {
        "model": f"{change.brand}/{change.model}",
        "rates": " · ".join([*lines[:_SHOWN], *rest]),
        "state": translate(key, language),
        "at": change.created_at.isoformat(),
    }
    notes = {"state": translate("admin_prices.jump", language)} if change.jump else {}
    return Row(change.id, cells, notes=notes, tones={"state": tone} if tone else {})


def change_view(change: ChangeInfo, language: str) -> ChangeView:
    """A change in full."""
    key, tone = STATES[change.state]
    title = f"{change.brand}/{change.model}"
    return ChangeView(change.id, title, translate(key, language), tone, change.state == "waiting", _lines(change, language))


def _lines(change: ChangeInfo, language: str) -> list[RateLine]:
    """Before and after; a kind without a rate of its own costs what plain tokens cost, unless nobody knows these."""
    plain = [rate for rate in change.rates if rate.kind == "input" and not rate.above]
    was_known, is_known = all(rate.before is not None for rate in plain), all(rate.after is not None for rate in plain)
    return [
        RateLine(
            _kind(rate.kind, rate.above, language),
            _side(rate.before, rate.kind, language, known=was_known),
            _side(rate.after, rate.kind, language, known=is_known),
            rate.jump,
        )
        for rate in change.rates
    ]


def _side(rate: int | None, kind: str, language: str, *, known: bool) -> str:
    if rate is None and known and kind not in PIECES:
        return translate("admin_prices.as_plain", language)
    return _amount(rate, kind, language)


def model_row(model: PricedModel, language: str) -> Row:
    """A line of the table of models."""
    plain = {rate.kind: rate for rate in model.rates if not rate.above}
    cells = {
        "model": model.id,
        "input": _amount(plain["input"].rate, "input", language) if "input" in plain else "",
        "output": _amount(plain["output"].rate, "output", language) if "output" in plain else "",
        "source": translate(SOURCES[model.source], language),
        "waiting": translate("admin_prices.state_waiting", language) if model.waiting else "",
    }
    return Row(model.id, cells, tones={"waiting": "warning"} if model.waiting else {})


def model_view(found: ModelPrices, language: str) -> ModelView:
    current = {rate.kind: _figure(rate.rate, rate.kind, language) for rate in found.model.rates if not rate.above}
    return ModelView(
        found.model.id,
        translate(SOURCES[found.model.source], language),
        found.model.version,
        found.can_override,
        found.overridden,
        current,
        [_version(version, language) for version in found.versions],
    )


def read_rates(values: Mapping[str, Any], language: str) -> dict[str, int | None]:
    """What was written into the form, as rates; raises `RateError` that names the kind in words."""
    return {kind: _read(values.get(kind), kind, language) for kind in KINDS}


def kind_word(kind: str, language: str) -> str:
    """A kind of unit in words."""
    return translate(KINDS[kind], language)


def _read(text: object, kind: str, language: str) -> int | None:
    written = str(text or "").strip().removeprefix("$").removesuffix("$").strip().replace(",", ".")
    if not written:
        return None
    try:
        nano = Decimal(written) * (_PER_PIECE if kind in PIECES else _PER_TOKEN)
    except InvalidOperation:
        nano = Decimal(-1)
    if not nano.is_finite() or not 0 <= nano <= Decimal(10) ** 18 or nano != nano.to_integral_value():
        raise RateError(kind=kind_word(kind, language))
    return int(nano)


def _version(version: VersionInfo, language: str) -> VersionView:
    rates = [f"{_kind(rate.kind, rate.above, language)}: {_amount(rate.rate, rate.kind, language)}" for rate in _plain_first(version.rates)]
    since = version.valid_from.isoformat() if version.valid_from else ""
    until = version.valid_to.isoformat() if version.valid_to else ""
    return VersionView(translate(SOURCES[version.source], language), rates, since, until)


def _plain_first(rates: list[Rate]) -> list[Rate]:
    return sorted(rates, key=lambda rate: rate.above)


def _kind(kind: str, above: int, language: str) -> str:
    word = kind_word(kind, language)
    return translate("admin_prices.above", language, kind=word, count=number(above, language)) if above else word


def _amount(rate: int | None, kind: str, language: str) -> str:
    """Dollars per million tokens, or for one piece, with all their digits."""
    if rate is None:
        return "–"
    figure = _figure(rate, kind, language)
    return f"{figure} $" if language == "de" else f"${figure}"


def _figure(rate: int, kind: str, language: str) -> str:
    amount = (Decimal(rate) / (_PER_PIECE if kind in PIECES else _PER_TOKEN)).normalize()
    text = f"{amount:f}" if -amount.as_tuple().exponent > 2 else f"{amount:.2f}"  # type: ignore[operator]
    return text.replace(".", ",") if language == "de" else text
