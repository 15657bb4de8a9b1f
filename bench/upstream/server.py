"""The server: a bare protocol on uvloop, because it shares two cores with what is measured."""

from __future__ import annotations

import asyncio
import collections
import gc
import json
from typing import Any, cast

import httptools
import uvloop

from bench.upstream.answer_stream import AnswerStream
from bench.upstream.bare_page import BARE_PAGE
from bench.upstream.model_name import read_model_name
from bench.upstream.text import answer_tokens
from bench.upstream.wire import Completion

LISTED_MODELS = ("fake-ttft50-tps50-n100-ts", "fake-ttft50-tps50-n100", "fake-ttft50-tps50-n250", "fake-n2000", "fake-n200")
"""What `/v1/models` lists, for applications that offer nothing else; every other name works, too."""


class Connection(asyncio.Protocol):
    """One connection with keep-alive; requests on it are answered one after the other."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._parser = httptools.HttpRequestParser(self)
        self._waiting: collections.deque[tuple[str, bytes]] = collections.deque()
        self._stream: AnswerStream | None = None
        self._busy = False
        self._url, self._body = b"", []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002  (asyncio's signature)
        if self._stream:
            self._stream.close()

    def pause_writing(self) -> None:
        if self._stream:
            self._stream.pause()

    def resume_writing(self) -> None:
        if self._stream:
            self._stream.resume()

    def data_received(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            self._transport.close()

    def on_message_begin(self) -> None:
        self._url, self._body = b"", []

    def on_url(self, url: bytes) -> None:
        self._url += url

    def on_body(self, body: bytes) -> None:
        self._body.append(body)

    def on_message_complete(self) -> None:
        path = self._url.partition(b"?")[0].decode("latin-1").rstrip("/") or "/"
        self._waiting.append((path, b"".join(self._body)))
        self._next()

    def _next(self) -> None:
        if self._busy or not self._waiting or self._transport.is_closing():
            return
        self._busy = True
        path, raw = self._waiting.popleft()
        if path == "/bare":
            self._reply(BARE_PAGE, kind=b"text/html; charset=utf-8")
        elif path == "/v1/models":
            self._reply({"object": "list", "data": [{"id": name, "object": "model", "owned_by": "fake"} for name in LISTED_MODELS]})
        elif path == "/v1/chat/completions":
            self._complete(json.loads(raw))
        else:
            self._reply({"error": {"message": f"no such path: {path}", "type": "not_found"}}, 404)

    def _complete(self, body: dict[str, Any]) -> None:
        model = str(body.get("model") or "fake")
        plan = read_model_name(model)
        if plan.error:
            error = {"message": f"fake error {plan.error}", "type": "fake", "code": plan.error}
            self._loop.call_later(plan.ttft, self._reply, {"error": error}, plan.error)
            return
        count = min(plan.tokens, int(body.get("max_completion_tokens") or body.get("max_tokens") or plan.tokens))
        completion = Completion(model, body)
        if body.get("stream"):
            self._stream = AnswerStream(self._transport, plan, completion, count, self._done)
            return
        tokens, reason = answer_tokens(count), "stop" if count == plan.tokens else "length"
        answer = completion.whole("".join(tokens[plan.reasoning :]), "".join(tokens[: plan.reasoning]), count, reason)
        self._loop.call_later(plan.ttft + (count / plan.tps if plan.tps else 0), self._reply, answer)

    def _reply(self, value: dict[str, Any] | bytes, status: int = 200, kind: bytes = b"application/json") -> None:
        if not self._transport.is_closing():
            data = value if isinstance(value, bytes) else json.dumps(value, ensure_ascii=False).encode()
            self._transport.write(b"HTTP/1.1 %d X\r\nContent-Type: %b\r\nContent-Length: %d\r\n\r\n%b" % (status, kind, len(data), data))
        self._done()

    def _done(self) -> None:
        self._stream = None
        self._busy = False
        self._next()


async def serve(port: int) -> None:
    """Serve on loopback until cancelled."""
    server = await asyncio.get_running_loop().create_server(Connection, "127.0.0.1", port, backlog=2048)
    gc.freeze()
    async with server:
        await server.serve_forever()


def run(port: int) -> None:
    uvloop.run(serve(port))
