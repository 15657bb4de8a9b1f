"""Slows down guessing: few wrong passwords per account and per network within a quarter of an hour."""

from __future__ import annotations

import ipaddress
from collections import deque
from datetime import datetime, timedelta
from typing import Protocol

from chat_app.errors import LimitReachedError
from chat_app.services.kernel.clock import Clock

WINDOW = timedelta(minutes=15)
WRONG_PER_ACCOUNT = 10
WRONG_PER_NETWORK = 50
MAX_KEYS = 20_000


class Tries(Protocol):
    """Counts per key within `WINDOW`."""

    async def add(self, key: str) -> int:
        """Count one more, and return how many there are now."""
        ...

    async def take_back(self, key: str) -> None:
        """One of them was none."""
        ...


class LoginThrottle:
    """Every try counts when it begins and is taken back when the password was right: tries side by side count at once.

    An account has a count of its own for each device that signed in to it before. So a stranger who uses up the
    account's tries does not lock its owner out, and a stolen device gives no more tries than any other.
    """

    def __init__(self, clock: Clock, tries: Tries | None = None) -> None:
        self._tries = tries or MemoryTries(clock)

    async def begin(self, peer: str, account: str, device: str = "") -> None:
        """Count one try for `account`; raise `LimitReachedError` when it or the network of `peer` has to wait."""
        counts = [await self._tries.add(key) for key in _keys(peer, account, device)]
        if counts[0] > WRONG_PER_NETWORK or counts[1] > WRONG_PER_ACCOUNT:
            raise LimitReachedError("auth.error.too_many_tries")

    async def forgive(self, peer: str, account: str, device: str = "") -> None:
        """The password was right: that try counts for nothing."""
        for key in _keys(peer, account, device):
            await self._tries.take_back(key)


class MemoryTries:
    """The tries that this process has seen."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._tries: dict[str, deque[datetime]] = {}

    async def add(self, key: str) -> int:
        if len(self._tries) > MAX_KEYS:
            self._forget_old()
        self._tries.setdefault(key, deque(maxlen=10 * WRONG_PER_NETWORK)).append(self._clock())
        return self._count(key)

    async def take_back(self, key: str) -> None:
        if tries := self._tries.get(key):
            tries.pop()

    def _count(self, key: str) -> int:
        tries, oldest = self._tries[key], self._clock() - WINDOW
        while tries and tries[0] < oldest:
            tries.popleft()
        return len(tries)

    def _forget_old(self) -> None:
        for key in list(self._tries):
            if not self._count(key):
                del self._tries[key]


def network_of(peer: str) -> str:
    """The part of an address that one customer of a provider holds: /24 of IPv4, /64 of IPv6."""
    try:
        address = ipaddress.ip_address(peer)
    except ValueError:
        return peer
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return str(ipaddress.ip_network((address, 24 if address.version == 4 else 64), strict=False))


def _keys(peer: str, account: str, device: str) -> tuple[str, str]:
    return f"net {network_of(peer)}", f"device {device} {account}" if device else f"account {account}"
