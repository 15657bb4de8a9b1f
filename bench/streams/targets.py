"""The two ways to the same answer: straight from the upstream, and through Parley, saved as a turn."""

from __future__ import annotations

import asyncio
import time
import urllib.request
from collections.abc import Callable
from typing import Any, Protocol

import orjson

from bench.streams.http_stream import StreamError, post

OnText = Callable[[str, float], None]
"""Gets a piece of the answer, and when it was there (epoch seconds)."""


class Target(Protocol):
    """Where requests go. `prepare` makes ready for so many streams before the clock starts."""

    async def prepare(self, streams: int) -> None: ...

    async def ask(self, stream: int, model: str, on_text: OnText) -> None:
        """Send one request and feed the text of its answer; raises unless the answer ends well."""
        ...


class Direct:
    """The upstream itself: what this machine can do at this moment."""

    def __init__(self, port: int) -> None:
        self._port = port

    async def prepare(self, streams: int) -> None:
        """There is nothing to prepare."""

    async def ask(self, stream: int, model: str, on_text: OnText) -> None:
        def on_event(event: bytes) -> None:
            if event.startswith(b"data: {"):
                choices = orjson.loads(event[6:])["choices"]
                if choices and (text := choices[0]["delta"].get("content")):
                    on_text(text, time.time())

        messages = [{"role": "user", "content": f"Explain the scheduler ({stream})"}]
        await post(self._port, "/v1/chat/completions", {"model": model, "stream": True, "messages": messages}, on_event)


class ThroughParley:
    """Each request is the first message of a chat of its own, which is there before the clock starts."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.chats: list[str] = []

    async def prepare(self, streams: int) -> None:
        self.chats = [await asyncio.to_thread(self._new_chat) for _ in range(streams)]

    async def ask(self, stream: int, model: str, on_text: OnText) -> None:
        ended: list[str] = []

        def on_event(event: bytes) -> None:
            now = time.time()
            fields = {name: value for name, _, value in (line.partition(b": ") for line in event.split(b"\n"))}
            if fields.get(b"event") == b"delta":
                on_text(orjson.loads(fields[b"data"])["text"], now)
            elif fields.get(b"event") == b"turn.completed":
                ended.append(orjson.loads(fields[b"data"])["status"])
            elif fields.get(b"event") == b"error":
                raise StreamError(fields[b"data"].decode())

        body = {"text": f"Explain the scheduler ({stream})", "model_id": f"openai/{model}", "stream": True}
        await post(self._port, f"/api/v1/conversations/{self.chats[stream]}/messages", body, on_event)
        if ended != ["complete"]:
            raise StreamError(f"the turn ended as {ended}")

    def _new_chat(self) -> str:
        return str(call(self._port, "POST", "/api/v1/conversations", {})["id"])


def call(port: int, method: str, path: str, body: object = None) -> dict[str, Any]:
    """Call Parley's REST API; raises `urllib.error.HTTPError`."""
    data = None if body is None else orjson.dumps(body)
    request = urllib.request.Request(f"http://localhost:{port}{path}", data, {"Content-Type": "application/json"}, method=method)
    with urllib.request.urlopen(request, timeout=60) as response:
        return orjson.loads(response.read())
