"""Where providers of the OpenAI protocol differ, as data."""

from __future__ import annotations

import re
from dataclasses import dataclass

from chat_app.integrations.llm.providers import OPENAI_URL, ProviderConfig


@dataclass(frozen=True, slots=True)
class Dialect:
    """What one provider takes and sends."""

    asks_for_usage: bool = True
    """Whether token counts must be asked for with `stream_options`; Mistral and Cohere refuse the field."""
    seed: str = "seed"
    nested_effort: bool = False
    """Whether the reasoning effort stands in an object of its own (OpenRouter)."""
    returns_reasoning: bool = False
    """Whether the reasoning before a tool call must be sent back with its result (DeepSeek)."""
    think_tags: bool = False
    """Whether the model's reasoning may stand in the answer itself: servers that run open models."""
    loads_models: bool = False
    """Whether a model may have to be loaded, or a machine started, before the first word."""
    cache_marks: bool = False
    """Whether marks say what is worth keeping for the next request (OpenRouter, for Anthropic's models)."""
    routes: bool = False
    """Whether one may say which hosts it is sent to (OpenRouter)."""
    new_limit: bool = False
    """Whether every model takes `max_completion_tokens`: the name of a deployment (Azure) does not tell which model it is."""


PLAIN = Dialect()

_DIALECTS = {
    "deepseek": Dialect(returns_reasoning=True),
    "openrouter": Dialect(nested_effort=True, cache_marks=True, routes=True),
    "azure": Dialect(new_limit=True),
    "cohere": Dialect(asks_for_usage=False),
    "mistral": Dialect(asks_for_usage=False, seed="random_seed"),
    "groq": Dialect(think_tags=True),
    "runpod": Dialect(think_tags=True, loads_models=True),
    "xai": PLAIN,
}
_LOCAL = Dialect(think_tags=True, loads_models=True)

_REASONING_MODEL = re.compile(r"(?:^|/)(?:o\d|gpt-(?:[5-9]|\d\d)(?!.*chat))")


def dialect_of(config: ProviderConfig) -> Dialect:
    """Return the dialect of a provider; an unknown address is taken for a server of open models."""
    if config.brand == "openai" and config.base_url == OPENAI_URL:
        return PLAIN
    return _DIALECTS.get(config.brand, _LOCAL)


def is_reasoning_model(name: str) -> bool:
    """Tell whether OpenAI's newer rules hold: `max_completion_tokens`, and no temperature."""
    return _REASONING_MODEL.search(name) is not None
