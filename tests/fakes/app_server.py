"""The whole app in this process, on a port of its own; the frontend is not needed."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import cache

import uvicorn
from starlette.types import ASGIApp


@cache
def built_app() -> ASGIApp:
    """Reflex with our API and doors around it, as `serve` runs it. Call it where tests are collected: Reflex registers per context."""
    os.environ |= {"__REFLEX_SKIP_COMPILE": "true", "REFLEX_ENV_MODE": "prod"}
    from chat_app.chat_app import app

    return app()


class _Server(uvicorn.Server):
    """Closes at its end what was opened in its loop."""

    at_end: Callable[[], Awaitable[None]] | None = None

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await super().shutdown(sockets)
        if self.at_end:
            await self.at_end()


@contextmanager
def serving(app: ASGIApp, at_end: Callable[[], Awaitable[None]] | None = None) -> Iterator[int]:
    """Serve `app` in a thread and yield the port; `at_end` is awaited in the server's loop, for an app that does not close itself."""
    config = uvicorn.Config(
        app,
        host="127.0.0.1",
        port=0,
        log_config=None,
        ws="websockets-sansio",
        access_log=False,
        proxy_headers=False,
        timeout_graceful_shutdown=1,
        # A client that thinks for some seconds between two requests does not find its connection closed.
        timeout_keep_alive=75,
    )
    server = _Server(config)
    server.at_end = at_end
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        if not thread.is_alive():
            raise RuntimeError("the server did not start")
        time.sleep(0.01)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(10)
