"""The vendors' rules for parameters as a table, and what is known of a model on top of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from chat_app.integrations.llm.dialects import is_reasoning_model
from chat_app.services.catalogue.dto import ModelCard, ParameterSpec
from chat_app.services.catalogue.parameter_extras import ALWAYS, EXTRAS, extras_of, is_claude

SAFETY = ("harassment", "hate", "sexual", "dangerous")
SAFETY_LEVELS = ("none", "few", "some", "most")
EFFORTS = ("none", "minimal", "low", "medium", "high", "xhigh", "max")
MOST_SEED = 2_147_483_647
MOST_TOKENS = 1_000_000

Range = tuple[float, float, float | None]
"""Least, most, and the default where it is the same for all models of the vendor."""


@dataclass(frozen=True, slots=True)
class _Rule:
    """What a vendor's API takes; None and 0 for what it does not know."""

    temperature: Range | None = (0.0, 2.0, 1.0)
    top_p: Range | None = (0.0, 1.0, 1.0)
    top_k: Range | None = None
    penalty: Range | None = (-2.0, 2.0, 0.0)
    stop: int = 4
    seed: bool = True
    json_mode: bool = True
    efforts: tuple[str, ...] = ("low", "medium", "high")
    safety: bool = False


_COMPATIBLE = _Rule(efforts=())
_RULES = {
    "openai": _Rule(),
    "anthropic": _Rule((0.0, 1.0, 1.0), (0.0, 1.0, None), (1, 500, None), None, stop=8, seed=False, json_mode=False),
    "gemini": _Rule((0.0, 2.0, 1.0), (0.0, 1.0, None), (1, 100, None), None, stop=5, safety=True),
    "ollama": _Rule((0.0, 2.0, None), (0.0, 1.0, None), (1, 200, None), (-2.0, 2.0, 0.0), stop=8, efforts=("none", "high")),
    "deepseek": _Rule(stop=16, seed=False, efforts=()),
    "mistral": _Rule((0, 1.5, None), stop=8, efforts=()),
    "groq": _Rule(penalty=None),
    "xai": _Rule(efforts=()),
    "cohere": _Rule((0.0, 1.0, 0.3), (0.01, 0.99, 0.75), (0, 500, None), (0.0, 1.0, 0.0), stop=5, efforts=()),
    "openrouter": _Rule(top_k=(0, 500, None), efforts=("none", "minimal", "low", "medium", "high", "xhigh")),
    "azure": _Rule(),
    "bedrock": _Rule((0.0, 1.0, None), (0.0, 1.0, None), penalty=None, stop=4, seed=False, json_mode=False, efforts=()),
    # Endpoints of RunPod run vLLM.
    "runpod": _Rule(top_k=(0, 500, None), stop=16, efforts=()),
    "offline": _Rule(None, None, None, None, stop=0, seed=False, json_mode=False, efforts=()),
}
ANY_MODEL = {
    spec.name: spec
    for spec in (
        ParameterSpec("max_tokens", "whole", 1, 10 * MOST_TOKENS, 1),
        ParameterSpec("reasoning_effort", "choice", choices=EFFORTS),
        ParameterSpec("verbosity", "choice", choices=("low", "medium", "high")),
        ParameterSpec("temperature", "number", 0, 2, 0.05),
        ParameterSpec("top_p", "number", 0, 1, 0.01),
        ParameterSpec("top_k", "whole", 0, 500, 1),
        ParameterSpec("frequency_penalty", "number", -2, 2, 0.1),
        ParameterSpec("presence_penalty", "number", -2, 2, 0.1),
        ParameterSpec("stop", "list", most=16),
        ParameterSpec("seed", "whole", 0, MOST_SEED, 1),
        ParameterSpec("json_mode", "switch"),
        *(ParameterSpec(f"safety_{category}", "choice", choices=SAFETY_LEVELS) for category in SAFETY),
        *EXTRAS,
    )
}
"""Every parameter that there is, as wide as any model takes it."""
_VERBOSE = re.compile(r"(?:^|/)gpt-(?:[5-9]|\d\d)(?!.*chat)")


@lru_cache(maxsize=2_000)
def parameters_of(card: ModelCard) -> tuple[ParameterSpec, ...]:
    """The parameters that this model takes, in the order in which they are shown."""
    rule = _rule_of(card)
    if card.provider == "offline":
        return ()
    found = [*_answer(card, rule), *_sampling(card, rule), *_shape(card, rule), *extras_of(card)]
    # A vendor that lists what each model takes knows better than a table.
    takes = card.traits.takes
    return tuple(spec for spec in found if takes is None or spec.name in ALWAYS or _wire_name(spec.name) in takes)


