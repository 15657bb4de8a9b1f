"""A language model for tests: it says what a script says and remembers what it was asked."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence

from chat_app.integrations.llm.port import (
    Embeddings,
    EmbedRequest,
    Finished,
    LlmEvent,
    LlmRequest,
    ModelInfo,
    ReasoningDelta,
    TextDelta,
    TokenUsage,
    ToolCall,
    UsageReport,
)

_EVENTS = (TextDelta, ReasoningDelta, ToolCall, UsageReport, Finished)

Step = LlmEvent | str | float | asyncio.Event | Exception


class ScriptedGateway:
    """Plays one script per request; the last one again for every request after it.

    A step is an event, a text (short for `TextDelta`), a number of seconds to wait, an `asyncio.Event`
    to wait for, or an exception to raise. `Finished()` follows by itself where a script ends without it.
    """

    def __init__(self, *scripts: Sequence[Step], models: Sequence[ModelInfo] = ()) -> None:
        self.scripts = list(scripts) or [["Hello."]]
        self.models = list(models)
        self.requests: list[LlmRequest] = []
        self.embedded: list[EmbedRequest] = []
        self.running = 0
        self.cancelled = 0
        self.waiting = 0
        """Streams that stand at an `asyncio.Event`: what comes before it in their scripts has been taken."""
        self.closed = False

    async def stream(self, request: LlmRequest) -> AsyncIterator[LlmEvent]:
        script = self.scripts[min(len(self.requests), len(self.scripts) - 1)]
        self.requests.append(request)
        self.running += 1
        ended = False
        try:
            for step in script:
                if (event := await self._play(step)) is not None:
                    yield event
            if not any(isinstance(step, Finished) for step in script):
                yield Finished()
            ended = True
        except Exception:
            ended = True
            raise
        finally:
            self.running -= 1
            self.cancelled += not ended

    async def embed(self, request: EmbedRequest) -> Embeddings:
        """The length of each text as its only number; every five characters count."""
        self.embedded.append(request)
        return Embeddings(tuple((float(len(text)),) for text in request.texts), TokenUsage(input=sum(map(len, request.texts)) // 5))

    async def list_models(self) -> list[ModelInfo]:
        return self.models

    async def close(self) -> None:
        self.closed = True

    async def _play(self, step: Step) -> LlmEvent | None:
        if isinstance(step, Exception):
            raise step
        if isinstance(step, str):
            return TextDelta(step)
        if isinstance(step, _EVENTS):
            return step
        if isinstance(step, asyncio.Event):
            await self._wait(step)
        else:
            await asyncio.sleep(step)
        return None

    async def _wait(self, step: asyncio.Event) -> None:
        self.waiting += 1
        try:
            await step.wait()
        finally:
            self.waiting -= 1
