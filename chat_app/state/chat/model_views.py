"""Models as rows of the picker."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chat_app.i18n import translate
from chat_app.services.catalogue.dto import LOCAL_PRICE, OFFLINE_MODEL_ID, ModelCard, Price
from chat_app.services.catalogue.parameter_rules import parameters_of
from chat_app.services.catalogue.pricing import PriceKind, Rates
from chat_app.services.chat.context import room_of
from chat_app.services.counting.counter import family_of_card
from chat_app.state.shared.formats import money, number, short_number


@dataclass(frozen=True)
class ModelView:
    """A model in the picker; empty labels are unknown."""

    id: str
    label: str
    provider: str
    context_tokens: int
    context_label: str
    price_label: str
    price_note: str
    vision: bool
    tools: bool
    reasoning: bool
    context_full: str = ""
    output_full: str = ""
    price_in: str = ""
    price_out: str = ""
    price_cached: str = ""
    free: bool = False
    """Whether calls cost nothing."""
    parameters: str = ""
    """Names of the parameters that it takes, as a list to read."""


@dataclass(frozen=True)
class RateStep:
    """What holds for all units of a request whose input is longer than `above`: nano-dollars per million."""

    above: int
    input: int
    output: int
    image: int
    """For tokens of pictures in the input."""
    cached: int
    """For what the vendor has kept of earlier requests; -1 where it keeps nothing."""
    request: int
    """For a request, whatever its length."""


@dataclass(frozen=True)
class ModelRates:
    """What the browser reckons the price of a message with."""

    kind: str = "unknown"
    """"priced", "free", "unknown" or "offline"."""
    steps: tuple[RateStep, ...] = ()
    """The lowest first; it holds from nothing on."""
    max_output: int = 0
    room: int = 0
    """How many tokens a request may have so that the answer fits; 0 when the window is not known."""
    weights: tuple[int, ...] = ()
    """Thousandths of a token that a unit of each script is to this model (services/kernel/tokens.py)."""


def model_rates(card: ModelCard | None) -> ModelRates:
    """The facts of a model's price."""
    if card is None:
        return ModelRates()
    weights = family_of_card(card).weights
    size: dict[str, Any] = {"weights": weights, "max_output": card.max_output_tokens or 0, "room": room_of(card) or 0}
    if card.id == OFFLINE_MODEL_ID:
        return ModelRates("offline", weights=weights)
    if card.price is None:
        return ModelRates("unknown", **size)
    if not (card.price.rates.input or card.price.rates.output):
        return ModelRates("free", **size)
    return ModelRates("priced", rate_steps(card.price), **size)


def rate_steps(price: Price) -> tuple[RateStep, ...]:
    """All steps of a price by the length of the input, as `pricing.rates_for` chooses among them."""
    steps = [(0, price.rates)]
    if price.long_rates and price.long_above:
        steps += [(price.long_above, price.long_rates), *price.higher]
    return tuple(_step(above, rates) for above, rates in steps)


def _step(above: int, rates: Rates) -> RateStep:
    image, request = rates.of(PriceKind.IMAGE_IN), rates.of(PriceKind.REQUEST)
    cached = -1 if rates.cache_read is None else rates.cache_read
    return RateStep(above, rates.input, rates.output, image, cached, request)


def answer_limit(parameters: Mapping[str, object]) -> int:
    """The most tokens that a chat lets an answer have; 0 for no limit of its own."""
    most = parameters.get("max_tokens")
    return most if isinstance(most, int) else 0


def model_view(card: ModelCard, language: str) -> ModelView:
    """A row for `card`."""
    return ModelView(
        id=card.id,
        label=card.label,
        provider=card.provider_label,
        context_tokens=card.context_tokens or 0,
        context_label=short_number(card.context_tokens, language) if card.context_tokens else "",
        price_label=price_label(card.price, language),
        price_note=price_note(card.price, language),
        vision=card.vision,
        tools=card.tools,
        reasoning=card.reasoning,
        context_full=number(card.context_tokens, language) if card.context_tokens else "",
        output_full=number(card.max_output_tokens, language) if card.max_output_tokens else "",
        free=card.price is not None and card.price.is_nothing,
        **_prices(card.price, language),
        parameters=", ".join(translate(f"parameters.{spec.name}", language) for spec in parameters_of(card)),
    )


def _prices(price: Price | None, language: str) -> dict[str, str]:
    """What a million tokens cost, one by one; empty where it costs nothing or nobody knows."""
    if price is None or not (price.rates.input or price.rates.output):
        return {}
    rates = price.rates
    amounts = {"price_in": rates.input, "price_out": rates.output, "price_cached": rates.of(PriceKind.CACHE_READ)}
    return {name: money(nano, language) for name, nano in amounts.items()}


def price_label(price: Price | None, language: str) -> str:
    """What a million tokens cost, in and out: "$1.25 / $10"; "free", or empty when nobody knows."""
    if price is None:
        return ""
    if not (price.rates.input or price.rates.output):
        return translate("models.free", language)
    return f"{_amount(price.rates.input, language)} / {_amount(price.rates.output, language)}"


def price_note(price: Price | None, language: str) -> str:
    """What the label of the price means, or why there is none."""
    if price is None:
        return translate("models.price_unknown", language)
    return translate("models.price_local" if price == LOCAL_PRICE else "picker.price", language)


def _amount(nano: int, language: str) -> str:
    """Without zeros that say nothing: "$10", "$0.05"."""
    point = r"\." if language == "en" else ","
    return re.sub(rf"{point}00(?!\d)|(?<={point}\d\d)0+(?!\d)", "", money(nano, language))
