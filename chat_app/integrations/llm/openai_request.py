"""Our request as the body of `POST /chat/completions`."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from chat_app.integrations.llm.cache_marks import with_cache_marks
from chat_app.integrations.llm.dialects import PLAIN, Dialect, is_reasoning_model
from chat_app.integrations.llm.port import (
    ImagePart,
    LlmMessage,
    LlmRequest,
    ReasoningPart,
    Role,
    Sampling,
    TextPart,
    ToolCallPart,
    ToolResultPart,
    ToolSpec,
)


def request_body(request: LlmRequest, dialect: Dialect = PLAIN) -> dict[str, Any]:
    """Return the JSON body that asks for this answer as a stream."""
    messages = wire_messages(request.messages, dialect)
    if dialect.cache_marks:
        messages = with_cache_marks(messages, request.sampling.prompt_cache)
    body: dict[str, Any] = {"model": request.model, "messages": messages, "stream": True}
    if dialect.asks_for_usage:
        body["stream_options"] = {"include_usage": True}
    if request.tools:
        body["tools"] = [wire_tool(tool) for tool in request.tools]
    return body | sampling_fields(request, dialect) | (_routing(request.sampling) if dialect.routes else {})


def sampling_fields(request: LlmRequest, dialect: Dialect) -> dict[str, Any]:
    """Return the parameters that are set and that the model takes."""
    sampling = request.sampling
    strict = is_reasoning_model(request.model)
    fields: dict[str, Any] = {
        "max_completion_tokens" if strict or dialect.new_limit else "max_tokens": sampling.max_tokens,
        "temperature": None if strict else sampling.temperature,
        "top_p": None if strict else sampling.top_p,
        "stop": list(sampling.stop) or None,
        dialect.seed: sampling.seed,
        "top_k": sampling.top_k,
        "frequency_penalty": None if strict else sampling.frequency_penalty,
        "presence_penalty": None if strict else sampling.presence_penalty,
        "min_p": sampling.min_p,
        "repetition_penalty": sampling.repeat_penalty,
        "verbosity": sampling.verbosity,
        "service_tier": sampling.service_tier,
        "response_format": {"type": "json_object"} if sampling.json_mode else None,
    }
    if effort := sampling.reasoning_effort:
        fields |= {"reasoning": {"effort": effort}} if dialect.nested_effort else {"reasoning_effort": effort}
    return {name: value for name, value in fields.items() if value is not None}


def _routing(sampling: Sampling) -> dict[str, Any]:
    """Which hosts OpenRouter may send it to, and in which order."""
    rules = {
        "data_collection": "deny" if sampling.no_training else None,
        "zdr": sampling.zero_retention or None,
        "sort": sampling.provider_sort,
    }
    kept = {name: value for name, value in rules.items() if value is not None}
    return {"provider": kept} if kept else {}


def wire_tool(tool: ToolSpec) -> dict[str, Any]:
    return {"type": "function", "function": {"name": tool.name, "description": tool.description, "parameters": tool.parameters}}


def wire_messages(messages: tuple[LlmMessage, ...], dialect: Dialect = PLAIN) -> list[dict[str, Any]]:
    """Return the conversation; each tool result becomes a message of its own, as the protocol wants."""
    return [wire for message in messages for wire in _wire(message, dialect)]


def _wire(message: LlmMessage, dialect: Dialect) -> list[dict[str, Any]]:
    results = [part for part in message.parts if isinstance(part, ToolResultPart)]
    wires: list[dict[str, Any]] = [{"role": "tool", "tool_call_id": part.call_id, "content": part.text} for part in results]
    if message.role is not Role.TOOL:
        wires.append(
            _assistant(message, dialect) if message.role is Role.ASSISTANT else {"role": message.role.value, "content": _content(message)}
        )
    return wires


def _assistant(message: LlmMessage, dialect: Dialect) -> dict[str, Any]:
    wire: dict[str, Any] = {"role": "assistant", "content": message.text}
    calls = [part for part in message.parts if isinstance(part, ToolCallPart)]
    if calls:
        wire["tool_calls"] = [
            {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": call.arguments}} for call in calls
        ]
        if dialect.returns_reasoning:
            wire["reasoning_content"] = "".join(part.text for part in message.parts if isinstance(part, ReasoningPart))
    return wire


def _content(message: LlmMessage) -> str | list[dict[str, Any]]:
    """Plain text stays a string: some small servers know no parts."""
    if not any(isinstance(part, ImagePart) for part in message.parts):
        return message.text
    parts: list[dict[str, Any]] = []
    for part in message.parts:
        if isinstance(part, TextPart):
            parts.append({"type": "text", "text": part.text})
        elif isinstance(part, ImagePart):
            parts.append({"type": "image_url", "image_url": {"url": data_url(part)}})
    return parts


def data_url(image: ImagePart) -> str:
    """Return the image itself as a URL, so that no server has to fetch anything."""
    return f"data:{image.media_type};base64,{b64encode(image.data).decode()}"
