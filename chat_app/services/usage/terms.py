"""What it takes to reckon an answer whose process dies: kept with its turn while it is written."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from chat_app.integrations.llm.port import TokenUsage
from chat_app.integrations.llm.rates import Rates
from chat_app.services.catalogue.dto import Price, Route
from chat_app.services.charging.dto import Tariff
from chat_app.services.counting.families import family_of
from chat_app.services.usage.charging import charge
from chat_app.services.usage.dto import COUNTED_BY_US
from chat_app.services.usage.metering import Measured


@dataclass(frozen=True, slots=True)
class Terms:
    """Where the request went, how long it was, and what stood in the answer before it began."""

    model_id: str
    own_key: bool
    input: int
    """Our estimate of the tokens that the model read."""
    prior_text: int
    """Characters of the answer that an earlier turn wrote."""
    prior_reasoning: int
    cost: Price | None
    sale: Price | None
    call_id: str = ""
    """Of the call that was covered."""
    tariff: Tariff | None = None


def terms_of(route: Route, tokens: int, prior_text: int, prior_reasoning: int) -> Terms:
    """The terms of a request that reads about so many tokens."""
    known = (route.card.id, route.own_key, tokens, prior_text, prior_reasoning, route.cost, route.card.price)
    return Terms(*known, route.call_id, route.tariff)


def terms_text(terms: Terms) -> str:
    """As they are stored."""
    return json.dumps(asdict(terms), separators=(",", ":"))


def read_terms(text: str) -> Terms | None:
    """As they were stored; None where the answer had not begun."""
    if not text:
        return None
    stored: dict[str, Any] = json.loads(text)
    cost, sale = _price(stored.pop("cost")), _price(stored.pop("sale"))
    tariff = stored.pop("tariff", None)
    return Terms(**stored, cost=cost, sale=sale, tariff=Tariff(**tariff) if tariff else None)


def measured_by(terms: Terms, text: str, reasoning: str) -> Measured:
    """What an answer used that came this far. Nothing where not a word of it was written."""
    count = family_of(terms.model_id).estimate
    wrote, thought = count(text[terms.prior_text :]), count(reasoning[terms.prior_reasoning :])
    if not wrote and not thought:
        return Measured()
    usage = TokenUsage(input=terms.input, output=wrote + thought, reasoning=thought)
    charged = charge(terms.cost, terms.sale, usage, own_key=terms.own_key, tariff=terms.tariff)
    return Measured(terms.model_id, usage, COUNTED_BY_US, charged, call_id=terms.call_id)


def _price(stored: dict[str, Any] | None) -> Price | None:
    if stored is None:
        return None
    long_rates = Rates(**stored["long_rates"]) if stored["long_rates"] else None
    higher = tuple((above, Rates(**rates)) for above, rates in stored.get("higher", ()))
    tiers = tuple((tier, above, Rates(**rates)) for tier, above, rates in stored.get("tiers", ()))
    return Price(Rates(**stored["rates"]), stored["version"], stored["long_above"], long_rates, higher, tiers)
