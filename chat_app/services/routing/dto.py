"""Records of the routing domain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from chat_app.services.catalogue.dto import ModelCard

HealthState = Literal["ok", "slow", "failing", "open", "unknown"]
LocalOnlyBy = Literal["person", "folder", ""]


@dataclass(frozen=True, slots=True)
class ProviderHealth:
    """How a provider does, as seen from here since the process began."""

    state: HealthState = "unknown"
    """"open": it is left alone until `open_until`. "unknown": nobody has asked it yet."""
    open_until: datetime | None = None
    problem_key: str = ""
    """The sentence that says what went wrong last; empty when nothing did."""
    first_word_ms: int | None = None
    """The median of the last answers' times to the first word."""
    asked_at: datetime | None = None
    """When the last request ended."""


@dataclass(frozen=True, slots=True)
class Chain:
    """What to do when a model fails."""

    model_ids: tuple[str, ...] = ()
    """The models to ask then, in this order."""
    hedge_seconds: int = 0
    """After so many seconds without a first word the next one is asked, too; 0 for never."""
    stand_in: bool = False
    """Whether the built-in assistant answers in the end."""


@dataclass(frozen=True, slots=True)
class Offer:
    """The models to choose from somewhere."""

    cards: tuple[ModelCard, ...]
    local_only_by: LocalOnlyBy = ""
    """Who wants that only local ones are offered there; "" where all are."""
