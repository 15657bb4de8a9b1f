"""What a request used, as its provider counted it or, where nobody did, as Parley estimates it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from chat_app.integrations.llm.port import TokenUsage
from chat_app.models import Turn
from chat_app.services.catalogue.dto import Route
from chat_app.services.usage.charging import Charge, charge_of
from chat_app.services.usage.dto import COUNTED_BY_PROVIDER, COUNTED_BY_US, Call


@dataclass(frozen=True, slots=True)
class Measured:
    """One request. `counted_by` is empty where nothing was used."""

    model_id: str = ""
    usage: TokenUsage = field(default_factory=TokenUsage)
    counted_by: str = ""
    charge: Charge = field(default_factory=Charge)
    duration_ms: int | None = None
    ttft_ms: int | None = None

    def call_of(self, turn: Turn, status: str, at: datetime) -> Call:
        """The call to record, made for a turn."""
        return Call(
            owner_id=turn.owner_id,
            kind=turn.kind,
            status=status,
            model_id=self.model_id or turn.model_id,
            usage=self.usage,
            counted_by=self.counted_by,
            charge=self.charge,
            at=at,
            conversation_id=turn.conversation_id,
            turn_id=turn.id,
            api_key_id=turn.api_key_id,
            duration_ms=self.duration_ms,
            ttft_ms=self.ttft_ms,
        )


def measured(
    route: Route, reported: TokenUsage | None, estimate: TokenUsage, duration_ms: int | None = None, ttft_ms: int | None = None
) -> Measured:
    """What was used on this way: `reported` by the provider, else our `estimate`."""
    usage = reported or estimate
    by = COUNTED_BY_PROVIDER if reported else COUNTED_BY_US
    return Measured(route.card.id, usage, by, charge_of(route, usage), duration_ms, ttft_ms)


@dataclass(slots=True)
class Usages:
    """What the requests used that were made for one thing, such as a summary in pieces."""

    route: Route
    requests: list[Measured] = field(default_factory=list)

    def add(self, usage: TokenUsage, *, by_provider: bool, duration_ms: int | None = None) -> None:
        """Count one more request, at the price that a request of its size has."""
        self.requests.append(measured(self.route, usage if by_provider else None, usage, duration_ms))

    @property
    def total(self) -> TokenUsage:
        """Tokens of all requests."""
        used = [request.usage for request in self.requests]
        return TokenUsage(
            sum(one.input for one in used),
            sum(one.output for one in used),
            sum(one.cached for one in used),
            sum(one.reasoning for one in used),
        )

    @property
    def cost_nano(self) -> int | None:
        """What their person sees as the cost; None when no price is known."""
        shown = [request.charge.shown_nano for request in self.requests]
        known = [amount for amount in shown if amount is not None]
        return sum(known) if known or (not shown and self.route.card.price) else None

    @property
    def counted_by(self) -> str:
        return COUNTED_BY_US if any(request.counted_by == COUNTED_BY_US for request in self.requests) else COUNTED_BY_PROVIDER
