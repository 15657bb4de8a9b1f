"""OpenAI's protocol for chats, lists and embeddings as its documentation has it. What it does not name is refused."""

from __future__ import annotations

import base64
import struct
from collections.abc import Callable, Iterator
from typing import Any, Literal

import orjson
from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from tests.fakes.protocol_mind import CHAT_MODEL, DIMENSIONS, EMBEDDING_MODEL, Asked, Call, Reply, Spoken, embedding_of, reply_to

_CREATED = 1_762_000_000
_SETTINGS = ("temperature", "top_p", "max_tokens", "max_completion_tokens", "seed", "stop")


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Function(Strict):
    name: str
    arguments: str


class ToolCall(Strict):
    id: str
    type: Literal["function"]
    function: Function


class ImageUrl(Strict):
    url: str
    detail: str = "auto"


class Part(Strict):
    type: Literal["text", "image_url"]
    text: str = ""
    image_url: ImageUrl | None = None


class Message(Strict):
    role: Literal["system", "developer", "user", "assistant", "tool"]
    content: str | list[Part] | None = None
    tool_calls: list[ToolCall] = Field(default_factory=list)
    tool_call_id: str | None = None


class StreamOptions(Strict):
    include_usage: bool = False


class Completion(Strict):
    model: str
    messages: list[Message]
    stream: bool = False
    stream_options: StreamOptions | None = None
    tools: list[dict[str, Any]] = Field(default_factory=list)
    response_format: dict[str, Any] | None = None
    reasoning_effort: str | None = None
    temperature: float | None = None
    top_p: float | None = None
    max_tokens: int | None = None
    max_completion_tokens: int | None = None
    seed: int | None = None
    stop: list[str] | None = None


class Embeddings(Strict):
    model: str
    input: str | list[str]
    encoding_format: Literal["float", "base64"] = "float"
    dimensions: int | None = None


def openai_routes(heard: Callable[[Asked], None]) -> APIRouter:
    """The routes; `heard` is told of every request for an answer."""
    router = APIRouter(prefix="/v1")

    @router.get("/models")
    def models() -> dict[str, Any]:
        names = (CHAT_MODEL, EMBEDDING_MODEL)
        return {"object": "list", "data": [{"id": name, "object": "model", "created": _CREATED, "owned_by": "library"} for name in names]}

    @router.post("/chat/completions")
    def completions(body: Completion) -> Response:
        if body.model != CHAT_MODEL:
            return _not_found(body.model)
        asked = _asked(body)
        heard(asked)
        reply = reply_to(asked)
        if not body.stream:
            return JSONResponse(_whole(asked, reply))
        usage = bool(body.stream_options and body.stream_options.include_usage)
        chunks = (b"data: " + orjson.dumps(chunk) + b"\n\n" for chunk in _chunks(asked, reply, usage=usage))
        return StreamingResponse(_ended(chunks), media_type="text/event-stream")

    @router.post("/embeddings")
    def embeddings(body: Embeddings) -> Response:
        if body.model != EMBEDDING_MODEL:
            return _not_found(body.model)
        texts = [body.input] if isinstance(body.input, str) else body.input
        found = [embedding_of(text)[: body.dimensions or DIMENSIONS] for text in texts]
        coded = [_packed(each) if body.encoding_format == "base64" else each for each in found]
        words = sum(len(text.split()) for text in texts)
        items = [{"object": "embedding", "index": number, "embedding": each} for number, each in enumerate(coded)]
        return JSONResponse(
            {"object": "list", "data": items, "model": body.model, "usage": {"prompt_tokens": words, "total_tokens": words}}
        )

    return router


def _ended(chunks: Iterator[bytes]) -> Iterator[bytes]:
    yield from chunks
    yield b"data: [DONE]\n\n"


def _packed(values: list[float]) -> str:
    return base64.b64encode(struct.pack(f"<{len(values)}f", *values)).decode()


def _not_found(model: str) -> Response:
    error = {"message": f"The model `{model}` does not exist", "type": "invalid_request_error", "param": None, "code": "model_not_found"}
    return JSONResponse({"error": error}, 404)


def _asked(body: Completion) -> Asked:
    tools = tuple(tool["function"]["name"] for tool in body.tools)
    settings = {name: value for name in _SETTINGS if (value := getattr(body, name)) is not None}
    thinks = body.reasoning_effort not in (None, "none")
    return Asked(body.model, tuple(_spoken(each) for each in body.messages), tools, body.response_format is not None, thinks, settings)


def _spoken(message: Message) -> Spoken:
    parts = message.content if isinstance(message.content, list) else [Part(type="text", text=message.content or "")]
    urls = [part.image_url.url for part in parts if part.image_url]
    images = tuple(base64.b64decode(url.partition(";base64,")[2], validate=True) for url in urls)
    calls = tuple(Call(call.function.name, orjson.loads(call.function.arguments)) for call in message.tool_calls)
    return Spoken(message.role, "".join(part.text for part in parts), images, calls)


def _usage(asked: Asked, reply: Reply) -> dict[str, Any]:
    return {"prompt_tokens": asked.words, "completion_tokens": reply.words, "total_tokens": asked.words + reply.words}


def _calls(reply: Reply) -> list[dict[str, Any]]:
    return [
        {
            "index": number,
            "id": f"call_{number}",
            "type": "function",
            "function": {"name": call.name, "arguments": orjson.dumps(call.arguments).decode()},
        }
        for number, call in enumerate(reply.calls)
    ]


def _whole(asked: Asked, reply: Reply) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": reply.text or None}
    if reply.reasoning:
        message["reasoning_content"] = reply.reasoning
    if reply.calls:
        message["tool_calls"] = [{name: value for name, value in call.items() if name != "index"} for call in _calls(reply)]
    choice = {"index": 0, "message": message, "finish_reason": "tool_calls" if reply.calls else "stop", "logprobs": None}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": _CREATED,
        "model": CHAT_MODEL,
        "choices": [choice],
        "usage": _usage(asked, reply),
    }


def _chunks(asked: Asked, reply: Reply, *, usage: bool) -> Iterator[dict[str, Any]]:
    yield _chunk({"role": "assistant", "content": ""})
    if reply.reasoning:
        yield _chunk({"reasoning_content": reply.reasoning})
    for piece in reply.pieces:
        yield _chunk({"content": piece})
    for call in _calls(reply):
        arguments = call["function"]["arguments"]
        yield _chunk({"tool_calls": [{**call, "function": {**call["function"], "arguments": ""}}]})
        for piece in (arguments[:7], arguments[7:]):
            yield _chunk({"tool_calls": [{"index": call["index"], "function": {"arguments": piece}}]})
    yield _chunk({}, "tool_calls" if reply.calls else "stop")
    if usage:
        yield {**_chunk({}), "choices": [], "usage": _usage(asked, reply)}


def _chunk(delta: dict[str, Any], reason: str | None = None) -> dict[str, Any]:
    choice = {"index": 0, "delta": delta, "finish_reason": reason, "logprobs": None}
    return {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": _CREATED, "model": CHAT_MODEL, "choices": [choice]}
