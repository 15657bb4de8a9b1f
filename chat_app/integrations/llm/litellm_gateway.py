"""Every vendor without an OpenAI-compatible address of its own, through LiteLLM's SDK."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Any

from chat_app.errors import UpstreamError, UpstreamProtocolError, UpstreamTimeoutError, UpstreamUnavailableError
from chat_app.integrations.llm.bedrock import bedrock_fields, list_bedrock_models
from chat_app.integrations.llm.cache_marks import with_cache_marks
from chat_app.integrations.llm.connection import STANDARD_TIMEOUTS, Timeouts
from chat_app.integrations.llm.dialects import PLAIN
from chat_app.integrations.llm.embedding import openai_embeddings
from chat_app.integrations.llm.litellm_errors import error_of_exception
from chat_app.integrations.llm.litellm_library import litellm_library
from chat_app.integrations.llm.model_names import checked_model_name
from chat_app.integrations.llm.openai_chunks import ChunkReader
from chat_app.integrations.llm.openai_request import sampling_fields, wire_messages, wire_tool
from chat_app.integrations.llm.port import Embeddings, EmbedRequest, LlmEvent, LlmMessage, LlmRequest, ModelInfo, ReasoningPart
from chat_app.integrations.llm.providers import ProviderConfig
from chat_app.integrations.llm.vendor_models import list_vendor_models

_CATEGORIES = {
    "harassment": "HARM_CATEGORY_HARASSMENT",
    "hate": "HARM_CATEGORY_HATE_SPEECH",
    "sexual": "HARM_CATEGORY_SEXUALLY_EXPLICIT",
    "dangerous": "HARM_CATEGORY_DANGEROUS_CONTENT",
}
_ROOM_TO_ANSWER = 8_192
"""Tokens of an answer beside the thinking where nobody said how long it may be."""
_THRESHOLDS = {"none": "BLOCK_NONE", "few": "BLOCK_ONLY_HIGH", "some": "BLOCK_MEDIUM_AND_ABOVE", "most": "BLOCK_LOW_AND_ABOVE"}


class LiteLlmGateway:
    """One vendor through LiteLLM; see `LlmGateway`. Addresses come from the library, never from a request."""

    def __init__(self, config: ProviderConfig, *, timeouts: Timeouts = STANDARD_TIMEOUTS) -> None:
        self._config = config
        self._timeouts = timeouts

    async def stream(self, request: LlmRequest) -> AsyncIterator[LlmEvent]:
        model = checked_model_name(request.model, self._config.label)
        reader = ChunkReader(self._config.label, key=self._config.key, model=model)
        try:
            async with aclosing(self._events(request, reader)) as events:
                async for event in events:
                    yield event
        except UpstreamError:
            raise
        except TimeoutError as error:
            raise UpstreamTimeoutError(provider=self._config.label, detail=repr(error)) from error
        except Exception as error:
            # The SDK raises whatever its vendors' parsers meet; all of it means "the provider failed".
            raise error_of_exception(error, self._config.label, self._config.key, model) from error

    async def embed(self, request: EmbedRequest) -> Embeddings:
        model = checked_model_name(request.model, self._config.label)
        try:
            library = await litellm_library()
            async with asyncio.timeout(self._timeouts.idle):
                answer = (await library.aembedding(**self._embedding_call(request))).model_dump()
        except TimeoutError as error:
            raise UpstreamTimeoutError(provider=self._config.label, detail=repr(error)) from error
        except Exception as error:
            raise error_of_exception(error, self._config.label, self._config.key, model) from error
        if found := openai_embeddings(answer, len(request.texts)):
            return found
        raise UpstreamProtocolError(provider=self._config.label, detail=f"no vectors for {len(request.texts)} texts")

    async def list_models(self) -> list[ModelInfo]:
        if self._config.brand == "bedrock":
            return await list_bedrock_models(self._config, self._timeouts)
        return await list_vendor_models(self._config, self._timeouts)

    async def close(self) -> None:
        """Nothing to release: the SDK keeps its connections itself."""

    async def _events(self, request: LlmRequest, reader: ChunkReader) -> AsyncGenerator[LlmEvent]:
        library = await litellm_library()
        spoken = False
        async with asyncio.timeout(self._timeouts.idle):
            answer = await library.acompletion(**self._call(request))
        try:
            async for chunk in self._chunks(answer):
                for event in reader.read(chunk):
                    spoken = True
                    yield event
        except Exception:
            for report in reader.usage():
                yield report
            raise
        finally:
            await answer.aclose()
        if not reader.finished or _made_up(answer):
            kind = UpstreamUnavailableError if spoken else UpstreamProtocolError
            raise kind(provider=self._config.label, detail="the stream ended without a finish_reason")
        for event in reader.finish():
            yield event

    async def _chunks(self, answer: Any) -> AsyncGenerator[dict[str, Any]]:
        while True:
            try:
                async with asyncio.timeout(self._timeouts.idle):
                    chunk = await anext(answer)
            except StopAsyncIteration:
                return
            yield chunk.model_dump(exclude_none=True)

    def _embedding_call(self, request: EmbedRequest) -> dict[str, Any]:
        call: dict[str, Any] = {
            "model": request.model,
            "custom_llm_provider": self._config.brand,
            "input": list(request.texts),
            "api_key": self._config.key,
            "timeout": self._timeouts.idle,
            "num_retries": 0,
            "max_retries": 0,
        }
        if self._config.brand == "bedrock":
            # Only answers are asked for in the one way that Bedrock has for all models.
            return call | bedrock_fields(self._config, request.model) | {"model": request.model}
        return call | {"api_base": self._config.base_url} if self._config.base_url else call

    def _call(self, request: LlmRequest) -> dict[str, Any]:
        """Return the SDK's arguments, all of them ours: a request cannot add any."""
        call: dict[str, Any] = {
            "model": request.model,
            "custom_llm_provider": self._config.brand,
            "messages": _messages(request),
            "api_key": self._config.key,
            "stream": True,
            "stream_options": {"include_usage": True},
            "timeout": self._timeouts.idle,
            "num_retries": 0,
            "max_retries": 0,
            # With tools it would look for MCP servers of its proxy, and needs that proxy's packages for it.
            "_skip_mcp_handler": True,
        }
        if self._config.brand == "bedrock":
            call |= bedrock_fields(self._config, request.model)
        elif self._config.base_url:
            call["api_base"] = self._config.base_url
        if request.tools:
            call["tools"] = [wire_tool(tool) for tool in request.tools]
        return call | sampling_fields(request, PLAIN) | _thinking(request) | _safety(request)


