"""A minimal HTTP/1.1 client for one streamed answer: what it costs itself is not to be seen in the figures."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import cast

import httptools
import orjson


class StreamError(RuntimeError):
    """The answer was not what it should be."""


class _Answer(asyncio.Protocol):
    def __init__(self, on_data: Callable[[bytes], None]) -> None:
        self._parser = httptools.HttpResponseParser(self)
        self._on_data = on_data
        self._status = 0
        self._refusal = b""
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except Exception as error:
            self._end(error)

    def on_headers_complete(self) -> None:
        self._status = self._parser.get_status_code()

    def on_body(self, body: bytes) -> None:
        if self._status == 200:
            self._on_data(body)
        else:
            self._refusal += body

    def on_message_complete(self) -> None:
        self._end(None if self._status == 200 else StreamError(f"HTTP {self._status}: {self._refusal[:200]!r}"))

    def connection_lost(self, exc: Exception | None) -> None:
        self._end(exc or ConnectionError("connection closed early"))

    def _end(self, error: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(error) if error else self.done.set_result(None)
        self._transport.close()


async def post(port: int, path: str, body: object, on_event: Callable[[bytes], None]) -> None:
    """POST JSON to this machine and hand over each server-sent event, without its blank line; raises on every failure."""
    payload = orjson.dumps(body)
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Type: application/json\r\nAccept: text/event-stream\r\n"
        f"Content-Length: {len(payload)}\r\nConnection: close\r\n\r\n"
    )
    rest = b""

    def on_data(data: bytes) -> None:
        nonlocal rest
        *events, rest = (rest + data).split(b"\n\n")
        for event in events:
            on_event(event)

    transport, answer = await asyncio.get_running_loop().create_connection(lambda: _Answer(on_data), "127.0.0.1", port)
    transport.write(head.encode() + payload)
    try:
        await answer.done
    finally:
        transport.close()
