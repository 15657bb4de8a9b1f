"""What a request will cost at most, before it is made. Integers only, rounded up: a hold is rather too large than too small."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from chat_app.integrations.llm.port import EmbedRequest, ImagePart, LlmMessage, LlmRequest, Sampling, ToolCallPart, ToolSpec
from chat_app.integrations.llm.rates import PriceKind
from chat_app.services.catalogue.dto import ModelCard, Price
from chat_app.services.catalogue.pricing import rates_for
from chat_app.services.charging.dto import LEDGER_RATE, Tariff
from chat_app.services.kernel.money import TOKENS_PER_PRICE

Count = Callable[[str], int]

MESSAGE_OVERHEAD = 8
UNKNOWN_IMAGE = 1_600
"""Tokens of a picture for which nobody said how many it is: about what the vendors count for a large one."""
TOOL_OVERHEAD = 16
SLACK = 16
"""Nano-units: each line of a cost is rounded up by itself."""
FLOOR = 200
"""Tokens: for less it is not worth beginning an answer."""
LEAST_THINKING = 1_024


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a request costs by the tokens that come back."""

    tariff: Tariff
    before_nano: int
    """Of the price's currency: what the question costs."""
    rate: int
    """Nano-units per million tokens of the answer, of the dearest kind."""
    most: int | None
    """Tokens that the answer may have; None where nobody knows."""

    def cost(self, tokens: int) -> int:
        """What it costs with so many tokens of answer, in the ledger's currency; at least one nano-unit."""
        return max(1, self.tariff.due(self.before_nano + -(-tokens * self.rate // TOKENS_PER_PRICE)))

    def tokens(self, nano: int) -> int | None:
        """How many tokens of answer so much pays for; less than none where it does not pay for the question; None for any number."""
        if nano < self.cost(0):
            return -1
        if self.rate == 0:
            return None
        paid = (nano - self.tariff.fixed_nano) * self.tariff.rate_micro // LEDGER_RATE
        return max(0, (paid - self.before_nano) * TOKENS_PER_PRICE // self.rate)

    @property
    def floor(self) -> int:
        """Tokens that there must be credit for."""
        return FLOOR if self.most is None else min(FLOOR, self.most)


def estimate(request: LlmRequest, card: ModelCard, price: Price, tariff: Tariff, count: Count) -> Estimate:
    """What a request for an answer costs."""
    sampling = request.sampling
    read = with_reserve(sum(_tokens(message, count) for message in request.messages) + sum(_of_tool(tool, count) for tool in request.tools))
    rates = rates_for(price, read, sampling.service_tier or "")
    kinds = [PriceKind.INPUT, PriceKind.IMAGE_IN, *([PriceKind.CACHE_WRITE, PriceKind.CACHE_WRITE_1H] if sampling.prompt_cache else [])]
    asked = read * max(rates.of(kind) for kind in kinds) + rates.of(PriceKind.REQUEST)
    dearest = max(rates.of(PriceKind.OUTPUT), rates.of(PriceKind.REASONING))
    return Estimate(tariff, -(-asked // TOKENS_PER_PRICE) + SLACK, dearest, sampling.max_tokens or card.max_output_tokens)


def estimate_embedding(request: EmbedRequest, price: Price, tariff: Tariff, count: Count) -> Estimate:
    """What vectors of texts cost: nothing comes back that is counted."""
    read = with_reserve(sum(map(count, request.texts)))
    rates = rates_for(price, read)
    asked = read * rates.of(PriceKind.INPUT) + rates.of(PriceKind.REQUEST)
    return Estimate(tariff, -(-asked // TOKENS_PER_PRICE) + SLACK, 0, 0)


def with_reserve(tokens: int) -> int:
    """A tenth more: vendors count otherwise than we do."""
    return -(-tokens * 11 // 10)


def limited(sampling: Sampling, tokens: int) -> Sampling:
    """The same for an answer of at most so many tokens; what is thought is part of it."""
    thinking = sampling.thinking_budget
    if thinking is not None and thinking >= tokens:
        half = tokens >> 1
        thinking = half if half >= LEAST_THINKING else None
    return replace(sampling, max_tokens=tokens, thinking_budget=thinking)


def size_of(request: LlmRequest | EmbedRequest) -> int:
    """Signs that have to be looked at to estimate it."""
    if isinstance(request, EmbedRequest):
        return sum(map(len, request.texts))
    return sum(len(getattr(part, "text", "")) for message in request.messages for part in message.parts)


def _tokens(message: LlmMessage, count: Count) -> int:
    total = MESSAGE_OVERHEAD
    for part in message.parts:
        if isinstance(part, ImagePart):
            total += part.tokens or UNKNOWN_IMAGE
        else:
            total += count(part.arguments if isinstance(part, ToolCallPart) else part.text)
    return total


def _of_tool(tool: ToolSpec, count: Count) -> int:
    return TOOL_OVERHEAD + count(tool.description) + count(str(tool.parameters))
