"""A gateway around a gateway: what goes out has placeholders, what comes back has the values."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import replace
from typing import cast

from chat_app.errors import UpstreamError
from chat_app.integrations.llm.port import (
    Embeddings,
    EmbedRequest,
    LlmEvent,
    LlmGateway,
    LlmMessage,
    LlmRequest,
    ModelInfo,
    Part,
    ReasoningDelta,
    ReasoningPart,
    Role,
    TextDelta,
    TextPart,
    ToolCall,
    ToolCallPart,
    ToolResultPart,
)
from chat_app.services.redaction.placeholders import Placeholders, StreamRestorer

LONG_TEXT = 20_000
"""Signs: longer requests are searched beside the event loop."""
NOTE = (
    "Personal data in this conversation is replaced by placeholders such as \u27e6EMAIL_1234\u27e7. "
    "Treat each one as what it stands for, and repeat it exactly, brackets included."
)

Hiding = Callable[[LlmRequest | EmbedRequest], Awaitable[Placeholders | None]]


class RedactingGateway:
    """All requests of the catalogue go through here, so no use of a model can forget it."""

    def __init__(self, inner: LlmGateway, hiding: Hiding) -> None:
        """`hiding` gives the placeholders for a request whose data must not leave, else None."""
        self.inner = inner
        self._hiding = hiding

    async def stream(self, request: LlmRequest) -> AsyncIterator[LlmEvent]:
        hidden = await self._hiding(request)
        if hidden is not None:
            request = await _without_data(request, hidden)
        async with aclosing(cast("AsyncGenerator[LlmEvent]", self.inner.stream(request))) as events:
            if not hidden:
                async for event in events:
                    yield event
                return
            async for event in _restored(events, hidden):
                yield event

    async def embed(self, request: EmbedRequest) -> Embeddings:
        hidden = await self._hiding(request)
        if hidden is not None:
            request = replace(request, texts=await asyncio.to_thread(lambda: tuple(hidden.hide(text) for text in request.texts)))
        return await self.inner.embed(request)

    async def list_models(self) -> list[ModelInfo]:
        return await self.inner.list_models()

    async def close(self) -> None:
        await self.inner.close()


async def _without_data(request: LlmRequest, hidden: Placeholders) -> LlmRequest:
    def hide() -> tuple[LlmMessage, ...]:
        return tuple(replace(message, parts=tuple(_hidden(part, hidden) for part in message.parts)) for message in request.messages)

    size = sum(len(part.text) for message in request.messages for part in message.parts if isinstance(part, TextPart))
    messages = await asyncio.to_thread(hide) if size > LONG_TEXT else hide()
    return replace(request, messages=_with_note(messages) if hidden else messages)


def _hidden(part: Part, hidden: Placeholders) -> Part:
    if isinstance(part, TextPart | ReasoningPart | ToolResultPart):
        return replace(part, text=hidden.hide(part.text))
    return replace(part, arguments=hidden.hide(part.arguments)) if isinstance(part, ToolCallPart) else part


def _with_note(messages: tuple[LlmMessage, ...]) -> tuple[LlmMessage, ...]:
    """The model has to know what the placeholders are, or it corrects them away."""
    if messages and messages[0].role is Role.SYSTEM:
        return (replace(messages[0], parts=(*messages[0].parts, TextPart(f"\n\n{NOTE}"))), *messages[1:])
    return (LlmMessage.of_text(Role.SYSTEM, NOTE), *messages)


async def _restored(events: AsyncIterator[LlmEvent], hidden: Placeholders) -> AsyncIterator[LlmEvent]:
    text, reasoning = StreamRestorer(hidden), StreamRestorer(hidden)
    try:
        async for event in events:
            if isinstance(event, TextDelta | ReasoningDelta):
                restorer = text if isinstance(event, TextDelta) else reasoning
                if piece := restorer.feed(event.text):
                    yield replace(event, text=piece)
                continue
            for rest in _rests(text, reasoning):
                yield rest
            yield replace(event, arguments=hidden.restore(event.arguments)) if isinstance(event, ToolCall) else event
    except UpstreamError:
        # What came before the error stays.
        for rest in _rests(text, reasoning):
            yield rest
        raise


def _rests(text: StreamRestorer, reasoning: StreamRestorer) -> list[LlmEvent]:
    found: list[LlmEvent] = [ReasoningDelta(rest)] if (rest := reasoning.rest()) else []
    return [*found, TextDelta(rest)] if (rest := text.rest()) else found
