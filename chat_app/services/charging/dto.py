"""The words of charging. Amounts are nano-units of the ledger's currency."""

from __future__ import annotations

from dataclasses import dataclass

from chat_app.services.kernel.money import exchange_up

LEDGER_CURRENCY = "EUR"
LEDGER_RATE = 1_000_000
"""The ledger's currency itself, in millionths."""


@dataclass(frozen=True, slots=True)
class Tariff:
    """How the price of a call becomes what is charged. It is settled when the call begins: what changes later is for later calls."""

    rate_micro: int
    """Millionths of the price's currency for one unit of the ledger's."""
    rate_day: str
    """Of the rate, as ISO 8601."""
    fixed_nano: int = 0
    """For the call, beside its price."""
    minimum_nano: int = 0
    """What it costs at least."""
    charged: bool = True
    """Whether a wallet pays; else only budgets count it."""
    budgeted: bool = True
    """Whether budgets count it; in a house without any they are not asked."""

    def converted(self, nano: int) -> int:
        """An amount of the price's currency in the ledger's, rounded up once."""
        return exchange_up(nano, self.rate_micro, LEDGER_RATE)

    def due(self, sale_nano: int) -> int:
        """What a call costs whose price comes to this."""
        return max(self.converted(sale_nano) + self.fixed_nano, self.minimum_nano)


@dataclass(frozen=True, slots=True)
class CoveredCall:
    """A call of a model that somebody pays for."""

    id: str
    """Also the id of its row in `usage_calls` and the request of its hold."""
    actor_id: str
    payer_id: str
    """Whose wallet pays (`services/budgets/payers.py`)."""
    model_id: str
    api_key_id: str = ""
    conversation_id: str = ""
    folder_id: str = ""
    run_id: str = ""
    """The run of an agent that it belongs to."""
    own_key: bool = False
    """Whether a vendor bills the person: budgets count it, no wallet pays."""
