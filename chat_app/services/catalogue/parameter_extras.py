"""Parameters that single vendors have: their own words for thinking, caching, memory, routing."""

from __future__ import annotations

from collections.abc import Iterator

from chat_app.services.catalogue.dto import ModelCard, ParameterSpec

LEAST_BUDGET = 1_024
MOST_BUDGET = 128_000
MOST_CONTEXT = 1_048_576
MINUTES_OF_A_WEEK = 10_080

_MIN_P = ParameterSpec("min_p", "number", 0, 1, 0.01)
_REPEAT_PENALTY = ParameterSpec("repeat_penalty", "number", 0.1, 2, 0.05)
_PROMPT_CACHE = ParameterSpec("prompt_cache", "choice", default="off", choices=("off", "minutes", "hour"))
_KEEP_ALIVE = ParameterSpec("keep_alive", "whole", -1, MINUTES_OF_A_WEEK, 1, default=5)
_ROUTING = (
    ParameterSpec("no_training", "switch"),
    ParameterSpec("zero_retention", "switch"),
    ParameterSpec("provider_sort", "choice", choices=("price", "throughput", "latency")),
)
EXTRAS = (
    _MIN_P,
    _REPEAT_PENALTY,
    ParameterSpec("thinking_budget", "whole", LEAST_BUDGET, MOST_BUDGET, 1),
    _PROMPT_CACHE,
    ParameterSpec("service_tier", "choice", choices=("auto", "default", "flex", "priority")),
    ParameterSpec("num_ctx", "whole", 256, MOST_CONTEXT, 1),
    _KEEP_ALIVE,
    *_ROUTING,
)
"""All of them, as wide as any model takes them."""
ALWAYS = frozenset(spec.name for spec in _ROUTING) | {"prompt_cache"}
"""What a list of a model's parameters does not mention, as it is the provider that takes it."""


def extras_of(card: ModelCard) -> Iterator[ParameterSpec]:
    """The parameters of the model's vendor that it takes besides the usual ones."""
    if is_claude(card):
        yield from _claude(card)
    if card.brand == "ollama":
        yield from (_MIN_P, _REPEAT_PENALTY, _context(card), _KEEP_ALIVE)
    elif card.brand in ("openrouter", "runpod"):
        yield from (_MIN_P, _REPEAT_PENALTY)
    if card.brand == "openai" and card.price and card.price.tiers:
        # What a tier costs has to be known, or the answer would have a wrong price.
        tiers = dict.fromkeys(tier for tier, *_ in card.price.tiers)
        yield ParameterSpec("service_tier", "choice", default="auto", choices=("auto", "default", *tiers))
    if card.brand == "openrouter":
        yield from _ROUTING


def is_claude(card: ModelCard) -> bool:
    """Whether Anthropic's rules hold, whoever hosts the model."""
    name = card.id.partition("/")[2]
    return card.brand == "anthropic" or (card.brand in ("bedrock", "openrouter") and "anthropic" in name)


def _claude(card: ModelCard) -> Iterator[ParameterSpec]:
    """A budget for thinking, but for the models that decide by themselves; what is kept for the next request."""
    most = min(card.max_output_tokens or MOST_BUDGET, MOST_BUDGET) - 1
    if card.reasoning and not card.traits.adaptive and card.brand != "openrouter" and most >= LEAST_BUDGET:
        yield ParameterSpec("thinking_budget", "whole", LEAST_BUDGET, most, 1)
    yield _PROMPT_CACHE


def _context(card: ModelCard) -> ParameterSpec:
    return ParameterSpec("num_ctx", "whole", 256, card.context_tokens or MOST_CONTEXT, 1)
