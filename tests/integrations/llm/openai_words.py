"""A request in the words of the official client of OpenAI."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from chat_app.integrations.llm.port import ImagePart, LlmMessage, LlmRequest, Role, TextPart, ToolCallPart, ToolResultPart


def for_openai(request: LlmRequest) -> dict[str, Any]:
    """The arguments of `openai.OpenAI().chat.completions.create`."""
    sampling = request.sampling
    words: dict[str, Any] = {
        "model": request.model,
        "messages": [_message(each) for each in request.messages],
        "max_tokens": sampling.max_tokens,
        "temperature": sampling.temperature,
        "top_p": sampling.top_p,
        "seed": sampling.seed,
        "stop": list(sampling.stop) or None,
        "reasoning_effort": sampling.reasoning_effort,
        "response_format": {"type": "json_object"} if sampling.json_mode else None,
        "tools": [
            {"type": "function", "function": {"name": tool.name, "description": tool.description, "parameters": tool.parameters}}
            for tool in request.tools
        ]
        or None,
    }
    return {name: value for name, value in words.items() if value is not None}


def _message(message: LlmMessage) -> dict[str, Any]:
    if message.role is Role.TOOL:
        (result,) = (part for part in message.parts if isinstance(part, ToolResultPart))
        return {"role": "tool", "tool_call_id": result.call_id, "content": result.text}
    calls = [part for part in message.parts if isinstance(part, ToolCallPart)]
    images = [part for part in message.parts if isinstance(part, ImagePart)]
    if images:
        texts = [{"type": "text", "text": part.text} for part in message.parts if isinstance(part, TextPart)]
        return {"role": "user", "content": texts + [_picture(image) for image in images]}
    wire: dict[str, Any] = {"role": message.role.value, "content": message.text}
    if calls:
        wire["tool_calls"] = [
            {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": call.arguments}} for call in calls
        ]
    return wire


def _picture(image: ImagePart) -> dict[str, Any]:
    return {"type": "image_url", "image_url": {"url": f"data:{image.media_type};base64,{b64encode(image.data).decode()}"}}
