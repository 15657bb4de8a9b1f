"""What a list says of a model besides its price, as it is kept."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import date
from typing import Any

from chat_app.integrations.llm.price_lists.facts import ModelFacts

NOTHING = ModelFacts(
    chat=True, context_tokens=None, max_output_tokens=None, vision=False, tools=False, reasoning=False, rates=None
)  # fmt: skip
_PRICE = frozenset({"rates", "long_above", "long_rates", "higher", "version", "tier_rates"})
_NAMES = tuple(each.name for each in fields(ModelFacts) if each.name not in _PRICE)


def write_facts(facts: ModelFacts) -> str:
    """In the one form that is kept; equal facts are equal texts."""
    kept = ((name, getattr(facts, name)) for name in _NAMES)
    return json.dumps({name: value for name, value in kept if value != getattr(NOTHING, name)}, default=str, separators=(",", ":"))


def read_facts(text: str) -> ModelFacts:
    """What `write_facts` wrote, by this release or another one."""
    kept: dict[str, Any] = {name: value for name, value in json.loads(text).items() if name in _NAMES}
    if "retires_on" in kept:
        kept["retires_on"] = date.fromisoformat(kept["retires_on"])
    return replace(NOTHING, **{name: tuple(value) if isinstance(value, list) else value for name, value in kept.items()})
