"""HTTP to one provider: one kept-alive session, bounded waits, aiohttp's errors as ours."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
import orjson

from chat_app import errors
from chat_app.integrations.http.guard import AddressGuard
from chat_app.integrations.llm.failures import error_of, failure_of_answer, without_secrets
from chat_app.integrations.llm.json_objects import value_of

MAX_JSON_BYTES = 32 * 1024 * 1024
MAX_ERROR_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds to wait: for a connection, between two bytes, and for the rest once the answer has ended."""

    connect: float = 4.0
    idle: float = 60.0
    after_end: float = 5.0
    slow: float = 300.0
    """Instead of `idle` where long silence is honest: models that are loaded first, or think without a word."""


STANDARD_TIMEOUTS = Timeouts()


class Connection:
    """Requests to one base URL with one key; the key goes nowhere else, redirects are not followed."""

    def __init__(
        self,
        provider: str,
        base_url: str,
        headers: dict[str, str],
        *,
        key: str = "",
        timeouts: Timeouts = STANDARD_TIMEOUTS,
        guard: AddressGuard | None = None,
    ) -> None:
        """`guard` decides at each connection whether the address may be opened; None where the operator set it."""
        self.provider = provider
        self.key = key
        self.timeouts = timeouts
        self._guard = guard
        self._base_url = base_url.rstrip("/")
        self._headers = {"accept-encoding": "identity", "user-agent": "Parley", **headers}
        self._session: aiohttp.ClientSession | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def post(self, path: str, body: dict[str, Any], *, model: str, slow: bool = False) -> AbstractAsyncContextManager[aiohttp.StreamReader]:
        """Send JSON and give the answer's bytes; raises `UpstreamError` for every failure, also while reading."""
        return self.send("POST", path, body, model=model, slow=slow)

    @asynccontextmanager
    async def send(
        self, method: str, path: str, body: dict[str, Any], *, model: str, slow: bool = False
    ) -> AsyncGenerator[aiohttp.StreamReader]:
        """`post` with another method."""
        headers = {**self._headers, "content-type": "application/json"}
        async with self._translated():
            session = await self._open()
            timeout = self._timeout(slow=slow)
            url, data = self._base_url + path, orjson.dumps(body)
            async with session.request(method, url, data=data, headers=headers, timeout=timeout, allow_redirects=False) as response:
                await self._check(response, model)
                yield response.content

    async def get_json(self, path: str) -> Any:
        """Fetch a JSON value; raises `UpstreamError`."""
        async with self._translated():
            session = await self._open()
            async with session.get(self._base_url + path, headers=self._headers, allow_redirects=False) as response:
                await self._check(response, "")
                body = await read_bounded(response.content, MAX_JSON_BYTES)
        value = value_of(body)
        if value is None:
            raise self.unreadable(f"no JSON at {path}: {body[:200]!r}")
        return value

    async def close(self) -> None:
        if self._session:
            await self._session.close()
            self._session = None

    def unreadable(self, detail: str) -> errors.UpstreamProtocolError:
        """Return the error for an answer that makes no sense."""
        return errors.UpstreamProtocolError(provider=self.provider, detail=without_secrets(detail, self.key))

    def broken_off(self, detail: str) -> errors.UpstreamUnavailableError:
        """Return the error for an answer that stopped before its end."""
        return errors.UpstreamUnavailableError(provider=self.provider, detail=without_secrets(detail, self.key))

    async def _open(self) -> aiohttp.ClientSession:
        """Return the session of the running loop; sessions cannot be shared between loops."""
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            await self.close()
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                connector=self._connector(), timeout=self._timeout(), cookie_jar=aiohttp.DummyCookieJar(), trust_env=False
            )
            self._loop = loop
        return self._session

    def _connector(self) -> aiohttp.TCPConnector:
        if self._guard:
            return self._guard.connector(limit=0, keepalive_timeout=60)
        return aiohttp.TCPConnector(limit=0, keepalive_timeout=60, ttl_dns_cache=300)

    def _timeout(self, *, slow: bool = False) -> aiohttp.ClientTimeout:
        idle = self.timeouts.slow if slow else self.timeouts.idle
        return aiohttp.ClientTimeout(total=None, sock_connect=self.timeouts.connect, sock_read=idle)

    async def _check(self, response: aiohttp.ClientResponse, model: str) -> None:
        if response.status != 200:
            body = await read_bounded(response.content, MAX_ERROR_BYTES)
            raise error_of(failure_of_answer(self.provider, self.key, response.status, response.headers, body), model)

    @asynccontextmanager
    async def _translated(self) -> AsyncGenerator[None]:
        try:
            yield
        except (aiohttp.ConnectionTimeoutError, aiohttp.ClientConnectionError) as error:
            if isinstance(error, aiohttp.SocketTimeoutError):
                raise errors.UpstreamTimeoutError(provider=self.provider, detail=repr(error)) from error
            raise self.broken_off(repr(error)) from error
        except (TimeoutError, aiohttp.ServerTimeoutError) as error:
            raise errors.UpstreamTimeoutError(provider=self.provider, detail=repr(error)) from error
        except aiohttp.ClientPayloadError as error:
            raise self.broken_off(repr(error)) from error
        except aiohttp.ClientError as error:
            raise self.unreadable(repr(error)) from error


async def read_bounded(content: aiohttp.StreamReader, limit: int) -> bytes:
    """Read to the end, but no more than `limit` bytes; the rest stays unread."""
    pieces: list[bytes] = []
    size = 0
    async for piece in content.iter_any():
        pieces.append(piece)
        size += len(piece)
        if size >= limit:
            break
    return b"".join(pieces)[:limit]
