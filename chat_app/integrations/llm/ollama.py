"""Models on an Ollama server, through its own protocol.

Not through the `ollama` package: it validates every line with pydantic, which costs more than all the rest.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Any

import aiohttp

from chat_app.errors import UpstreamError, UpstreamInvalidRequestError
from chat_app.integrations.llm.connection import MAX_JSON_BYTES, STANDARD_TIMEOUTS, Connection, Timeouts, read_bounded
from chat_app.integrations.llm.embedding import ollama_embeddings
from chat_app.integrations.llm.json_objects import items, mapping, object_of, positive, text
from chat_app.integrations.llm.lines import LineSplitter, LineTooLongError
from chat_app.integrations.llm.model_names import checked_model_name
from chat_app.integrations.llm.ollama_wire import OllamaReader, request_body
from chat_app.integrations.llm.port import Embeddings, EmbedRequest, LlmEvent, LlmRequest, ModelInfo
from chat_app.integrations.llm.providers import ProviderConfig

_NO_CHAT = "embed"
_ASKED_AT_ONCE = 4


class OllamaGateway:
    """One Ollama server; see `LlmGateway`."""

    def __init__(self, config: ProviderConfig, *, timeouts: Timeouts = STANDARD_TIMEOUTS) -> None:
        self._label = config.label
        headers = {"authorization": f"Bearer {config.key}"} if config.key else {}
        self._connection = Connection(config.label, config.base_url, headers, key=config.key, timeouts=timeouts, guard=config.guard)

    async def stream(self, request: LlmRequest) -> AsyncIterator[LlmEvent]:
        model = checked_model_name(request.model, self._label)
        try:
            async with (
                self._connection.post("/api/chat", request_body(request), model=model, slow=True) as content,
                aclosing(self._events(content, OllamaReader(self._label, model))) as events,
            ):
                async for event in events:
                    yield event
        except LineTooLongError as error:
            raise self._connection.unreadable(repr(error)) from error
        except UpstreamInvalidRequestError as error:
            raise self._not_pulled(error, model) from error

    async def embed(self, request: EmbedRequest) -> Embeddings:
        model = checked_model_name(request.model, self._label)
        body = {"model": model, "input": list(request.texts)}
        try:
            async with self._connection.post("/api/embed", body, model=model, slow=True) as content:
                answer = await read_bounded(content, MAX_JSON_BYTES)
        except UpstreamInvalidRequestError as error:
            raise self._not_pulled(error, model) from error
        if found := ollama_embeddings(object_of(answer) or {}, len(request.texts)):
            return found
        raise self._connection.unreadable(f"no vectors for {len(request.texts)} texts: {answer[:200]!r}")

    async def list_models(self) -> list[ModelInfo]:
        answer = mapping(await self._connection.get_json("/api/tags"))
        names = [name for entry in items(answer.get("models")) if (name := text(mapping(entry).get("model")))]
        gate = asyncio.Semaphore(_ASKED_AT_ONCE)
        found = await asyncio.gather(*(self._described(name, gate) for name in names))
        return sorted((model for model in found if model), key=lambda model: model.name)

    async def close(self) -> None:
        await self._connection.close()

    async def _events(self, content: aiohttp.StreamReader, reader: OllamaReader) -> AsyncGenerator[LlmEvent]:
        splitter = LineSplitter()
        while not reader.done:
            piece = await content.readany()
            for line in splitter.feed(piece) if piece else [splitter.flush()]:
                if (value := object_of(line)) is not None:
                    for event in reader.read(value):
                        yield event
                elif line.lstrip()[:1] == b"<":
                    raise self._connection.unreadable(f"not an answer: {line[:200]!r}")
            if not piece:
                break
        if not reader.seen:
            raise self._connection.unreadable("no answer in the stream")
        if not reader.done:
            raise self._connection.broken_off("the stream ended before it was done")

    async def _described(self, name: str, gate: asyncio.Semaphore) -> ModelInfo | None:
        """Return what the server knows about one model; a model that only embeds is none for a chat."""
        try:
            async with gate, self._connection.post("/api/show", {"model": name}, model=name) as content:
                shown = object_of(await content.read()) or {}
        except UpstreamError:
            shown = {}
        can = shown.get("capabilities")
        if not isinstance(can, list):
            return None if _NO_CHAT in name else ModelInfo(name)
        if "completion" not in can:
            return None
        return ModelInfo(name, context_tokens=_window(shown), vision="vision" in can, tools="tools" in can, reasoning="thinking" in can)

    def _not_pulled(self, error: UpstreamInvalidRequestError, model: str) -> UpstreamInvalidRequestError:
        if error.key != "provider.no_model":
            return error
        return UpstreamInvalidRequestError("provider.not_pulled", provider=self._label, model=model, detail=error.detail)


def _window(shown: dict[str, Any]) -> int | None:
    """Return the context window; its name begins with the model's architecture."""
    facts = mapping(shown.get("model_info"))
    return next((positive(value) for name, value in facts.items() if name.endswith(".context_length")), None)
