"""Decides to which addresses a connection may be made, and makes connections to nothing else."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from chat_app.integrations.http import addresses
from chat_app.integrations.http.addresses import AddressRefusedError, Resolver, public_addresses, resolved, system_resolver

HostPort = tuple[str, int]


class RefusedConnectionError(OSError):
    """What the HTTP library is told about an address that is not opened: the same as for one where nothing answers."""


class AddressGuard:
    """Public addresses only, and what the operator named: a host and a port, spelled exactly so."""

    def __init__(self, resolve: Resolver = system_resolver, allowed: Iterable[HostPort] = ()) -> None:
        """`resolve` is replaced in tests only."""
        self._resolve = resolve
        self._allowed = frozenset(allowed)

    def names(self, url: URL) -> bool:
        """Whether the operator named this host and port."""
        return (url.host or "", url.port or 0) in self._allowed

    async def addresses(self, url: URL) -> list[str]:
        """All addresses of the URL's host, resolved once; raises `AddressRefusedError` when one of them is not to be opened."""
        if self.names(url):
            return await resolved(url, self._resolve)
        return await public_addresses(url, self._resolve)

    def permits(self, address: str, port: int) -> bool:
        """Whether an address may be connected to just as it is."""
        return (address, port) in self._allowed or addresses.is_public(ipaddress.ip_address(address.partition("%")[0]))

    def connector(self, **options: Any) -> aiohttp.TCPConnector:
        """Connections that ask this guard each time one is made, and go to exactly the addresses that it gave."""
        questions = _Questions(self)
        return aiohttp.TCPConnector(resolver=questions, use_dns_cache=False, socket_factory=questions.socket, **options)


class PinnedResolver(AbstractResolver):
    """Answers every question with the addresses that were checked."""

    def __init__(self, found: Iterable[str]) -> None:
        self._addresses = tuple(found)

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET) -> list[ResolveResult]:  # noqa: ARG002
        return [_answer(host, address, port) for address in self._addresses]

    async def close(self) -> None:
        """Nothing is open."""


class _Questions(AbstractResolver):
    """Asks the guard for every name. Addresses that are written out are not resolved: those are met at the socket."""

    def __init__(self, guard: AddressGuard) -> None:
        self._guard = guard
        self._given: set[HostPort] = set()

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET) -> list[ResolveResult]:  # noqa: ARG002
        try:
            found = await self._guard.addresses(URL.build(scheme="http", host=host, port=port))
        except AddressRefusedError:
            raise RefusedConnectionError from None
        self._given |= {(address, port) for address in found}
        return [_answer(host, address, port) for address in found]

    def socket(self, address: tuple[Any, ...]) -> socket.socket:
        """The socket for one address (as `getaddrinfo` describes it), unless nobody allowed it."""
        family, kind, protocol, _, (host, port, *_) = address
        if (host, port) not in self._given and not self._guard.permits(host, port):
            raise RefusedConnectionError
        return socket.socket(family, kind, protocol)

    async def close(self) -> None:
        """Nothing is open."""


def _answer(host: str, address: str, port: int) -> ResolveResult:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=socket.AI_NUMERICHOST)
