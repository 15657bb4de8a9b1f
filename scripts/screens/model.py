"""Plays the models of the pictures: an address per vendor that speaks OpenAI's API and answers what the desk says."""

from __future__ import annotations

import asyncio
import json
import re
import threading
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse

MODELS = {
    "openai": ("gpt-5", "gpt-5-mini", "gpt-5-nano"),
    "anthropic": ("claude-opus-4-5", "claude-sonnet-4-5", "claude-haiku-4-5"),
    "gemini": ("gemini-2.5-pro", "gemini-2.5-flash"),
    "mistral": ("mistral-large-latest", "mistral-small-latest"),
}
WORDS_A_SECOND = 1_000


class Models:
    """What each model says to each question; asked again, it says the next thing."""

    def __init__(self, desk: dict[str, Any]) -> None:
        self.words_a_second = WORDS_A_SECOND
        self._by_model: dict[tuple[str, str], str] = {}
        self._rewrites = [(canvas["text"].strip(), canvas["rewritten"].strip()) for chat in desk["chats"] if (canvas := chat.get("canvas"))]
        self._versions: dict[str, list[str]] = {}
        self._asked: Counter[str] = Counter()
        for turn in (turn for chat in desk["chats"] for turn in chat["turns"]):
            self._versions[turn["ask"]] = turn.get("answers", [])
            self._by_model |= {(turn["ask"], model): text for model, text in turn.get("by_model", [])}

    def answer(self, model: str, question: str) -> str:
        if rewritten := next((after for before, after in self._rewrites if before in question), ""):
            return rewritten
        versions = self._versions.get(question) or [question]
        said = self._by_model.get((question, model)) or versions[self._asked[question] % len(versions)]
        self._asked[question] += 1
        return said.strip()

    async def stream(self, model: str, body: dict[str, Any]) -> AsyncIterator[str]:
        text = self.answer(model, _question(body))
        for word in re.findall(r"\s*\S+", text):
            yield _event(model, choices=[{"index": 0, "delta": {"content": word}}])
            await asyncio.sleep(1 / self.words_a_second)
        yield _event(model, choices=[{"index": 0, "delta": {}, "finish_reason": "stop"}])
        tokens_in, tokens_out = len(json.dumps(body["messages"])) // 4, len(text) // 3
        usage = {"prompt_tokens": tokens_in, "completion_tokens": tokens_out, "total_tokens": tokens_in + tokens_out}
        yield _event(model, choices=[], usage=usage)
        yield "data: [DONE]\n\n"

    def app(self) -> FastAPI:
        app = FastAPI()

        @app.get("/{vendor}/{path:path}")
        def models(vendor: str, path: str) -> dict[str, Any]:  # noqa: ARG001  (vendors list their models at different addresses)
            google = [{"name": f"models/{name}", "supportedGenerationMethods": ["generateContent"]} for name in MODELS[vendor]]
            return {"object": "list", "data": [{"id": name, "object": "model"} for name in MODELS[vendor]], "models": google}

        @app.post("/{vendor}/chat/completions")
        async def complete(vendor: str, request: Request) -> StreamingResponse:  # noqa: ARG001  (part of the path)
            body = await request.json()
            return StreamingResponse(self.stream(body["model"], body), media_type="text/event-stream")

        return app


@contextmanager
def serve(models: Models) -> Iterator[str]:
    """Serve in a thread; gives the address. It is not that of a local server, whose models would be free."""
    server = uvicorn.Server(uvicorn.Config(models.app(), host="127.0.0.1", port=0, log_config=None, timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        threading.Event().wait(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://0.0.0.0:{port}"
    server.should_exit = True
    thread.join(10)


def _question(body: dict[str, Any]) -> str:
    content = next(message["content"] for message in reversed(body["messages"]) if message["role"] == "user")
    parts = [content] if isinstance(content, str) else [part.get("text", "") for part in content]
    return parts[-1].strip()


def _event(model: str, **fields: object) -> str:
    return f"data: {json.dumps({'id': 'x', 'object': 'chat.completion.chunk', 'model': model, **fields})}\n\n"
