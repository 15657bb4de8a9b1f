"""What a turn costs, in whole nano-dollars. Integers only."""

from __future__ import annotations

from chat_app.integrations.llm.port import TokenUsage
from chat_app.services.catalogue.dto import LongContextPrice, Price
from chat_app.services.kernel.money import TOKENS_PER_PRICE


def cost_nano(price: Price | None, usage: TokenUsage) -> int | None:
    """The cost of one turn, rounded half up once; None when the price is unknown.

    Cached tokens are part of the input and cost their own price; reasoning is part of the output.
    """
    if price is None:
        return None
    rates = _rates(price, usage.input)
    cached = min(max(usage.cached, 0), usage.input)
    total = (usage.input - cached) * rates.input + cached * rates.cached_input + usage.output * rates.output
    return (2 * total + TOKENS_PER_PRICE) // (2 * TOKENS_PER_PRICE)


def _rates(price: Price, input_tokens: int) -> Price | LongContextPrice:
    long_context = price.long_context
    return long_context if long_context and input_tokens > long_context.above_tokens else price
