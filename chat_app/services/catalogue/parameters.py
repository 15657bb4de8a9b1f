"""Which parameters a model really takes, within which limits, and what a chat's choices come to when they are sent."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from chat_app.errors import InvalidInputError
from chat_app.integrations.llm.port import Sampling
from chat_app.services.catalogue.dto import ModelCard, ParameterSpec
from chat_app.services.catalogue.parameter_extras import is_claude
from chat_app.services.catalogue.parameter_rules import ANY_MODEL, SAFETY, parameters_of

LONGEST_STOP = 200
MOST_NAMES = 40


def checked_parameters(card: ModelCard, values: Mapping[str, object]) -> dict[str, Any]:
    """The values as they are stored: what equals the model's default is left out.

    Raises `InvalidInputError` for a parameter that the model lacks and for a value outside its limits.
    """
    specs = {spec.name: spec for spec in parameters_of(card)}
    for name, value in values.items():
        if name not in specs:
            raise InvalidInputError("error.parameter_unsupported", name=name[:MOST_NAMES])
        if not allows(specs[name], value):
            raise InvalidInputError("error.parameter_value", name=name)
    return {name: value for name, value in values.items() if not is_default(specs[name], value)}


def plausible_parameters(values: Mapping[str, object]) -> dict[str, Any]:
    """The values of a preset, which is for any model; raises `InvalidInputError` for what none could take."""
    for name, value in values.items():
        if name not in ANY_MODEL:
            raise InvalidInputError("error.parameter_unsupported", name=name[:MOST_NAMES])
        if not allows(ANY_MODEL[name], value):
            raise InvalidInputError("error.parameter_value", name=name)
    return dict(values)


def divided_parameters(card: ModelCard, values: Mapping[str, object]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """What of a chat's values this model takes, and the names of those that are not sent to it."""
    specs = {spec.name: spec for spec in parameters_of(card)}
    fitting = {name: value for name, value in values.items() if name in specs and allows(specs[name], value)}
    for name in _in_the_way(card, fitting):
        fitting.pop(name, None)
    return fitting, tuple(name for name in values if name not in fitting)


def sampling_for(card: ModelCard, values: Mapping[str, object]) -> Sampling:
    """The request's parameters: only what the model takes."""
    fitting, _ = divided_parameters(card, values)
    safety = tuple((category, fitting.pop(f"safety_{category}")) for category in SAFETY if f"safety_{category}" in fitting)
    stop = tuple(fitting.pop("stop", ()))
    return Sampling(**fitting, stop=stop, safety=safety)


def allows(spec: ParameterSpec, value: object) -> bool:
    """Whether a value is of the parameter's kind and within its limits."""
    if spec.kind == "switch":
        return isinstance(value, bool)
    if spec.kind == "choice":
        return value in spec.choices
    if spec.kind == "list":
        return _is_stop_list(value, spec.most)
    if isinstance(value, bool) or not isinstance(value, int if spec.kind == "whole" else int | float):
        return False
    # A whole number may be too large for a float.
    finite = isinstance(value, int) or math.isfinite(value)
    return finite and (spec.minimum is None or value >= spec.minimum) and (spec.maximum is None or value <= spec.maximum)


def is_default(spec: ParameterSpec, value: object) -> bool:
    """Whether a value says no more than leaving it out."""
    return value == [] or value is False or (spec.default is not None and value == spec.default)


def _is_stop_list(value: object, most: int) -> bool:
    if not isinstance(value, Sequence) or isinstance(value, str) or len(value) > most:
        return False
    return all(isinstance(text, str) and 0 < len(text) <= LONGEST_STOP for text in value)


def _in_the_way(card: ModelCard, values: Mapping[str, Any]) -> tuple[str, ...]:
    """What Anthropic refuses together: sampling while it thinks, top-p beside a temperature, a budget that fills the answer."""
    if not is_claude(card) or card.brand == "openrouter":
        return ()
    budget = values.get("thinking_budget")
    if budget is not None and budget >= values.get("max_tokens", budget + 1):
        return ("thinking_budget", *_in_the_way(card, {name: value for name, value in values.items() if name != "thinking_budget"}))
    if budget is not None:
        # The budget says more exactly what the effort says.
        return ("temperature", "top_p", "top_k", "reasoning_effort")
    if values.get("reasoning_effort") not in (None, "none"):
        return ("temperature", "top_p", "top_k")
    return ("top_p",) if "temperature" in values else ()
