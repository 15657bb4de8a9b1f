"""Ollama's protocol as its documentation has it. What it does not name is refused, as far as it is a chat's."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from typing import Any

import orjson
from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from tests.fakes.protocol_mind import CHAT_MODEL, CONTEXT, DIMENSIONS, EMBEDDING_MODEL, Asked, Call, Reply, Spoken, embedding_of, reply_to

DETAILS = {
    "parent_model": "",
    "format": "gguf",
    "family": "qwen3",
    "families": ["qwen3"],
    "parameter_size": "8.2B",
    "quantization_level": "Q4_K_M",
}
_NOW = "2026-11-01T12:00:00.000000Z"
_DURATIONS = {"total_duration": 9_000_000, "load_duration": 1_000_000, "prompt_eval_duration": 2_000_000, "eval_duration": 6_000_000}


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Function(Strict):
    name: str
    arguments: dict[str, Any]


class ToolCall(Strict):
    function: Function


class Message(Strict):
    role: str
    content: str = ""
    thinking: str | None = None
    images: list[str] = Field(default_factory=list)
    tool_calls: list[ToolCall] = Field(default_factory=list)
    tool_name: str | None = None


class Chat(Strict):
    model: str
    messages: list[Message]
    stream: bool = True
    tools: list[dict[str, Any]] = Field(default_factory=list)
    format: str | dict[str, Any] | None = None
    options: dict[str, Any] = Field(default_factory=dict)
    keep_alive: str | float | None = None
    think: bool | str | None = None


class Embed(Strict):
    model: str
    input: str | list[str]
    truncate: bool | None = None
    options: dict[str, Any] = Field(default_factory=dict)
    keep_alive: str | float | None = None
    dimensions: int | None = None


class Show(Strict):
    model: str


def ollama_routes(heard: Callable[[Asked], None]) -> APIRouter:
    """The routes; `heard` is told of every request for an answer."""
    router = APIRouter(prefix="/api")

    @router.get("/version")
    def version() -> dict[str, str]:
        return {"version": "0.12.0"}

    @router.get("/tags")
    def tags() -> dict[str, Any]:
        return {"models": [_listed(CHAT_MODEL), _listed(EMBEDDING_MODEL)]}

    @router.post("/show")
    def show(body: Show) -> Response:
        if body.model not in (CHAT_MODEL, EMBEDDING_MODEL):
            return _not_found(body.model)
        can = ["completion", "tools", "thinking", "vision"] if body.model == CHAT_MODEL else ["embedding"]
        window = {"general.architecture": "qwen3", "qwen3.context_length": CONTEXT}
        return JSONResponse(
            {"details": DETAILS, "model_info": window, "capabilities": can, "modified_at": _NOW, "template": "{{ .Prompt }}"}
        )

    @router.post("/chat")
    def chat(body: Chat) -> Response:
        if body.model != CHAT_MODEL:
            return _not_found(body.model)
        asked = _asked(body)
        heard(asked)
        lines = list(_lines(asked, reply_to(asked), stream=body.stream))
        if body.stream:
            return StreamingResponse((orjson.dumps(line) + b"\n" for line in lines), media_type="application/x-ndjson")
        return JSONResponse(lines[-1])

    @router.post("/embed")
    def embed(body: Embed) -> Response:
        if body.model != EMBEDDING_MODEL:
            return _not_found(body.model)
        texts = [body.input] if isinstance(body.input, str) else body.input
        found = [embedding_of(text)[: body.dimensions or DIMENSIONS] for text in texts]
        return JSONResponse({"model": body.model, "embeddings": found, "prompt_eval_count": sum(len(text.split()) for text in texts)})

    return router


def _listed(name: str) -> dict[str, Any]:
    return {"name": name, "model": name, "modified_at": _NOW, "size": 5_225_388_164, "digest": "5" * 64, "details": DETAILS}


def _not_found(model: str) -> Response:
    return JSONResponse({"error": f"model '{model}' not found"}, 404)


def _asked(body: Chat) -> Asked:
    spoken = tuple(
        Spoken(
            each.role,
            each.content,
            tuple(base64.b64decode(image, validate=True) for image in each.images),
            tuple(Call(call.function.name, call.function.arguments) for call in each.tool_calls),
        )
        for each in body.messages
    )
    tools = tuple(tool["function"]["name"] for tool in body.tools)
    settings = {**body.options, **({"keep_alive": body.keep_alive} if body.keep_alive is not None else {})}
    return Asked(body.model, spoken, tools, body.format is not None, bool(body.think), settings)


def _lines(asked: Asked, reply: Reply, *, stream: bool) -> Iterator[dict[str, Any]]:
    calls = [{"function": {"name": call.name, "arguments": call.arguments}} for call in reply.calls]
    whole: dict[str, Any] = {"role": "assistant", "content": ""}
    if stream:
        if reply.reasoning:
            yield _line(message={"role": "assistant", "content": "", "thinking": reply.reasoning})
        for piece in reply.pieces:
            yield _line(message={"role": "assistant", "content": piece})
        if calls:
            yield _line(message={"role": "assistant", "content": "", "tool_calls": calls})
    else:
        whole |= (
            {"content": reply.text} | ({"thinking": reply.reasoning} if reply.reasoning else {}) | ({"tool_calls": calls} if calls else {})
        )
    counts = {"prompt_eval_count": asked.words, "eval_count": reply.words}
    yield _line(message=whole, done=True, done_reason="stop", **_DURATIONS, **counts)


def _line(**fields: Any) -> dict[str, Any]:
    return {"model": CHAT_MODEL, "created_at": _NOW, "done": False, **fields}
