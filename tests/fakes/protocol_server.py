"""A server of models true to two protocols, Ollama's and OpenAI's: strict in what it takes, complete in what it sends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import FastAPI

from tests.fakes.ollama_protocol import ollama_routes
from tests.fakes.openai_protocol import openai_routes
from tests.fakes.protocol_mind import Asked
from tests.fakes.thread_server import served


class ProtocolServer:
    """What it was asked, in both protocols alike."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def app(self) -> FastAPI:
        app = FastAPI()
        app.include_router(ollama_routes(self.asked.append))
        app.include_router(openai_routes(self.asked.append))
        return app


@contextmanager
def protocol_server() -> Iterator[ProtocolServer]:
    """Serve in a thread, on a free port."""
    state = ProtocolServer()
    with served(state.app()) as state.port:
        yield state
