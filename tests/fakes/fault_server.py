"""A small HTTP server that answers byte by byte as it is told: what providers send, and what goes wrong on the way."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from http import HTTPStatus
from typing import Any, Self

import orjson


class Fault(Enum):
    CUT = "cut"
    """The connection is gone at once."""
    SILENCE = "silence"
    """Nothing more comes, until the client goes away."""


Piece = bytes | float | Fault
Script = list[Piece]
"""What goes over the wire: bytes, seconds to wait, faults."""


@dataclass(frozen=True)
class Received:
    """A request as it came in."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return orjson.loads(self.body)


def answer(*body: Piece, status: int = 200, content_type: str = "text/event-stream", headers: dict[str, str] | None = None) -> Script:
    """Return a script for a chunked answer; each piece of the body is sent on its own, faults in between."""
    fields = {"content-type": content_type, "transfer-encoding": "chunked", **(headers or {})}
    head = f"HTTP/1.1 {status} {HTTPStatus(status).phrase if status in set(HTTPStatus) else 'Status'}\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in fields.items()) + "\r\n"
    chunks = [b"%x\r\n%b\r\n" % (len(piece), piece) if isinstance(piece, bytes) else piece for piece in body if piece != b""]
    return [head.encode(), *chunks, b"0\r\n\r\n"]


def json_answer(value: object, status: int = 200, headers: dict[str, str] | None = None) -> Script:
    return answer(orjson.dumps(value), status=status, content_type="application/json", headers=headers)


class FaultServer:
    """Plays one script per request; the last one again for every request after it.

    `async with FaultServer(script) as server:` then `server.url`; `server.received` is what was asked.
    """

    def __init__(self, *scripts: Iterable[Piece], tls: ssl.SSLContext | None = None, port: int = 0) -> None:
        self._scripts = [list(script) for script in scripts]
        self._tls = tls
        self._port = port
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.received: list[Received] = []
        self.connections = 0
        self.left = asyncio.Event()
        """Set when a client closes its connection."""

    @property
    def port(self) -> int:
        assert self._server
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    @property
    def url(self) -> str:
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self.port}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self._port, ssl=self._tls)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._tasks.add(task)
        self.connections += 1
        try:
            while await self._one(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        except asyncio.CancelledError:
            pass
        finally:
            self.left.set()
            self._tasks.discard(task)
            writer.transport.abort()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Answer one request; False where the script ended the connection."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        method, path, _ = head[0].split(" ", 2)
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        script = self._scripts[min(len(self.received), len(self._scripts) - 1)]
        self.received.append(Received(method, path, headers, body))
        for piece in script:
            if piece is Fault.CUT:
                return False
            if piece is Fault.SILENCE:
                await reader.read()
                return False
            if isinstance(piece, bytes):
                writer.write(piece)
                await writer.drain()
                # Lets the piece leave alone, so that the client sees it as one.
                await asyncio.sleep(0)
            elif isinstance(piece, int | float):
                await asyncio.sleep(piece)
        return True