def takes_json(card: ModelCard) -> bool:
    """Whether the model can be told to answer in JSON."""
    takes = card.traits.takes
    named = takes is None or _wire_name("json_mode") in takes
    return named and _rule_of(card).json_mode and card.traits.json_mode is not False


def _rule_of(card: ModelCard) -> _Rule:
    """Bedrock hosts Anthropic's models with Anthropic's rules."""
    if card.brand == "bedrock" and is_claude(card):
        return _RULES["anthropic"]
    return _RULES.get(card.brand, _COMPATIBLE)


def _answer(card: ModelCard, rule: _Rule) -> Iterator[ParameterSpec]:
    """How long and how deeply."""
    most = card.max_output_tokens or card.context_tokens or MOST_TOKENS
    yield ParameterSpec("max_tokens", "whole", 1, most, 1)
    if efforts := _efforts(card, rule):
        yield ParameterSpec("reasoning_effort", "choice", choices=efforts, default=card.traits.default_effort or None)
    if card.brand in ("openai", "azure", "openrouter") and _VERBOSE.search(_name(card)):
        yield ParameterSpec("verbosity", "choice", choices=("low", "medium", "high"), default="medium")


def _sampling(card: ModelCard, rule: _Rule) -> Iterator[ParameterSpec]:
    """What steers the choice of the next token."""
    if not _samples(card):
        return
    for name, limits, step in (("temperature", rule.temperature, 0.05), ("top_p", rule.top_p, 0.01)):
        if limits:
            yield ParameterSpec(name, "number", limits[0], limits[1], step, default=limits[2])
    if rule.top_k:
        yield ParameterSpec("top_k", "whole", int(rule.top_k[0]), int(rule.top_k[1]), 1, default=rule.top_k[2])
    if rule.penalty and not (card.brand == "xai" and card.reasoning):
        for name in ("frequency_penalty", "presence_penalty"):
            yield ParameterSpec(name, "number", rule.penalty[0], rule.penalty[1], 0.1, default=rule.penalty[2])


def _shape(card: ModelCard, rule: _Rule) -> Iterator[ParameterSpec]:
    """Where the answer ends, which form it has, what is blocked."""
    thinks = is_reasoning_model(_name(card)) or (card.brand == "xai" and card.reasoning)
    if rule.stop and not thinks:
        yield ParameterSpec("stop", "list", most=rule.stop)
    if rule.seed:
        yield ParameterSpec("seed", "whole", 0, MOST_SEED, 1)
    if takes_json(card):
        yield ParameterSpec("json_mode", "switch")
    if rule.safety:
        for category in SAFETY:
            yield ParameterSpec(f"safety_{category}", "choice", choices=SAFETY_LEVELS)


def _samples(card: ModelCard) -> bool:
    """OpenAI's reasoning models, DeepSeek's reasoner and Anthropic's latest choose for themselves."""
    name = _name(card)
    return card.traits.sampling and not is_reasoning_model(name) and not (card.brand == "deepseek" and "reasoner" in name)


def _efforts(card: ModelCard, rule: _Rule) -> tuple[str, ...]:
    """The levels of thinking: the vendor's, with what is known of the model added or taken away."""
    name, levels = _name(card), set(rule.efforts)
    if card.brand == "xai" and "grok-3-mini" in name:
        return ("low", "high")
    if not card.reasoning or not levels or (card.brand == "groq" and "gpt-oss" not in name):
        return ()
    if card.brand == "ollama" and "gpt-oss" in name:
        levels = {"low", "medium", "high"}
    if card.brand == "gemini" and "2.5" in name:
        levels |= {"minimal"} if "pro" in name else {"minimal", "none"}
    levels = (levels | set(card.traits.efforts)) - set(card.traits.no_efforts)
    return tuple(level for level in EFFORTS if level in levels)


def _name(card: ModelCard) -> str:
    return (card.base or card.id.partition("/")[2]).lower()


def _wire_name(name: str) -> str:
    """A parameter as OpenRouter lists it."""
    return {"reasoning_effort": "reasoning", "json_mode": "response_format", "repeat_penalty": "repetition_penalty"}.get(name, name)
