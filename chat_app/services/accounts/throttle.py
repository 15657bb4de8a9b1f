"""Slows down guessing: few wrong passwords per account and per network within a quarter of an hour."""

from __future__ import annotations

import ipaddress
from functools import lru_cache

from chat_app.errors import LimitReachedError
from chat_app.integrations.counters.port import Count, CounterStore

WINDOW_SECONDS = 15 * 60
WRONG_PER_ACCOUNT = 10
WRONG_PER_NETWORK = 50


class LoginThrottle:
    """Every try counts when it begins and is taken back when the password was right: tries side by side count at once.

    An account has a count of its own for each device that signed in to it before. So a stranger who uses up the
    account's tries does not lock its owner out, and a stolen device gives no more tries than any other.
    """

    def __init__(self, counters: CounterStore) -> None:
        self._counters = counters

    async def begin(self, peer: str, account: str, device: str = "") -> None:
        """Count one try for `account`; raise `LimitReachedError` when it or the network of `peer` has to wait."""
        if await self._counters.take(_counts(peer, account, device, 1)):
            raise LimitReachedError("auth.error.too_many_tries")

    async def forgive(self, peer: str, account: str, device: str = "") -> None:
        """The password was right: that try counts for nothing."""
        await self._counters.take(_counts(peer, account, device, -1))


@lru_cache(maxsize=10_000)
def network_of(peer: str) -> str:
    """The part of an address that one customer of a provider holds: /24 of IPv4, /64 of IPv6."""
    try:
        address = ipaddress.ip_address(peer)
    except ValueError:
        return peer
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return str(ipaddress.ip_network((address, 24 if address.version == 4 else 64), strict=False))


def _counts(peer: str, account: str, device: str, amount: int) -> tuple[Count, Count]:
    key = f"signin:device:{device}:{account}" if device else f"signin:account:{account}"
    return (
        Count(f"signin:network:{network_of(peer)}", WRONG_PER_NETWORK, WINDOW_SECONDS, amount),
        Count(key, WRONG_PER_ACCOUNT, WINDOW_SECONDS, amount),
    )
