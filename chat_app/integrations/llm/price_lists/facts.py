"""What a list says of a model."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chat_app.integrations.llm.rates import Rates


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """What is known of a model. `chat` is False for models that only embed, speak or draw."""

    chat: bool
    context_tokens: int | None
    max_output_tokens: int | None
    vision: bool
    tools: bool
    reasoning: bool
    rates: Rates | None
    long_above: int = 0
    """With an input longer than this, `long_rates` hold for all tokens; 0: they never do."""
    long_rates: Rates | None = None
    higher: tuple[tuple[int, Rates], ...] = ()
    """Further limits of the input with the rates beyond them, the lowest first."""
    retires_on: date | None = None
    sampling: bool = True
    """Whether it takes temperature and the like."""
    json_mode: bool | None = None
    efforts: tuple[str, ...] = ()
    """Levels of reasoning that the list says it has, and those that it says it has not."""
    no_efforts: tuple[str, ...] = ()
    default_effort: str = ""
    adaptive: bool = False
    """Whether it decides by itself how much to think."""
    tier_rates: tuple[tuple[str, int, int, int, int | None], ...] = ()
    """What tiers of service cost: the tier, the limit of the input from which on it holds (0: always), the rates of input, output and cached input."""
    caching: bool = False
    """Whether its vendor keeps what was sent, at a lower rate."""
    inputs: tuple[str, ...] = ("text",)
    """What it reads: "text", "image", "audio", "video", "file"."""
    outputs: tuple[str, ...] = ("text",)
    parameters: tuple[str, ...] | None = None
    """All parameters that the list names for it; None where it names none."""
    version: str = ""
    """Which version of the price this is; empty for the list that ships with Parley."""


Listing = dict[str, dict[str, ModelFacts]]
"""Facts by the vendor (an id of vendors.toml) and the vendor's own name of the model."""
