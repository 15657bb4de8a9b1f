"""Tries again where a provider fails before it has said anything (security guide F10, F11)."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass
from typing import cast

from chat_app.errors import UpstreamError, UpstreamPausedError, UpstreamRateLimitError
from chat_app.integrations.llm.patience import Patience
from chat_app.integrations.llm.port import Embeddings, EmbedRequest, LlmEvent, LlmGateway, LlmRequest, ModelInfo


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often, and for how many seconds in all, a request is tried before a person sees the error."""

    tries: int = 3
    first_pause: float = 0.5
    seconds: float = 8.0
    """No new try of a failing provider begins later than this."""
    rate_limit_seconds: float = 28.0
    """The same where the provider itself asks for a pause."""


class RetryingGateway:
    """A gateway around another: same events, fewer errors. After the first event nothing is repeated."""

    def __init__(
        self,
        inner: LlmGateway,
        policy: RetryPolicy = RetryPolicy(),
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self.inner = inner
        self._policy = policy
        self._sleep = sleep
        self._jitter = jitter

    async def stream(self, request: LlmRequest) -> AsyncIterator[LlmEvent]:
        began = asyncio.get_running_loop().time()
        patience = request.patience or Patience(self._policy.tries)
        for attempt in range(1, self._policy.tries + 1):
            spoken = False
            patience.used += 1
            try:
                async with aclosing(cast("AsyncGenerator[LlmEvent]", self.inner.stream(request))) as events:
                    async for event in events:
                        spoken = True
                        yield event
                return
            except UpstreamPausedError:
                patience.used -= 1
                raise
            except UpstreamError as error:
                pause = self._pause(error, attempt, asyncio.get_running_loop().time() - began)
                if spoken or pause is None or not patience.may_repeat(pause):
                    raise
            await self._sleep(pause)

    async def embed(self, request: EmbedRequest) -> Embeddings:
        began = asyncio.get_running_loop().time()
        attempt = 0
        while True:
            attempt += 1
            try:
                return await self.inner.embed(request)
            except UpstreamPausedError:
                raise
            except UpstreamError as error:
                pause = self._pause(error, attempt, asyncio.get_running_loop().time() - began)
                if pause is None:
                    raise
            await self._sleep(pause)

    async def list_models(self) -> list[ModelInfo]:
        return await self.inner.list_models()

    async def close(self) -> None:
        await self.inner.close()

    def _pause(self, error: UpstreamError, attempt: int, elapsed: float) -> float | None:
        """Return the seconds to wait before the next try, None where there is none."""
        if attempt >= self._policy.tries or not error.retryable:
            return None
        limited = isinstance(error, UpstreamRateLimitError)
        pause = self._policy.first_pause * 2 ** (attempt - 1) * (1 + self._jitter())
        if isinstance(error, UpstreamRateLimitError) and error.retry_after is not None:
            # A little more than asked: clocks differ, and all who were refused come back at once.
            pause = error.retry_after + self._policy.first_pause * self._jitter()
        limit = self._policy.rate_limit_seconds if limited else self._policy.seconds
        return pause if elapsed + pause <= limit else None
