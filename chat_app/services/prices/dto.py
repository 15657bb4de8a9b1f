"""What crosses the border of the domain of prices. Rates are whole nano-dollars per million units."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

RunStatus = Literal["applied", "unchanged", "refused", "failed"]
ChangeState = Literal["applied", "waiting", "approved", "rejected", "outdated"]


@dataclass(frozen=True, slots=True)
class RateChange:
    """The rate of a kind of unit before and after; None: no rate of its own. `above` is the limit of a long input, else 0."""

    kind: str
    before: int | None
    after: int | None
    jump: bool = False
    above: int = 0


@dataclass(frozen=True, slots=True)
class RunInfo:
    """A fetching of a list. `problem_key` names a sentence, which `problem_params` fill."""

    id: str
    source: str
    status: RunStatus
    checksum: str
    models: int
    changed: int
    waiting: int
    fetched_at: datetime
    problem_key: str = ""
    problem_params: dict[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChangeInfo:
    """A difference that a list made."""

    id: str
    run_id: str
    source: str
    brand: str
    model: str
    state: ChangeState
    jump: bool
    rates: list[RateChange]
    created_at: datetime
    decided_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Rate:
    """The rate of a kind; `above` is the limit of a long input from which on it holds, else 0."""

    kind: str
    rate: int
    above: int = 0


@dataclass(frozen=True, slots=True)
class VersionInfo:
    """A price with the time for which it held. `valid_from` is None for what ships with Parley, `valid_to` for what holds now."""

    id: str
    source: str
    rates: list[Rate]
    """Empty: the price was unknown."""
    valid_from: datetime | None
    valid_to: datetime | None


@dataclass(frozen=True, slots=True)
class PricedModel:
    """A model with what it costs now; `rates` are empty where nobody knows. `id` is "<provider or vendor>/<name>"."""

    id: str
    source: str
    version: str
    rates: list[Rate]
    waiting: bool = False
    """Whether a change of its price waits."""


@dataclass(frozen=True, slots=True)
class ModelPrices:
    """A model's price now, and all before it, newest first."""

    model: PricedModel
    can_override: bool
    """Whether it is a model of a provider of the platform."""
    overridden: bool
    versions: list[VersionInfo]
