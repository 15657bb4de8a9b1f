"""Speaks Reflex's event protocol without a browser: Engine.IO 4 and Socket.IO 5 on one websocket (Reflex 0.10.1).

ws://host/_event/?EIO=4&transport=websocket&token=…       the token is the tab's, chosen by the client
<- 0{…}                                                   Engine.IO is open
-> 40/_event,{"event": {…}}                               join the namespace, with the first event inside
<- 40/_event,{…}                                          joined
-> 42/_event,["event", {"name", "payload", "router_data"}]
<- 42/_event,["event", {"delta": {state: {var: value}}, "events": […]}]
<- 2, -> 3                                                heartbeat
"""

from __future__ import annotations

import asyncio
import json
import re
import uuid
from collections.abc import Callable
from typing import Any, Self

import websockets
from websockets.asyncio.client import ClientConnection

from tests.canaries import search

ROOT = "reflex___state____state"
NAMESPACE = "/_event"


def state_name(module: str, name: str) -> str:
    """The full name of a state class directly below `rx.State`."""
    text = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", f"{module.replace('.', '___')}___{name}")
    return f"{ROOT}." + re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", text).lower()


class ReflexClient:
    """One tab. `state` holds what the server has sent, by state and var; `frames` every frame as it came."""

    def __init__(
        self, port: int, *, host: str = "localhost:3000", token: str = "", headers: dict[str, str] | None = None, path: str = "/"
    ) -> None:
        self.port = port
        self.host = host
        self.token = token or str(uuid.uuid4())
        self.headers = headers or {}
        self.path = path
        self.state: dict[str, dict[str, Any]] = {}
        self.events: list[dict[str, Any]] = []
        self.frames: list[str] = []
        self.updates = 0
        self.closed = asyncio.Event()
        self._news = asyncio.Event()

    async def __aenter__(self) -> Self:
        return await self.connect()

    async def __aexit__(self, *_error: object) -> None:
        await self.close()

    async def connect(self, boot: str = "hydrate_and_load") -> Self:
        """Open the websocket; `boot` is the event that rides in the connection packet, "" for none."""
        self.socket: ClientConnection = await websockets.connect(
            f"ws://{self.host}{NAMESPACE}/?EIO=4&transport=websocket&token={self.token}",
            host="127.0.0.1",
            port=self.port,
            subprotocols=[websockets.Subprotocol("0.10.1")],
            additional_headers=self.headers,
            max_size=None,
            compression=None,
            proxy=None,
        )
        await self.socket.recv()
        first = {"event": self._event(f"{ROOT}.{boot}", {})} if boot else {}
        await self.socket.send(f"40{NAMESPACE},{json.dumps(first)}")
        self._reader = asyncio.create_task(self._read())
        if boot:
            await self.wait(lambda: self.var(ROOT, "is_hydrated") is True)
        return self

    async def close(self) -> None:
        await self.socket.close()
        self._reader.cancel()

    def var(self, state: str, name: str, default: Any = None) -> Any:
        return self.state.get(state, {}).get(f"{name}_rx_state_", default)

    async def send(self, handler: str, payload: dict[str, Any] | None = None, *, router_data: dict[str, Any] | None = None) -> None:
        event = self._event(handler, payload or {})
        event["router_data"] |= router_data or {}
        await self.socket.send(f"42{NAMESPACE},{json.dumps(['event', event])}")

    async def send_raw(self, text: str) -> None:
        await self.socket.send(text)

    async def wait(self, condition: Callable[[], bool], timeout: float = 30) -> None:
        """Wait until `condition` holds; raises TimeoutError."""
        async with asyncio.timeout(timeout):
            while not condition():
                self._news.clear()
                await self._news.wait()

    async def call(self, handler: str, payload: dict[str, Any] | None = None) -> None:
        """Send an event and wait for the next update."""
        before = self.updates
        await self.send(handler, payload)
        await self.wait(lambda: self.updates > before)

    async def silence(self, seconds: float = 0.3) -> bool:
        """Whether nothing comes for a while."""
        before = self.updates
        await asyncio.sleep(seconds)
        return self.updates == before

    def _event(self, name: str, payload: dict[str, Any]) -> dict[str, Any]:
        return {"name": name, "payload": payload, "router_data": {"pathname": self.path, "asPath": self.path, "query": {}}}

    async def _read(self) -> None:
        try:
            async for frame in self.socket:
                self._take(str(frame))
                if frame == "2":
                    await self.socket.send("3")
                self._news.set()
        except websockets.ConnectionClosed:
            pass
        finally:
            self.closed.set()
            self._news.set()

    def _take(self, frame: str) -> None:
        self.frames.append(frame)
        search(frame, "a frame of the page's websocket")
        prefix = f"42{NAMESPACE},"
        if not frame.startswith(prefix):
            return
        name, *arguments = json.loads(frame.removeprefix(prefix))
        if name == "new_token":
            self.token = arguments[0]
        elif name == "event":
            for state, delta in (arguments[0].get("delta") or {}).items():
                self.state.setdefault(state, {}).update(delta)
            self.events += arguments[0].get("events") or []
            self.updates += 1
