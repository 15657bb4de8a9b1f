"""Any endpoint that speaks `chat/completions`: OpenAI, DeepSeek, OpenRouter, RunPod/vLLM, LM Studio, Mistral, Groq, xAI.

Without an SDK on purpose: those cost 0.3 to 1 ms of CPU per chunk, this a small part of that.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import aclosing

from chat_app.integrations.llm.connection import MAX_JSON_BYTES, STANDARD_TIMEOUTS, Connection, Timeouts, read_bounded
from chat_app.integrations.llm.dialects import dialect_of, is_reasoning_model
from chat_app.integrations.llm.embedding import openai_embeddings
from chat_app.integrations.llm.json_objects import object_of
from chat_app.integrations.llm.lines import LineTooLongError
from chat_app.integrations.llm.model_names import checked_model_name
from chat_app.integrations.llm.openai_chunks import ChunkReader
from chat_app.integrations.llm.openai_models import models_of
from chat_app.integrations.llm.openai_request import request_body
from chat_app.integrations.llm.openai_stream import answer_events
from chat_app.integrations.llm.port import Embeddings, EmbedRequest, LlmEvent, LlmRequest, ModelInfo
from chat_app.integrations.llm.providers import ProviderConfig
from chat_app.integrations.llm.tool_calls import TooManyToolCallsError
from chat_app.integrations.llm.vendor_models import has_own_list, list_vendor_models


class OpenAiCompatibleGateway:
    """One provider of the OpenAI protocol; see `LlmGateway`."""

    def __init__(self, config: ProviderConfig, *, timeouts: Timeouts = STANDARD_TIMEOUTS) -> None:
        self._dialect = dialect_of(config)
        self._config = config
        self._connection = Connection(
            config.label, self._base_url(), self._headers(), key=config.key, timeouts=timeouts, guard=config.guard
        )

    async def stream(self, request: LlmRequest) -> AsyncIterator[LlmEvent]:
        model = checked_model_name(request.model, self._config.label)
        reader = ChunkReader(self._config.label, key=self._connection.key, model=model, think_tags=self._dialect.think_tags)
        body = request_body(request, self._dialect)
        slow = self._dialect.loads_models or is_reasoning_model(model)
        try:
            async with (
                self._connection.post(self._path(model), body, model=model, slow=slow) as content,
                aclosing(answer_events(content, reader, self._connection)) as events,
            ):
                async for event in events:
                    yield event
        except (LineTooLongError, TooManyToolCallsError) as error:
            raise self._connection.unreadable(repr(error)) from error

    async def embed(self, request: EmbedRequest) -> Embeddings:
        model = checked_model_name(request.model, self._config.label)
        body = {"model": model, "input": list(request.texts)}
        async with self._connection.post(self._path(model, "/embeddings"), body, model=model, slow=self._dialect.loads_models) as content:
            answer = await read_bounded(content, MAX_JSON_BYTES)
        if found := openai_embeddings(object_of(answer) or {}, len(request.texts)):
            return found
        raise self._connection.unreadable(f"no vectors for {len(request.texts)} texts: {answer[:200]!r}")

    async def list_models(self) -> list[ModelInfo]:
        if has_own_list(self._config.brand):
            return await list_vendor_models(self._config, self._connection.timeouts)
        return models_of(await self._connection.get_json("/models"))

    async def close(self) -> None:
        await self._connection.close()

    def _base_url(self) -> str:
        return self._config.base_url

    def _headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self._config.key}"} if self._config.key else {}

    def _path(self, model: str, verb: str = "/chat/completions") -> str:  # noqa: ARG002 - where it stands in the address
        """Where answers of this model are asked for, or whatever else it does."""
        return verb
