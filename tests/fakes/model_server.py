"""An OpenAI-compatible server for tests: what it answers is written in the question.

"say hello"        → "hello"                       "count 50"         → "one" to "fifty" as figures, at once
"count 50 at 20"   → the same, 20 a second         "fail 500 text"    → an HTTP error that says so
"drip 7 text"      → the text in pieces of random size (7 is the seed), a moment between them
"hold"             → one word, then silence until `release()`; anything else is repeated
"cite …"           → the first words of each passage that stands before the question, quoted with its number; then a number that
                     none has, and one in code. "cite held …" stops before the last of these until `release()`
"""

from __future__ import annotations

import asyncio
import json
import re
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from random import Random

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse

from tests.fakes.thread_server import served

SOURCE = re.compile(r'<source number="(\d+)"[^>]*>\n(.*?)\n</source>\s*', re.DOTALL)
MODELS = ("gpt-5", "gpt-5-mini", "gpt-4o")


class ModelServer:
    """The server's state: what it was asked, and whether held answers may go on."""

    def __init__(self) -> None:
        self.requests: list[dict] = []
        self.port = 0
        self._held = threading.Event()

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def release(self) -> None:
        """Let every held answer end."""
        self._held.set()

    def hold(self) -> None:
        """From now on "hold" waits again."""
        self._held.clear()

    async def answer(self, question: str) -> AsyncIterator[str]:
        """The words of an answer."""
        passages, question = SOURCE.findall(question), SOURCE.sub("", question)
        if question.startswith("cite "):
            for number, text in passages:
                yield f'It says "{" ".join(text.split()[:6])}" [{number}].\n\n'
            await self._wait(held=question.startswith("cite held "))
            yield "Nobody says this [99], and `list[1]` is code."
            return
        if match := re.fullmatch(r"count (\d+)(?: at (\d+))?", question):
            pause = 1 / int(match[2]) if match[2] else 0
            for number in range(1, int(match[1]) + 1):
                yield f"{number} "
                await asyncio.sleep(pause)
        elif match := re.fullmatch(r"drip (\d+) (.*)", question, re.DOTALL):
            dice, text = Random(int(match[1])), match[2]
            while text:
                size = dice.randint(1, 40)
                yield text[:size]
                text = text[size:]
                await asyncio.sleep(0.004)
        elif question == "hold":
            yield "Holding "
            await self._wait(held=True)
            yield "no longer."
        else:
            yield question.removeprefix("say ")

    async def _wait(self, *, held: bool) -> None:
        while held and not self._held.is_set():
            await asyncio.sleep(0.02)

    def app(self) -> FastAPI:
        """The two routes that adapters call."""
        app = FastAPI()

        @app.get("/v1/models")
        def models() -> dict:
            return {"object": "list", "data": [{"id": name, "object": "model", "owned_by": "test"} for name in MODELS]}

        @app.post("/v1/chat/completions")
        async def completions(request: Request) -> Response:
            body = await request.json()
            self.requests.append(body)
            question = _question(body)
            if match := re.fullmatch(r"fail (\d+)(?: (.*))?", question, re.DOTALL):
                return JSONResponse({"error": {"message": match[2] or "test", "type": "server_error"}}, int(match[1]))
            return StreamingResponse(self._events(body["model"], question), media_type="text/event-stream")

        return app

    async def _events(self, model: str, question: str) -> AsyncIterator[str]:
        words = 0
        async for word in self.answer(question):
            words += 1
            yield _event(model, {"content": word})
        yield _event(model, {}, finish="stop")
        usage = {"prompt_tokens": 10, "completion_tokens": words, "total_tokens": 10 + words}
        yield f"data: {json.dumps({'id': 'x', 'object': 'chat.completion.chunk', 'model': model, 'choices': [], 'usage': usage})}\n\n"
        yield "data: [DONE]\n\n"


def _question(body: dict) -> str:
    content = [message for message in body["messages"] if message["role"] == "user"][-1]["content"]
    return content if isinstance(content, str) else "".join(part.get("text", "") for part in content)


def _event(model: str, delta: dict, finish: str | None = None) -> str:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return f"data: {json.dumps({'id': 'x', 'object': 'chat.completion.chunk', 'model': model, 'choices': [choice]})}\n\n"


@contextmanager
def model_server() -> Iterator[ModelServer]:
    """Serve in a thread, on a free port."""
    state = ModelServer()
    with served(state.app()) as state.port:
        try:
            yield state
        finally:
            state.release()
