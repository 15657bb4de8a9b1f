"""The one client for URLs that are not ours: images, identity providers, and later pages, feeds, webhooks.

Resolve once, refuse if any address is not public, connect to exactly what was checked, and do all of it again at
every redirect. Limits hold for time and for what comes out after decompression.
"""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import aiohttp
from yarl import URL

from chat_app.integrations.http.addresses import AddressRefusedError, Resolver, checked_url, system_resolver
from chat_app.integrations.http.guard import AddressGuard, HostPort, PinnedResolver

Method = Literal["GET", "HEAD", "POST"]

MAX_REDIRECTS = 5
MAX_BYTES = 10_000_000
TIMEOUT_SECONDS = 15
CHUNK = 65_536
USER_AGENT = "Parley"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_KEEP_METHOD = frozenset({307, 308})


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came: the address it came from in the end, the status, the type as claimed, the body decompressed."""

    url: str
    status: int
    content_type: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    """Names in lower case."""


@dataclass(frozen=True, slots=True)
class _Request:
    """What is asked at one address. `headers` are the caller's: keys among them are meant for this origin alone."""

    method: Method
    url: URL
    headers: Mapping[str, str]
    accept: str
    body: bytes | None = None

    def towards(self, url: URL, status: int) -> _Request:
        """What is asked after a redirect; raises `AddressRefusedError` rather than hand a body to somebody else."""
        elsewhere = url.origin() != self.url.origin()
        changed = replace(self, url=url, headers={} if elsewhere else self.headers)
        if self.method != "POST":
            return changed
        if status not in _KEEP_METHOD:
            return replace(changed, method="GET", body=None, headers=_without_type(changed.headers))
        if elsewhere:
            raise AddressRefusedError
        return changed


class OutboundClient:
    """Fetches for people and administrators. `resolve` is replaced in tests only."""

    def __init__(
        self,
        resolve: Resolver = system_resolver,
        *,
        allowed: Iterable[HostPort] = (),
        max_bytes: int = MAX_BYTES,
        timeout: float = TIMEOUT_SECONDS,
    ) -> None:
        """`allowed` holds for what administrators set, never for the URL of a person."""
        self.for_people = AddressGuard(resolve)
        self.for_administrators = AddressGuard(resolve, allowed)
        self._max_bytes = max_bytes
        self._timeout = timeout

    async def get(self, url: str, *, accept: str = "*/*", headers: Mapping[str, str] | None = None, set_by_admin: bool = False) -> Fetched:
        """Fetch `url`; raises `AddressRefusedError` for everything that goes wrong, always with the same words."""
        return await self.request("GET", url, accept=accept, headers=headers, set_by_admin=set_by_admin)

    async def post(
        self,
        url: str,
        body: bytes,
        *,
        content_type: str,
        accept: str = "*/*",
        headers: Mapping[str, str] | None = None,
        set_by_admin: bool = False,
    ) -> Fetched:
        """Send `body` to `url`; a redirect to another origin does not get it. Raises like `get`."""
        headers = {**(headers or {}), "Content-Type": content_type}
        return await self.request("POST", url, body=body, accept=accept, headers=headers, set_by_admin=set_by_admin)

    async def request(
        self,
        method: Method,
        url: str,
        *,
        body: bytes | None = None,
        accept: str = "*/*",
        headers: Mapping[str, str] | None = None,
        set_by_admin: bool = False,
    ) -> Fetched:
        """Ask `url`; raises like `get`. `set_by_admin`: the URL was set by an administrator, so the allow-list counts."""
        guard = self.for_administrators if set_by_admin else self.for_people
        try:
            async with asyncio.timeout(self._timeout):
                return await self._follow(guard, _Request(method, checked_url(url), dict(headers or {}), accept, body))
        except (aiohttp.ClientError, OSError, ValueError, zlib.error):
            raise AddressRefusedError from None

    async def check(self, url: str, *, set_by_admin: bool = False) -> str:
        """The URL as it is understood, when it may be opened now; nothing connects. Raises like `get`."""
        guard = self.for_administrators if set_by_admin else self.for_people
        parsed = checked_url(url)
        await guard.addresses(parsed)
        return str(parsed)

    async def _follow(self, guard: AddressGuard, request: _Request) -> Fetched:
        for _ in range(MAX_REDIRECTS + 1):
            addresses = await guard.addresses(request.url)
            async with _Connection(request, addresses) as response:
                if response.status not in _REDIRECTS:
                    headers = {name.lower(): value for name, value in response.headers.items()}
                    return Fetched(str(request.url), response.status, response.content_type, await self._read(response), headers)
                target = checked_url(str(request.url.join(URL(response.headers.get("Location", "")))))
                request = request.towards(target, response.status)
        raise AddressRefusedError

    async def _read(self, response: aiohttp.ClientResponse) -> bytes:
        body = bytearray()
        async for piece in _decoded(response):
            body += piece
            if len(body) > self._max_bytes:
                raise AddressRefusedError
        return bytes(body)


class _Connection:
    """One request on a connection of its own, to nothing but the checked addresses; without cookies or proxies."""

    def __init__(self, request: _Request, addresses: list[str]) -> None:
        self._request = request
        self._addresses = addresses

    async def __aenter__(self) -> aiohttp.ClientResponse:
        asked = self._request
        headers = {**asked.headers, "Accept": asked.accept, "Accept-Encoding": "identity", "User-Agent": USER_AGENT}
        connector = aiohttp.TCPConnector(resolver=PinnedResolver(self._addresses), use_dns_cache=False, force_close=True)
        self._session = aiohttp.ClientSession(
            connector=connector, cookie_jar=aiohttp.DummyCookieJar(), trust_env=False, auto_decompress=False, headers=headers
        )
        try:
            return await self._session.request(asked.method, asked.url, data=asked.body, allow_redirects=False, max_line_size=8190)
        except BaseException:
            await self._session.close()
            raise

    async def __aexit__(self, *_error: object) -> None:
        await self._session.close()


def _without_type(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name.lower() != "content-type"}


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
