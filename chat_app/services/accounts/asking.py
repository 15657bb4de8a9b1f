"""How often somebody may ask for mail: per address and per network, whether an account has the address or not."""

from __future__ import annotations

from chat_app.errors import LimitReachedError
from chat_app.integrations.counters.port import Count, CounterStore
from chat_app.services.accounts.emails import account_key
from chat_app.services.accounts.throttle import WINDOW_SECONDS, network_of

PER_ADDRESS = 5
PER_NETWORK = 30


class AskingThrottle:
    """Counts requests for mail."""

    def __init__(self, counters: CounterStore) -> None:
        self._counters = counters

    async def count(self, peer: str, email: str) -> None:
        """Count one; raise `LimitReachedError` when address or network have to wait."""
        network = Count(f"mail:network:{network_of(peer)}", PER_NETWORK, WINDOW_SECONDS)
        address = Count(f"mail:to:{account_key(email)}", PER_ADDRESS, WINDOW_SECONDS)
        if await self._counters.take((network, address)):
            raise LimitReachedError("auth.error.too_many_mails")
