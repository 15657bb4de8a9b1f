"""An Ollama server through its own protocol."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing
from typing import Any

import aiohttp

from chat_app.errors import UpstreamError
from chat_app.integrations.llm.connection import MAX_JSON_BYTES, Connection, Timeouts, read_bounded
from chat_app.integrations.llm.json_objects import items, mapping, object_of, text
from chat_app.integrations.llm.lines import LineSplitter, LineTooLongError
from chat_app.integrations.llm.model_names import checked_model_name
from chat_app.integrations.llm.providers import ProviderConfig
from chat_app.integrations.ollama.failures import problem_of
from chat_app.integrations.ollama.port import LocalModel, PullStep, RunningModel, ShownModel
from chat_app.integrations.ollama.wire import local_model, pull_step, running_model, shown_model

TIMEOUTS = Timeouts(connect=4.0, idle=20.0, slow=900.0)
"""The sum of a large layer is compared in silence, for minutes on a slow disk."""
_ASKED_AT_ONCE = 4

ShownByDigest = dict[str, ShownModel]
"""What was shown of a model never changes as long as its digest is the same."""


class OllamaServer:
    """See `OllamaPort`."""

    def __init__(self, config: ProviderConfig, shown: ShownByDigest | None = None, *, timeouts: Timeouts = TIMEOUTS) -> None:
        self._label = config.label
        headers = {"authorization": f"Bearer {config.key}"} if config.key else {}
        self._connection = Connection(config.label, config.base_url, headers, key=config.key, timeouts=timeouts, guard=config.guard)
        self._shown = {} if shown is None else shown

    async def version(self) -> str:
        answer = mapping(await self._connection.get_json("/api/version"))
        if not (version := text(answer.get("version"))):
            raise self._connection.unreadable("no version: this is no Ollama server")
        return version[:40]

    async def models(self) -> list[LocalModel]:
        answer = mapping(await self._connection.get_json("/api/tags"))
        gate = asyncio.Semaphore(_ASKED_AT_ONCE)
        found = await asyncio.gather(*(self._described(mapping(entry), gate) for entry in items(answer.get("models"))))
        return sorted((model for model in found if model.name), key=lambda model: model.name)

    async def running(self) -> list[RunningModel]:
        answer = mapping(await self._connection.get_json("/api/ps"))
        return [running_model(mapping(entry)) for entry in items(answer.get("models"))]

    async def show(self, name: str) -> ShownModel:
        return shown_model(await self._asked("/api/show", {"model": self._checked(name)}, name), name)

    async def pull(self, name: str) -> AsyncIterator[PullStep]:
        body, done = {"model": self._checked(name), "stream": True}, False
        try:
            async with (
                self._connection.post("/api/pull", body, model=name, slow=True) as content,
                aclosing(self._steps(content, name)) as steps,
            ):
                async for step in steps:
                    done = step.phase == "done"
                    yield step
        except LineTooLongError as error:
            raise self._connection.unreadable(repr(error)) from error
        except UpstreamError as error:
            raise self._in_words(error, name) from error
        if not done:
            raise self._connection.broken_off("the pull ended before it was done")

    async def delete(self, name: str) -> None:
        try:
            async with self._connection.send("DELETE", "/api/delete", {"model": self._checked(name)}, model=name):
                return
        except UpstreamError as error:
            raise self._in_words(error, name) from error

    async def unload(self, name: str) -> None:
        await self._asked("/api/generate", {"model": self._checked(name), "keep_alive": 0, "stream": False}, name)

    async def embed(self, name: str, texts: Sequence[str]) -> list[list[float]]:
        answer = await self._asked("/api/embed", {"model": self._checked(name), "input": list(texts)}, name, slow=True)
        vectors = [items(vector) for vector in items(answer.get("embeddings"))]
        if len(vectors) != len(texts) or not all(isinstance(each, int | float) for vector in vectors for each in vector):
            raise self._connection.unreadable(f"{len(vectors)} vectors for {len(texts)} texts")
        return [[float(each) for each in vector] for vector in vectors]

    async def close(self) -> None:
        await self._connection.close()

    async def _described(self, entry: dict[str, Any], gate: asyncio.Semaphore) -> LocalModel:
        digest, name = text(entry.get("digest")), text(entry.get("model")) or text(entry.get("name"))
        if not digest or digest not in self._shown:
            try:
                async with gate:
                    shown = await self.show(name)
            except UpstreamError:
                return local_model(entry, None)
            self._shown[digest] = shown
        return local_model(entry, self._shown[digest])

    async def _asked(self, path: str, body: dict[str, Any], name: str, *, slow: bool = False) -> dict[str, Any]:
        try:
            async with self._connection.post(path, body, model=name, slow=slow) as content:
                answer = object_of(await read_bounded(content, MAX_JSON_BYTES))
        except UpstreamError as error:
            raise self._in_words(error, name) from error
        if answer is None:
            raise self._connection.unreadable(f"no JSON at {path}")
        return answer

    async def _steps(self, content: aiohttp.StreamReader, name: str) -> AsyncGenerator[PullStep]:
        splitter = LineSplitter()
        while True:
            piece = await content.readany()
            for line in splitter.feed(piece) if piece else [splitter.flush()]:
                if (value := object_of(line)) is None:
                    continue
                if words := text(value.get("error")):
                    raise problem_of(words, self._label, name)
                yield pull_step(value)
            if not piece:
                return

    def _in_words(self, error: UpstreamError, name: str) -> UpstreamError:
        """A refusal with a status says in its body what the lines of a stream say."""
        if error.key.startswith("ollama_errors.") or not error.detail.startswith("HTTP "):
            return error
        return problem_of(error.detail, self._label, name)

    def _checked(self, name: str) -> str:
        return checked_model_name(name, self._label)
