"""Searching, filtering and sorting models in memory: four thousand of them in a few milliseconds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from chat_app.services.catalogue.dto import ModelCard, Offer, Price
from chat_app.services.catalogue.parameter_rules import takes_json
from chat_app.services.catalogue.pricing import with_margin
from chat_app.services.kernel.pagination import Page, decode_cursor, encode_cursor
from chat_app.services.model_settings.book import SettingsBook, dressed
from chat_app.services.model_settings.dto import NO_FACTS, UNSET, ModelEntry, ModelFilter, ProviderName, Setting


class Row(NamedTuple):
    """An offer with what is set for it; `card` is dressed in that. A tuple: thousands are made for each question."""

    offer: Offer
    card: ModelCard
    setting: Setting


def rows_of(offers: Iterable[Offer], book: SettingsBook, owner_id: str) -> list[Row]:
    """Every offer with what this owner ("" for administrators) set."""
    settings = book.settings(owner_id)
    return [_row(offer, settings.get(offer.card.id), platform=not owner_id) for offer in offers]


def found(rows: Sequence[Row], wanted: ModelFilter) -> list[Row]:
    """The rows that fit, in their order."""
    fitting = list(rows)
    for test in _tests(wanted):
        fitting = [row for row in fitting if test(row)]
    return _sorted(fitting, wanted)


def page_of(rows: Sequence[Row], cursor: str, size: int) -> Page[Row]:
    """The rows behind the one that the cursor names; where that one is gone, behind its place."""
    begin = _place(rows, cursor) if cursor else 0
    items = list(rows[begin : begin + size])
    end = begin + len(items)
    return Page(items, encode_cursor(str(end), items[-1].card.id) if items and end < len(rows) else "")


def providers_of(rows: Iterable[Row]) -> list[ProviderName]:
    """All providers in their order, with how many models each has."""
    counts = Counter((row.card.provider, row.card.provider_label) for row in rows)
    return [ProviderName(id_, label, count) for (id_, label), count in counts.items()]


def entry_of(row: Row) -> ModelEntry:
    """A row as it is shown, with what this reader pays."""
    card, setting, price = row.card, row.setting, price_of(row)
    return ModelEntry(
        id=card.id,
        label=card.label,
        provider=card.provider,
        provider_label=card.provider_label,
        own=row.offer.own,
        enabled=setting.enabled,
        context_tokens=card.context_tokens,
        max_output_tokens=card.max_output_tokens,
        vision=card.vision,
        tools=card.tools,
        reasoning=card.reasoning,
        json_mode=takes_json(card),
        price_in=price.rates.input if price else None,
        price_out=price.rates.output if price else None,
        retires_on=card.retires_on,
        region=row.offer.region,
        groups=len(setting.group_ids),
        changed=bool(setting.label or setting.group_ids or setting.facts != NO_FACTS),
    )


def price_of(row: Row) -> Price | None:
    """What this reader pays: people with the margin, administrators see what the provider takes."""
    price = row.card.price
    return with_margin(price, row.offer.margin_points) if price and row.offer.margin_points else price


def _row(offer: Offer, setting: Setting | None, *, platform: bool) -> Row:
    if setting is None:
        return Row(offer, offer.card, UNSET)
    return Row(offer, dressed(offer.card, setting, facts=platform or offer.own), setting)


def _tests(wanted: ModelFilter) -> Iterable[Callable[[Row], bool]]:
    """One test for each wish, the quick ones first."""
    if wanted.provider:
        yield lambda row: row.card.provider == wanted.provider
    if wanted.enabled is not None:
        yield lambda row: row.setting.enabled is wanted.enabled
    for ability in ("vision", "tools", "reasoning"):
        if (wish := getattr(wanted, ability)) is not None:
            yield lambda row, ability=ability, wish=wish: getattr(row.card, ability) is wish
    if wanted.deprecated is not None:
        yield lambda row: (row.card.retires_on is not None) is wanted.deprecated
    if wanted.price:
        yield lambda row: _price_kind(row.card.price) == wanted.price
    if words := wanted.search.lower().split():
        yield lambda row: _has(row.card, words)
    if wanted.json_mode is not None:
        yield lambda row: takes_json(row.card) is wanted.json_mode


def _has(card: ModelCard, words: Sequence[str]) -> bool:
    text = f"{card.label} {card.id} {card.provider_label}".lower()
    for word in words:  # noqa: SIM110  (twice as quick as `all`, and it runs for thousands)
        if word not in text:
            return False
    return True


def _price_kind(price: Price | None) -> str:
    if price is None:
        return "unknown"
    return "priced" if price.rates.input or price.rates.output else "free"


def _sorted(rows: list[Row], wanted: ModelFilter) -> list[Row]:
    """In the order asked for, by name where that is equal; what is not known comes last either way."""
    if not wanted.sort:
        return rows[::-1] if wanted.descending else rows
    if wanted.sort == "name":
        return sorted(rows, key=_by_name, reverse=wanted.descending)
    measure, sign = _MEASURES[wanted.sort], -1 if wanted.descending else 1

    def key(row: Row) -> tuple[bool, int, int, tuple[str, str]]:
        first, second = measure(row.card)
        return first is None, sign * (first or 0), sign * (second or 0), _by_name(row)

    return sorted(rows, key=key)


def _by_name(row: Row) -> tuple[str, str]:
    return row.card.label.casefold(), row.card.id


def _prices(card: ModelCard) -> tuple[int | None, int | None]:
    return (card.price.rates.output, card.price.rates.input) if card.price else (None, None)


_MEASURES: dict[str, Callable[[ModelCard], Any]] = {
    "price": _prices,
    "context": lambda card: (card.context_tokens, card.max_output_tokens),
}


def _place(rows: Sequence[Row], cursor: str) -> int:
    text, model_id = decode_cursor(cursor, 2)
    place = int(text) if text.isdecimal() and len(text) < 7 else 0
    if 0 < place <= len(rows) and rows[place - 1].card.id == model_id:
        return place
    return next((at + 1 for at, row in enumerate(rows) if row.card.id == model_id), place)
