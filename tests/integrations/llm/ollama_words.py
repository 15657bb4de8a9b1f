"""A request in the words of the official client of Ollama."""

from __future__ import annotations

from typing import Any

import orjson

from chat_app.integrations.llm.port import ImagePart, LlmMessage, LlmRequest, Role, ToolCallPart, ToolResultPart


def for_ollama(request: LlmRequest) -> dict[str, Any]:
    """The arguments of `ollama.Client.chat`."""
    sampling = request.sampling
    options = {
        "num_predict": sampling.max_tokens,
        "temperature": sampling.temperature,
        "top_p": sampling.top_p,
        "seed": sampling.seed,
        "stop": list(sampling.stop) or None,
    }
    words: dict[str, Any] = {
        "model": request.model,
        "messages": [_message(each, request) for each in request.messages],
        "options": {name: value for name, value in options.items() if value is not None},
    }
    if request.tools:
        words["tools"] = [
            {"type": "function", "function": {"name": tool.name, "description": tool.description, "parameters": tool.parameters}}
            for tool in request.tools
        ]
    if sampling.json_mode:
        words["format"] = "json"
    if sampling.reasoning_effort:
        words["think"] = True
    return words


def _message(message: LlmMessage, request: LlmRequest) -> dict[str, Any]:
    if message.role is Role.TOOL:
        (result,) = (part for part in message.parts if isinstance(part, ToolResultPart))
        calls = [part for each in request.messages for part in each.parts if isinstance(part, ToolCallPart)]
        return {"role": "tool", "content": result.text, "tool_name": next(call.name for call in calls if call.id == result.call_id)}
    wire: dict[str, Any] = {"role": message.role.value, "content": message.text}
    if images := [part.data for part in message.parts if isinstance(part, ImagePart)]:
        wire["images"] = images
    if calls := [part for part in message.parts if isinstance(part, ToolCallPart)]:
        wire["tool_calls"] = [{"function": {"name": call.name, "arguments": orjson.loads(call.arguments)}} for call in calls]
    return wire
