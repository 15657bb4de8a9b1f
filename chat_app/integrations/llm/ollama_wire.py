"""Ollama's own chat protocol: our request as its body, its lines as our events."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

import orjson

from chat_app.errors import UpstreamError
from chat_app.integrations.llm.failures import error_of, failure_of_object
from chat_app.integrations.llm.json_objects import count, items, mapping, object_of, text
from chat_app.integrations.llm.openai_request import wire_tool
from chat_app.integrations.llm.port import (
    Finished,
    FinishReason,
    ImagePart,
    LlmEvent,
    LlmMessage,
    LlmRequest,
    ReasoningDelta,
    Role,
    TokenUsage,
    ToolCall,
    ToolCallPart,
    ToolResultPart,
    UsageReport,
)
from chat_app.integrations.llm.think_tags import ThinkTags


def request_body(request: LlmRequest) -> dict[str, Any]:
    """Return the body of `POST /api/chat`."""
    names = {part.id: part.name for message in request.messages for part in message.parts if isinstance(part, ToolCallPart)}
    body: dict[str, Any] = {
        "model": request.model,
        "messages": [wire for message in request.messages for wire in _wire(message, names)],
        "stream": True,
        "options": _options(request),
    }
    if (minutes := request.sampling.keep_alive) is not None:
        body["keep_alive"] = f"{minutes}m" if minutes > 0 else minutes
    if request.tools:
        body["tools"] = [wire_tool(tool) for tool in request.tools]
    if request.sampling.json_mode:
        body["format"] = "json"
    if effort := request.sampling.reasoning_effort:
        body["think"] = _think(request.model, effort)
    return body


def _think(model: str, effort: str) -> bool | str:
    """Only gpt-oss has levels; the other models think or do not."""
    if "gpt-oss" in model:
        return effort if effort in {"low", "medium", "high"} else "low"
    return effort != "none"


def _options(request: LlmRequest) -> dict[str, Any]:
    sampling = request.sampling
    options = {
        "num_predict": sampling.max_tokens,
        "temperature": sampling.temperature,
        "top_p": sampling.top_p,
        "stop": list(sampling.stop) or None,
        "seed": sampling.seed,
        "top_k": sampling.top_k,
        "min_p": sampling.min_p,
        "repeat_penalty": sampling.repeat_penalty,
        "num_ctx": sampling.num_ctx,
        "frequency_penalty": sampling.frequency_penalty,
        "presence_penalty": sampling.presence_penalty,
    }
    return {name: value for name, value in options.items() if value is not None}


def _wire(message: LlmMessage, names: dict[str, str]) -> list[dict[str, Any]]:
    results = [part for part in message.parts if isinstance(part, ToolResultPart)]
    wires: list[dict[str, Any]] = [{"role": "tool", "content": part.text, "tool_name": names.get(part.call_id, "")} for part in results]
    if message.role is not Role.TOOL:
        wires.append(_plain(message))
    return wires


def _plain(message: LlmMessage) -> dict[str, Any]:
    wire: dict[str, Any] = {"role": message.role.value, "content": message.text}
    if images := [b64encode(part.data).decode() for part in message.parts if isinstance(part, ImagePart)]:
        wire["images"] = images
    if calls := [part for part in message.parts if isinstance(part, ToolCallPart)]:
        wire["tool_calls"] = [{"function": {"name": call.name, "arguments": object_of(call.arguments.encode()) or {}}} for call in calls]
    return wire


class OllamaReader:
    """Reads one answer, line by line; `done` tells that the last one came."""

    def __init__(self, provider: str, model: str) -> None:
        self._provider, self._model = provider, model
        self._tags = ThinkTags()
        self._calls = 0
        self.done = False
        self.seen = False
        """Whether anything that belongs to an answer has come."""

    def read(self, line: dict[str, Any]) -> list[LlmEvent]:
        """Return the events of one line; raises `UpstreamError` for an error in the stream."""
        if line.get("error"):
            raise self._error(line)
        message = mapping(line.get("message"))
        self.seen = self.seen or bool(message)
        events: list[LlmEvent] = []
        if thought := text(message.get("thinking")):
            events.append(ReasoningDelta(thought))
        if content := text(message.get("content")):
            events.extend(self._tags.feed(content))
        events.extend(self._call(mapping(mapping(call).get("function"))) for call in items(message.get("tool_calls")))
        if line.get("done") is True:
            self.done = True
            events.extend([*self._tags.flush(), *_usage(line), Finished(self._reason(line))])
        return events

    def _call(self, function: dict[str, Any]) -> ToolCall:
        """Ollama sends whole calls, with arguments as an object and without an id."""
        self._calls += 1
        return ToolCall(f"call_{self._calls}", text(function.get("name")), orjson.dumps(mapping(function.get("arguments"))).decode())

    def _reason(self, line: dict[str, Any]) -> FinishReason:
        if line.get("done_reason") == "length":
            return FinishReason.LENGTH
        return FinishReason.TOOL_CALLS if self._calls else FinishReason.STOP

    def _error(self, line: dict[str, Any]) -> UpstreamError:
        return error_of(failure_of_object(self._provider, "", line), self._model)


def _usage(line: dict[str, Any]) -> list[UsageReport]:
    sent, received = count(line.get("prompt_eval_count")), count(line.get("eval_count"))
    return [UsageReport(TokenUsage(input=sent, output=received))] if sent or received else []
