"""A gateway around a gateway: each request is seen by the provider's watch, and refused at once while its circuit is open."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from contextlib import aclosing, contextmanager
from typing import cast

from chat_app.errors import UpstreamError, UpstreamTimeoutError
from chat_app.integrations.llm.port import Embeddings, EmbedRequest, LlmEvent, LlmGateway, LlmRequest, ModelInfo
from chat_app.integrations.llm.providers import ProviderConfig, bare_gateway
from chat_app.integrations.llm.retrying import RetryingGateway
from chat_app.services.routing.breaker import Permit
from chat_app.services.routing.health import HealthBook, ProviderWatch


class WatchedGateway:
    """Stands under the retries: a circuit that opens ends them."""

    def __init__(self, inner: LlmGateway, config: ProviderConfig, watch: ProviderWatch, book: HealthBook) -> None:
        self.inner = inner
        self._config = config
        self._watch = watch
        self._book = book

    async def stream(self, request: LlmRequest) -> AsyncIterator[LlmEvent]:
        with self._asked() as permit:
            began, spoken = time.monotonic(), False
            async with aclosing(cast("AsyncGenerator[LlmEvent]", self.inner.stream(request))) as events:
                async for event in self._in_time(events, request):
                    if not spoken:
                        spoken = True
                        self._watch.saw_first_word(permit, int((time.monotonic() - began) * 1000))
                    yield event

    async def embed(self, request: EmbedRequest) -> Embeddings:
        with self._asked():
            return await self.inner.embed(request)

    async def list_models(self) -> list[ModelInfo]:
        return await self.inner.list_models()

    async def close(self) -> None:
        await self.inner.close()

    @contextmanager
    def _asked(self) -> Iterator[Permit]:
        """Around a request: the watch lets it through, or refuses, and hears how it ended."""
        permit = self._watch.admit(self._config.label)
        try:
            yield permit
            self._watch.saw_success(permit)
        except UpstreamError as error:
            self._watch.saw_failure(permit, error)
            self._book.look_after(self._config.id, self._watch, self.inner)
            raise
        finally:
            permit.release()

    async def _in_time(self, events: AsyncIterator[LlmEvent], request: LlmRequest) -> AsyncIterator[LlmEvent]:
        """The same events; raises `UpstreamTimeoutError` where the first one takes longer than there is patience."""
        silence = request.patience.silence if request.patience else None
        if silence is not None:
            try:
                async with asyncio.timeout(silence):
                    first = await anext(events, None)
            except TimeoutError:
                raise UpstreamTimeoutError(provider=self._config.label) from None
            if first is None:
                return
            yield first
        async for event in events:
            yield event


def watched(book: HealthBook) -> Callable[[ProviderConfig], LlmGateway]:
    """Makes gateways with the provider's watch and retries around the adapter."""

    def make(config: ProviderConfig) -> LlmGateway:
        return RetryingGateway(WatchedGateway(bare_gateway(config), config, book.begin(config.id), book))

    return make