def _thinking(request: LlmRequest) -> dict[str, Any]:
    """Anthropic's budget. Without a length of the answer it gets one, since the budget has to be less."""
    budget = request.sampling.thinking_budget
    if budget is None:
        return {}
    length = request.sampling.max_tokens or budget + _ROOM_TO_ANSWER
    return {"thinking": {"type": "enabled", "budget_tokens": budget}, "max_tokens": length}


def _safety(request: LlmRequest) -> dict[str, Any]:
    """Gemini's filters; the library hands on what it does not know itself."""
    rules = [{"category": _CATEGORIES[name], "threshold": _THRESHOLDS[level]} for name, level in request.sampling.safety]
    return {"safety_settings": rules} if rules else {}


def _made_up(answer: Any) -> bool:
    """Tell whether the SDK invented the end: it does where a stream just stops."""
    reasons = [getattr(answer, name, "unknown") for name in ("received_finish_reason", "intermittent_finish_reason")]
    return not any(reasons)


def _messages(request: LlmRequest) -> list[dict[str, Any]]:
    wires = [wire for message in request.messages for wire in _with_thoughts(message)]
    return with_cache_marks(wires, request.sampling.prompt_cache)


def _with_thoughts(message: LlmMessage) -> list[dict[str, Any]]:
    """Signed thoughts go back to the vendor that signed them: it refuses a tool result without."""
    wires = wire_messages((message,), PLAIN)
    thoughts = [part for part in message.parts if isinstance(part, ReasoningPart) and part.signature]
    if thoughts and wires:
        wires[-1]["thinking_blocks"] = [{"type": "thinking", "thinking": part.text, "signature": part.signature} for part in thoughts]
    return wires
