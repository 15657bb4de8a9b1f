"""Models as rows of the picker."""

from dataclasses import dataclass

from chat_app.i18n import translate
from chat_app.services.catalogue.dto import LOCAL_PRICE, ModelCard, Price
from chat_app.state.shared.formats import money, short_number


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
    )


def price_label(price: Price | None, language: str) -> str:
    """What a million tokens cost, in and out: "$1.25 / $10"; empty when it costs nothing or nobody knows."""
    if price is None or not (price.input or price.output):
        return ""
    return f"{_amount(price.input, language)} / {_amount(price.output, language)}"


def price_note(price: Price | None, language: str) -> str:
    """What the label of the price means, or why there is none."""
    if price is None:
        return translate("models.price_unknown", language)
    return translate("models.price_local" if price == LOCAL_PRICE else "picker.price", language)


def _amount(nano: int, language: str) -> str:
    text = money(nano, language)
    return text.replace(".00", "") if language == "en" else text.replace(",00", "")
