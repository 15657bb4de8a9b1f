"""The one client for URLs that are not ours: images, and later pages, feeds, webhooks.

Resolve once, refuse if any address is not public, connect to exactly what was checked, and do all of it again at
every redirect. Limits hold for time and for what comes out after decompression.
"""

from __future__ import annotations

import asyncio
import socket
import zlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from chat_app.integrations.http.addresses import AddressRefusedError, Resolver, checked_url, public_addresses, system_resolver

MAX_REDIRECTS = 5
MAX_BYTES = 10_000_000
TIMEOUT_SECONDS = 15
CHUNK = 65_536
USER_AGENT = "Parley"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came: the address it came from in the end, the status, the type as claimed, the body decompressed."""

    url: str
    status: int
    content_type: str
    body: bytes


class OutboundClient:
    """Fetches with GET. `resolve` is replaced in tests only."""

    def __init__(self, resolve: Resolver = system_resolver, *, max_bytes: int = MAX_BYTES, timeout: float = TIMEOUT_SECONDS) -> None:
        self._resolve = resolve
        self._max_bytes = max_bytes
        self._timeout = timeout

    async def get(self, url: str, *, accept: str = "*/*") -> Fetched:
        """Fetch `url`; raises `AddressRefusedError` for everything that goes wrong, always with the same words."""
        try:
            async with asyncio.timeout(self._timeout):
                return await self._follow(checked_url(url), accept)
        except (aiohttp.ClientError, OSError, ValueError, zlib.error):
            raise AddressRefusedError from None

    async def _follow(self, url: URL, accept: str) -> Fetched:
        for _ in range(MAX_REDIRECTS + 1):
            addresses = await public_addresses(url, self._resolve)
            async with self._request(url, addresses, accept) as response:
                if response.status not in _REDIRECTS:
                    body = await self._read(response)
                    return Fetched(str(url), response.status, response.content_type, body)
                url = checked_url(str(url.join(URL(response.headers.get("Location", "")))))
        raise AddressRefusedError

    def _request(self, url: URL, addresses: list[str], accept: str) -> _Request:
        return _Request(url, addresses, {"Accept": accept, "Accept-Encoding": "identity", "User-Agent": USER_AGENT})

    async def _read(self, response: aiohttp.ClientResponse) -> bytes:
        body = bytearray()
        async for piece in _decoded(response):
            body += piece
            if len(body) > self._max_bytes:
                raise AddressRefusedError
        return bytes(body)


class _Request:
    """One request on a connection of its own, to nothing but the checked addresses; without cookies or proxies."""

    def __init__(self, url: URL, addresses: list[str], headers: dict[str, str]) -> None:
        self._url = url
        self._headers = headers
        self._addresses = addresses

    async def __aenter__(self) -> aiohttp.ClientResponse:
        connector = aiohttp.TCPConnector(resolver=_Pinned(self._addresses), use_dns_cache=False, force_close=True)
        self._session = aiohttp.ClientSession(
            connector=connector, cookie_jar=aiohttp.DummyCookieJar(), trust_env=False, auto_decompress=False, headers=self._headers
        )
        try:
            return await self._session.get(self._url, allow_redirects=False, max_line_size=8190)
        except BaseException:
            await self._session.close()
            raise

    async def __aexit__(self, *_error: object) -> None:
        await self._session.close()


class _Pinned(AbstractResolver):
    """Answers every question with the addresses that were checked."""

    def __init__(self, addresses: list[str]) -> None:
        self._addresses = addresses

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET) -> list[ResolveResult]:  # noqa: ARG002
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for address in self._addresses
        ]

    async def close(self) -> None:
        """Nothing is open."""


async def _decoded(response: aiohttp.ClientResponse) -> AsyncIterator[bytes]:
    """The body in pieces of bounded size; a server may compress although we ask it not to."""
    encoding = response.headers.get("Content-Encoding", "identity").lower()
    if encoding not in {"identity", "gzip", "deflate"}:
        raise AddressRefusedError
    unpack: Any = None if encoding == "identity" else zlib.decompressobj(zlib.MAX_WBITS | 32)
    async for packed in response.content.iter_chunked(CHUNK):
        if unpack is None:
            yield packed
            continue
        rest = packed
        while rest:
            yield unpack.decompress(rest, CHUNK)
            rest = unpack.unconsumed_tail
