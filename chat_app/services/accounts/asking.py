"""How often somebody may ask for mail: per address and per network, whether an account has the address or not."""

from __future__ import annotations

from datetime import timedelta

from chat_app.errors import LimitReachedError
from chat_app.services.accounts.emails import account_key
from chat_app.services.accounts.throttle import MemoryTries, Tries, network_of
from chat_app.services.kernel.clock import Clock

WINDOW = timedelta(minutes=15)
PER_ADDRESS = 5
PER_NETWORK = 30


class AskingThrottle:
    """Counts requests for mail."""

    def __init__(self, clock: Clock, tries: Tries | None = None) -> None:
        self._tries = tries or MemoryTries(clock)

    async def count(self, peer: str, email: str) -> None:
        """Count one; raise `LimitReachedError` when address or network have to wait."""
        network = await self._tries.add(f"mail net {network_of(peer)}")
        address = await self._tries.add(f"mail to {account_key(email)}")
        if network > PER_NETWORK or address > PER_ADDRESS:
            raise LimitReachedError("auth.error.too_many_mails")
