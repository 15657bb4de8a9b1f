"""The two ways to the same answer: straight from the upstream, and through Parley, saved as a turn."""

from __future__ import annotations

import asyncio
import time
import urllib.request
from collections.abc import Callable
from typing import Protocol

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
        self._chats: list[str] = []

    async def prepare(self, streams: int) -> None:
        self._chats = [await asyncio.to_thread(self._new_chat) for _ in range(streams)]

    async def ask(self, stream: int, model: str, on_text: OnText) -> None:
        status = ""

        def on_event(event: bytes) -> None:
            nonlocal status
            now = time.time()
            fields = dict(line.partition(b": ")[::2] for line in event.split(b"\n"))
            if fields.get(b"event") == b"delta":
                on_text(orjson.loads(fields[b"data"])["text"], now)
            elif fields.get(b"event") == b"turn.completed":
                status = orjson.loads(fields[b"data"])["status"]
            elif fields.get(b"event") == b"error":
                raise StreamError(fields[b"data"].decode())

        body = {"text": f"Explain the scheduler ({stream})", "model_id": f"openai/{model}", "stream": True}
        await post(self._port, f"/api/v1/conversations/{self._chats[stream]}/messages", body, on_event)
        if status != "complete":
            raise StreamError(f"the turn ended as {status or 'nothing'}")

    def _new_chat(self) -> str:
        request = urllib.request.Request(
            f"http://localhost:{self._port}/api/v1/conversations", b"{}", {"Content-Type": "application/json"}, method="POST"
        )
        with urllib.request.urlopen(request, timeout=10) as response:
            return str(orjson.loads(response.read())["id"])
