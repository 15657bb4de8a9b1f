"""Records of the model catalogue. A model's id is "<provider>/<the provider's own name>"."""

from __future__ import annotations

from dataclasses import astuple, dataclass, field
from datetime import date
from typing import Literal, Protocol

from chat_app.integrations.llm.port import LlmGateway
from chat_app.integrations.llm.rates import Rates
from chat_app.services.charging.dto import Tariff
from chat_app.services.kernel.actor import Actor

OFFLINE_MODEL_ID = "offline/parley"


@dataclass(frozen=True, slots=True)
class Price:
    """What a model costs. `version` says which price this is, so that a charge can be explained later."""

    rates: Rates
    version: str
    long_above: int = 0
    """With an input longer than this, `long_rates` hold for all units; 0: they never do."""
    long_rates: Rates | None = None
    higher: tuple[tuple[int, Rates], ...] = ()
    """Further limits of the input with the rates beyond them, the lowest first."""
    tiers: tuple[tuple[str, int, Rates], ...] = ()
    """Tiers of service with their rates, each from a limit of the input on: the price's own limits, 0 for none."""

    @property
    def is_nothing(self) -> bool:
        """Whether calls cost nothing, whatever they use."""
        further = (self.long_rates, *(rates for _, rates in self.higher), *(rates for _, _, rates in self.tiers))
        return not any(rates and any(astuple(rates)) for rates in (self.rates, *further))


class Sales(Protocol):
    """What people pay for, and whether they can (services/charging)."""

    async def sync(self) -> None:
        """Know what administrators set."""
        ...

    def points(self, actor: Actor, model_id: str, general: int) -> int:
        """Hundredths of a percent that they pay on top of the rates of the platform's provider; `general` unless something else is set."""
        ...

    async def cover(self, actor: Actor, route: Route) -> Route:
        """The same way, on which nothing is asked before it is paid for; raises where that cannot be."""
        ...


class NoSales:
    """Nobody pays for anything."""

    async def sync(self) -> None:
        pass

    def points(self, actor: Actor, model_id: str, general: int) -> int:  # noqa: ARG002
        return general

    async def cover(self, actor: Actor, route: Route) -> Route:  # noqa: ARG002
        return route


class OwnPrices(Protocol):
    """Knows what was published and set by hand since this release (services/prices)."""

    edition: int
    """Grows whenever a card may have changed."""

    async def sync(self) -> None:
        """Know what holds now; soon done while nothing changed."""
        ...

    def own_price(self, provider: str, model: str) -> Price | None:
        """What an administrator set for a provider's model."""
        ...


class ListPrices:
    """Nothing but the list that ships with Parley."""

    edition = 0

    async def sync(self) -> None:
        pass

    def own_price(self, provider: str, model: str) -> Price | None:  # noqa: ARG002
        return None


LOCAL_PRICE = Price(Rates(0, 0), "local")


@dataclass(frozen=True, slots=True)
class ParameterSpec:
    """A parameter of a model with its limits. A `default` of None is the vendor's secret."""

    name: str
    kind: Literal["number", "whole", "choice", "list", "switch"]
    minimum: float | None = None
    maximum: float | None = None
    step: float | None = None
    default: int | float | str | None = None
    choices: tuple[str, ...] = ()
    most: int = 0
    """How many texts a list may have."""


@dataclass(frozen=True, slots=True)
class ModelTraits:
    """What is known of a model's parameters beyond its vendor's rules."""

    sampling: bool = True
    """Whether it takes temperature and the like."""
    json_mode: bool | None = None
    efforts: tuple[str, ...] = ()
    """Levels of reasoning that it has beyond the usual ones."""
    no_efforts: tuple[str, ...] = ()
    default_effort: str = ""
    takes: tuple[str, ...] | None = None
    """All parameters that its provider lists for it; None where it lists none."""
    adaptive: bool = False
    """Whether it decides by itself how much to think, so that a budget cannot be given (Anthropic's latest)."""


@dataclass(frozen=True, slots=True)
class ModelCard:
    """A model as the picker shows it. Unknown sizes and an unknown price are None, unknown abilities False."""

    id: str
    label: str
    provider: str
    provider_label: str
    context_tokens: int | None = None
    max_output_tokens: int | None = None
    vision: bool = False
    tools: bool = False
    reasoning: bool = False
    price: Price | None = None
    traits: ModelTraits = field(default_factory=ModelTraits)
    vendor: str = ""
    """Whose rules hold for it (vendors.toml); empty where the provider's id says it."""
    base: str = ""
    """The vendor's name of the model where the provider's own name says something else (Azure's deployments)."""
    retires_on: date | None = None
    """The day on which its vendor withdraws it, where that is known."""
    local: bool = False
    """Whether it runs on an own machine, so that nothing sent to it leaves the house."""
    audio: bool = False
    """Whether it hears recordings."""

    @property
    def brand(self) -> str:
        """The vendor's id."""
        return self.vendor or self.provider


@dataclass(frozen=True, slots=True)
class Offer:
    """A model that a provider lists, before a person's own wishes. The card has the provider's price."""

    card: ModelCard
    region: str
    """Where the provider keeps data; empty where nobody knows."""
    own: bool = False
    """Whether the provider is the person's own."""
    margin_points: int = 0
    """Hundredths of a percent that they pay on top."""


@dataclass(frozen=True, slots=True)
class Route:
    """Where a turn goes: the adapter, the provider's own name of the model, and its card."""

    gateway: LlmGateway
    model_name: str
    card: ModelCard
    """With the price that its person sees: with the margin, where the platform's key pays."""
    own_key: bool = False
    """Whether the person's own provider serves it: nothing is charged then, its vendor bills them."""
    provider_price: Price | None = None
    """What the provider takes, where that is not the price on the card."""
    call_id: str = ""
    """The one call that this way is for, where it is covered (`services/charging`); then the gateway takes no second one."""
    tariff: Tariff | None = None
    """How its price becomes what is charged; None where nothing is."""

    @property
    def cost(self) -> Price | None:
        """What the provider takes; None when that is unknown."""
        return self.provider_price or self.card.price


@dataclass(frozen=True, slots=True)
class ProviderProblem:
    """A provider whose models could not be listed. `key` and `params` are those of an `AppError`."""

    provider: str
    provider_label: str
    key: str
    params: dict[str, str | int]
