"""What crosses the border of the domain of usage."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from chat_app.integrations.llm.port import TokenUsage
from chat_app.services.usage.charging import Charge

COUNTED_BY_PROVIDER, COUNTED_BY_US = "provider", "parley"
GroupBy = Literal["day", "model", "provider", "kind", "project", "key", "person"]
"""`person` is for administrators, `project` for everybody's own."""


@dataclass(frozen=True, slots=True)
class Call:
    """What is known of one call of a model at its end."""

    owner_id: str
    kind: str
    """As `Turn.kind`, or "temporary", "embedding", "tool"."""
    status: str
    model_id: str
    """The model that answered."""
    usage: TokenUsage
    counted_by: str
    charge: Charge
    at: datetime
    id: str
    """The request of its hold; empty for a call that needed no cover. Whoever forgot it would give the call away."""
    conversation_id: str = ""
    turn_id: str = ""
    api_key_id: str = ""
    duration_ms: int | None = None
    ttft_ms: int | None = None


@dataclass(frozen=True, slots=True)
class UsageFilter:
    """Which calls are wanted; what is empty or None asks for nothing. Days are UTC, both ends belong to the range."""

    first_day: date | None = None
    last_day: date | None = None
    model_id: str = ""
    provider: str = ""
    kind: str = ""
    status: str = ""
    folder_id: str | None = None
    """A project with the folders in it; "" for what lies in none."""
    api_key_id: str | None = None
    """A program's key; "" for what the person asked themselves."""
    conversation_id: str = ""
    person_id: str = ""
    """For administrators."""


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of a cost as its person sees it; `rate` is per million units, amounts are in nano-units."""

    kind: str
    count: int
    rate: int
    nano: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCall:
    """What everybody may know who sees a call."""

    id: str
    at: datetime
    kind: str
    status: str
    model_id: str
    provider: str
    own_key: bool
    """Whether the vendor bills its person; nothing is charged here then."""
    tokens_in: int
    tokens_out: int
    tokens_cached: int
    tokens_reasoning: int
    counted_by: str
    """"provider" or "parley", which is an estimate."""
    currency: str
    price_version: str
    rate_day: date | None
    eur_rate_micro: int | None
    """Millionths of `currency` for one euro on that day."""
    duration_ms: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedCall(ShownCall):
    """A call as its person sees it. Names are those of today, empty where the thing is gone."""

    amount_nano: int | None
    """What they pay here, or with an own key what its vendor takes; None when no price is known."""
    lines: tuple[ShownLine, ...]
    """Their sum is the amount."""
    conversation_id: str
    conversation_title: str
    folder_id: str
    folder_name: str
    turn_id: str
    api_key_id: str
    key_name: str
    ttft_ms: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonsCall(ShownCall):
    """A call as administrators see it: what it cost and who made it, nothing of where it was made."""

    person_id: str
    person_name: str
    cost_nano: int | None
    """What the provider takes; with an own key its person pays it to the vendor."""
    sale_nano: int | None
    """What the person pays here."""
    margin_nano: int | None
    """The difference; None with an own key or without a price."""
    by_program: bool


@dataclass(frozen=True, slots=True)
class UsageSum:
    """What was used together. `key` is the day, the id of model, folder, key or person, or the kind; `label` its name of today."""

    key: str = ""
    label: str = ""
    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    tokens_cached: int = 0
    paid_nano: int = 0
    """What was paid here."""
    own_key_nano: int = 0
    """What vendors took for calls with own keys."""
    unpriced: int = 0
    """Calls whose price is unknown: they are in no amount."""


@dataclass(frozen=True, slots=True)
class SiteSum:
    """`UsageSum` for administrators."""

    used: UsageSum = field(default_factory=UsageSum)
    cost_nano: int = 0
    """What providers take for the platform's keys."""
    margin_nano: int = 0
    """What was paid beyond that, of the calls whose price is known."""


@dataclass(frozen=True, slots=True)
class FailedTry:
    """A model that was asked before, and the key of the sentence that says why it did not answer."""

    model_id: str
    reason_key: str


@dataclass(frozen=True, slots=True)
class TurnCost:
    """How the cost of an answer came about; of one that was continued, of all its turns."""

    turn_id: str
    """The last one."""
    model_id: str
    """The model that was asked for."""
    answered_by: str
    """The model that answered in its place; empty where it was the one that was asked for."""
    tries: tuple[FailedTry, ...]
    status: str
    own_key: bool
    counted_by: str
    currency: str
    amount_nano: int | None
    lines: tuple[ShownLine, ...]
    price_version: str
    rate_day: date | None
    eur_rate_micro: int | None
    calls: int
    """How many requests it took; 0 where nothing was used."""
    ttft_ms: int | None = None
    price_source: str = ""
    """Where that version of the price came from: "litellm", "openrouter", "admin"; empty where the version's name says it."""
    price_since: datetime | None = None
