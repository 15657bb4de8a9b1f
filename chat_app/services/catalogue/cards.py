"""Making model cards out of what a provider lists and what is known of its models."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlsplit

from chat_app.integrations.llm.model_facts import ModelFacts, ModelFactsBook
from chat_app.integrations.llm.port import ModelInfo
from chat_app.integrations.llm.providers import ProviderConfig
from chat_app.integrations.llm.rates import Rates
from chat_app.integrations.llm.vendors import ProviderKind, vendors
from chat_app.services.catalogue.dto import LOCAL_PRICE, OFFLINE_MODEL_ID, ModelCard, ModelTraits, OwnPrices, Price
from chat_app.services.catalogue.labels import label_of
from chat_app.services.catalogue.local import stays_in_house
from chat_app.services.catalogue.selection import in_order, listed

_MOST = 5_000

OFFLINE_CARD = ModelCard(id=OFFLINE_MODEL_ID, label="Parley", provider="offline", provider_label="Offline", price=LOCAL_PRICE, local=True)


def is_local(config: ProviderConfig) -> bool:
    """Whether the provider is a server of the user's own: Ollama, or anything on this machine."""
    host = urlsplit(config.base_url).hostname or ""
    return config.kind is ProviderKind.OLLAMA or host in ("localhost", "::1") or host.startswith("127.")


def cards_of(config: ProviderConfig, infos: Iterable[ModelInfo], book: ModelFactsBook, prices: OwnPrices) -> list[ModelCard]:
    """The cards to show for a provider. A vendor's list is weeded and sorted, an own server's is left as it is."""
    by_name = dict(list({info.name: info for info in infos if info.name}.items())[:_MOST])
    names = list(by_name)
    # Names of deployments say nothing about what they are.
    if _is_vendor(config) and config.brand != "azure":
        names = in_order(name for name in listed(names) if _chats(book.facts(config.brand, by_name[name].base or name)))
    return [card_of(config, by_name[name], book, prices) for name in names]


def card_of(config: ProviderConfig, info: ModelInfo, book: ModelFactsBook, prices: OwnPrices) -> ModelCard:
    """One card. What the provider says of its model goes before what the list says."""
    facts = book.facts(config.brand, info.base or info.name)
    return ModelCard(
        id=f"{config.id}/{info.name}",
        label=info.label or (label_of(info.name) if _is_vendor(config) else info.name),
        provider=config.id,
        provider_label=config.label,
        context_tokens=info.context_tokens or (facts.context_tokens if facts else None),
        max_output_tokens=info.max_output_tokens or (facts.max_output_tokens if facts else None),
        vision=bool(facts and facts.vision) if info.vision is None else info.vision,
        tools=bool(facts and facts.tools) if info.tools is None else info.tools,
        reasoning=bool(facts and facts.reasoning) if info.reasoning is None else info.reasoning,
        price=prices.own_price(config.id, info.name) or price_of(config, facts, book.version),
        traits=_traits(facts, info),
        vendor=config.brand,
        base=info.base,
        retires_on=facts.retires_on if facts else None,
        local=stays_in_house(config, info.name),
        audio=bool(facts and "audio" in facts.inputs),
    )


def _traits(facts: ModelFacts | None, info: ModelInfo) -> ModelTraits:
    if facts is None:
        return ModelTraits(takes=info.parameters)
    return ModelTraits(
        facts.sampling, facts.json_mode, facts.efforts, facts.no_efforts, facts.default_effort, info.parameters, facts.adaptive
    )


def price_of(config: ProviderConfig, facts: ModelFacts | None, version: str) -> Price | None:
    """The price where it is certain: nothing on own machines, the list's at the vendor itself, else unknown."""
    if is_local(config):
        return LOCAL_PRICE
    if facts is None or facts.rates is None or not _is_vendor(config):
        return None
    return Price(facts.rates, facts.version or version, facts.long_above, facts.long_rates, facts.higher, _tiers(facts, facts.rates))


def _tiers(facts: ModelFacts, rates: Rates) -> tuple[tuple[str, int, Rates], ...]:
    """The rates of tiers, as long as the price is that of the list which names them; a newer one says nothing of tiers."""
    if facts.version:
        return ()
    return tuple(
        (tier, above, replace(rates, input=paid, output=answered, cache_read=cached))
        for tier, above, paid, answered, cached in facts.tier_rates
    )


def _is_vendor(config: ProviderConfig) -> bool:
    """Whether a vendor's own API answers, and not someone else's that speaks the same protocol."""
    vendor = vendors().get(config.brand)
    return vendor is not None and vendor.is_at(config.base_url)


def _chats(facts: ModelFacts | None) -> bool:
    return facts is None or facts.chat
