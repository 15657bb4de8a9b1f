"""On which terms a call is made: settled when it begins, and the same to its end."""

from __future__ import annotations

from dataclasses import dataclass

from chat_app.integrations.llm.port import TokenUsage
from chat_app.services.catalogue.dto import ModelCard, Price, Route
from chat_app.services.catalogue.pricing import cost_nano
from chat_app.services.charging.dto import Tariff
from chat_app.services.charging.holding import Asked
from chat_app.services.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Terms:
    """On which a call is made."""

    call_id: str
    actor: Actor
    card: ModelCard
    price: Price
    tariff: Tariff
    own_key: bool

    @classmethod
    def of(cls, route: Route, actor: Actor) -> Terms | None:
        """Those of a covered way; None where no price is known."""
        price = route.cost if route.own_key else route.card.price
        if price is None or route.tariff is None:
            return None
        return cls(route.call_id, actor, route.card, price, route.tariff, route.own_key)

    def asked(self, chat_id: str) -> Asked:
        return Asked(self.call_id, self.actor, self.card.id, chat_id, self.tariff.charged, self.own_key, self.tariff.budgeted)

    def due(self, usage: TokenUsage) -> int:
        """What a call costs that used so much, in the ledger's currency."""
        return self.tariff.due(cost_nano(self.price, usage) or 0)
