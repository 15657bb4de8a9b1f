"""A real HTTP server that publishes lists of models and prices."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web


@dataclass
class Publisher:
    """What each path answers: a body with a status; `silent` paths never answer."""

    port: int = 0
    bodies: dict[str, bytes] = field(default_factory=dict)
    statuses: dict[str, int] = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    content_type: str = "text/plain"

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}/{path}"

    async def answer(self, request: web.Request) -> web.Response:
        path = request.path.strip("/")
        self.asked.append(path)
        if path in self.silent:
            await asyncio.sleep(60)
        return web.Response(body=self.bodies.get(path, b""), status=self.statuses.get(path, 200), content_type=self.content_type)


@asynccontextmanager
async def publishing() -> AsyncIterator[Publisher]:
    """A publisher on a free port of this machine."""
    publisher = Publisher()
    app = web.Application()
    app.router.add_get("/{path}", publisher.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    publisher.port = runner.addresses[0][1]
    try:
        yield publisher
    finally:
        await runner.cleanup()
