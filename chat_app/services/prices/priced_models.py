"""All models that have a price or could be given one: of the lists, and of the platform's providers."""

from __future__ import annotations

from collections.abc import Iterable

from chat_app.integrations.llm.model_facts import ModelFactsBook
from chat_app.services.catalogue.dto import ModelCard
from chat_app.services.prices.dto import PricedModel
from chat_app.services.prices.overlay import PriceOverlay
from chat_app.services.prices.records import rate_list
from chat_app.services.prices.tariffs import Tariff

Waiting = set[tuple[str, str]]


def priced_models(cards: Iterable[ModelCard], overlay: PriceOverlay, book: ModelFactsBook, waiting: Waiting) -> dict[str, PricedModel]:
    """By id, in its order. A model of a provider and one of a list may be the same: then the provider's price shows."""
    found = {f"{brand}/{name}": _listed(book, brand, name, waiting) for brand, models in book.models.items() for name in models}
    found |= {card.id: _offered(card, overlay, book, waiting) for card in cards}
    for (slug, name), price in overlay.own_prices().items():
        found[f"{slug}/{name}"] = PricedModel(f"{slug}/{name}", "admin", price.version, rate_list(price), waiting=(slug, name) in waiting)
    return dict(sorted(found.items()))


def list_name(book: ModelFactsBook, brand: str, name: str) -> str:
    """The name under which the list has a provider's model; "" where it has none."""
    facts = book.facts(brand, name)
    return next((listed for listed, known in book.models.get(brand, {}).items() if known is facts), "") if facts else ""


def _listed(book: ModelFactsBook, brand: str, name: str, waiting: Waiting) -> PricedModel:
    facts = book.models[brand][name]
    source = ("openrouter" if brand == "openrouter" else "litellm") if facts.version else "shipped"
    version = facts.version or book.version
    return PricedModel(f"{brand}/{name}", source, version, rate_list(Tariff.of(facts)), waiting=(brand, name) in waiting)


def _offered(card: ModelCard, overlay: PriceOverlay, book: ModelFactsBook, waiting: Waiting) -> PricedModel:
    slug, _, name = card.id.partition("/")
    version = card.price.version if card.price else ""
    waits = (card.brand, name) in waiting or (slug, name) in waiting
    return PricedModel(card.id, _source(card, overlay, book), version, rate_list(card.price), waits)


def _source(card: ModelCard, overlay: PriceOverlay, book: ModelFactsBook) -> str:
    slug, _, name = card.id.partition("/")
    if overlay.own_price(slug, name):
        return "admin"
    if card.price is None:
        return "unknown"
    if card.price.version in ("local", book.version):
        return "local" if card.price.version == "local" else "shipped"
    return "openrouter" if card.brand == "openrouter" else "litellm"
