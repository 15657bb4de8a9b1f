"""Slows down guessing: few wrong passwords per network and per account, counted in memory."""

from __future__ import annotations

import ipaddress
from collections import deque
from datetime import datetime, timedelta

from chat_app.errors import LimitReachedError
from chat_app.services.kernel.clock import Clock

WINDOW = timedelta(minutes=15)
WRONG_PER_NETWORK = 10
WRONG_PER_ACCOUNT = 100
MAX_NETWORKS = 10_000


class LoginThrottle:
    """Remembers wrong passwords of the last 15 minutes.

    The limit of an account is far above that of a network: a stranger must not be able to lock its owner out
    with ten requests, and a hundred guesses are nothing against twelve characters. This machine itself is only
    held to the limit of a network.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._wrong: dict[str, deque[datetime]] = {}

    def check(self, peer: str, user_id: str) -> None:
        """Raise `LimitReachedError` when this network or, from elsewhere, this account has to wait."""
        network = network_of(peer)
        if self._count(f"net {network}") >= WRONG_PER_NETWORK or (
            not _is_loopback(peer) and self._count(f"user {user_id}") >= WRONG_PER_ACCOUNT
        ):
            raise LimitReachedError("auth.error.too_many_tries")

    def record_wrong(self, peer: str, user_id: str) -> None:
        """Count one wrong password; call it before the check, so that parallel guesses count at once."""
        if len(self._wrong) > MAX_NETWORKS:
            self._forget_old()
        for key in (f"net {network_of(peer)}", f"user {user_id}"):
            self._wrong.setdefault(key, deque(maxlen=WRONG_PER_ACCOUNT)).append(self._clock())

    def forgive(self, peer: str, user_id: str) -> None:
        """The password was right: forget this network's tries, and the last one of the account."""
        self._wrong.pop(f"net {network_of(peer)}", None)
        if tries := self._wrong.get(f"user {user_id}"):
            tries.pop()

    def _count(self, key: str) -> int:
        tries = self._wrong.get(key)
        if not tries:
            return 0
        oldest = self._clock() - WINDOW
        while tries and tries[0] < oldest:
            tries.popleft()
        return len(tries)

    def _forget_old(self) -> None:
        for key in list(self._wrong):
            if not self._count(key):
                del self._wrong[key]


def network_of(peer: str) -> str:
    """The part of an address that one customer of a provider holds: /24 of IPv4, /64 of IPv6."""
    try:
        address = ipaddress.ip_address(peer)
    except ValueError:
        return peer
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return str(ipaddress.ip_network((address, 24 if address.version == 4 else 64), strict=False))


def _is_loopback(peer: str) -> bool:
    try:
        return ipaddress.ip_address(peer).is_loopback
    except ValueError:
        return False
