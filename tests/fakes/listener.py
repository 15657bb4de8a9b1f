"""A server on this machine that counts who comes: what must not be reached is shown by a count of zero."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager


class Listener:
    """A real server on this machine that counts who comes and answers with what it was told."""

    def __init__(self) -> None:
        self.connections = 0
        self.requests: list[str] = []
        self.bodies: list[bytes] = []
        self.answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
        self.writer: Callable[[asyncio.StreamWriter], Awaitable[None]] | None = None

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            self.requests.append(head)
            if length := next((line[16:] for line in head.split("\r\n") if line.lower().startswith("content-length: ")), ""):
                self.bodies.append(await reader.readexactly(int(length)))
            writer.write(self.answer)
            if self.writer:
                await self.writer(writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def listening(host: str = "127.0.0.1") -> AsyncIterator[tuple[Listener, int]]:
    """A listener and its port, until the block ends."""
    listener = Listener()
    server = await asyncio.start_server(listener.serve, host, 0)
    async with server:
        yield listener, server.sockets[0].getsockname()[1]
