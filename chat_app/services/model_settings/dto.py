"""Records of what is set for models."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt

from chat_app.integrations.llm.rates import PriceKind
from chat_app.services.catalogue.dto import ParameterSpec

MAX_LABEL = 100
MAX_GROUPS = 200

Tokens = Annotated[StrictInt, Field(ge=1, le=100_000_000)] | None
Sort = Literal["", "name", "price", "context"]
PriceFilter = Literal["", "free", "priced", "unknown"]


class Facts(BaseModel):
    """What goes before what the catalogue says of a model; None leaves it to the catalogue."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    context_tokens: Tokens = None
    max_output_tokens: Tokens = None
    vision: StrictBool | None = None
    tools: StrictBool | None = None
    reasoning: StrictBool | None = None
    json_mode: StrictBool | None = None


NO_FACTS = Facts()


@dataclass(frozen=True, slots=True)
class Setting:
    """What is set for one model by one person, or by administrators for all."""

    enabled: bool = True
    label: str = ""
    facts: Facts = NO_FACTS
    group_ids: tuple[str, ...] = ()
    """Only members of these groups see it; empty for everybody."""


UNSET = Setting()


@dataclass(frozen=True, slots=True)
class ModelChange:
    """What to change; None leaves it as it is. An empty label is the catalogue's name again."""

    enabled: bool | None = None
    label: str | None = None
    facts: Facts | None = None
    group_ids: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class ModelFilter:
    """Which models, in which order; None and "" ask for nothing. Without `sort` they stand as the providers list them."""

    search: str = ""
    provider: str = ""
    vision: bool | None = None
    tools: bool | None = None
    reasoning: bool | None = None
    json_mode: bool | None = None
    price: PriceFilter = ""
    deprecated: bool | None = None
    """Whether its vendor has named a day on which it ends."""
    enabled: bool | None = None
    sort: Sort = ""
    descending: bool = False


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """A model in the list; prices in nano-dollars per million tokens, None where nobody knows."""

    id: str
    label: str
    provider: str
    provider_label: str
    own: bool
    """Whether it comes from a provider of the person's own."""
    enabled: bool
    context_tokens: int | None
    max_output_tokens: int | None
    vision: bool
    tools: bool
    reasoning: bool
    json_mode: bool
    price_in: int | None
    price_out: int | None
    retires_on: date | None
    region: str
    groups: int = 0
    """How many groups it is for; 0 for everybody, and in lists of people."""
    changed: bool = False
    """Whether anything but on and off was set by hand."""


@dataclass(frozen=True, slots=True)
class ProviderName:
    """A provider to choose from, and how many models it has."""

    id: str
    label: str
    models: int


@dataclass(frozen=True, slots=True)
class ModelPage:
    """A page of models. `total` fit the search, `providers` are all that there are."""

    items: list[ModelEntry]
    next_cursor: str
    total: int
    providers: list[ProviderName] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PriceLine:
    """What a million units of a kind cost, in nano-dollars; `long` where another price holds for long inputs."""

    kind: PriceKind
    nano: int
    long: int | None = None


@dataclass(frozen=True, slots=True)
class ModelDetails:
    """Everything about a model, what was set for it, and what the catalogue says without that."""

    entry: ModelEntry
    setting: Setting
    listed_label: str
    listed: Facts
    parameters: tuple[ParameterSpec, ...]
    prices: tuple[PriceLine, ...]
    price_version: str
    long_above: int
    """With an input longer than this, the prices for long inputs hold; 0: they never do."""
