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
    call_id: str = ""
    """Of the call that was covered; empty where it did not have to be."""

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
            id=self.call_id,
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
    return Measured(route.card.id, usage, by, charge_of(route, usage), duration_ms, ttft_ms, route.call_id)
