"""The one way to a model that costs something: nothing is asked before it is covered, and nothing goes on that is not."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import replace
from typing import cast

from chat_app.integrations.llm.port import (
    Embeddings,
    EmbedRequest,
    Finished,
    FinishReason,
    LlmEvent,
    LlmGateway,
    LlmRequest,
    ModelInfo,
    UsageReport,
)
from chat_app.services.charging.estimates import Estimate, estimate, estimate_embedding, limited, size_of
from chat_app.services.charging.holding import Cover
from chat_app.services.charging.meter import Meter
from chat_app.services.charging.running import STEP, Running, Till, hold_used
from chat_app.services.charging.terms import Terms
from chat_app.services.counting.counter import family_of_card
from chat_app.services.kernel.failpoints import reached
from chat_app.services.ledger.errors import InsufficientCreditError, LedgerError
from chat_app.services.ledger.steps import Wanted

LONG_TEXT = 20_000
"""Signs: longer requests are counted beside the event loop."""


class CoveredGateway:
    """A gateway for one call, around the provider's."""

    def __init__(self, inner: LlmGateway, till: Till, terms: Terms) -> None:
        self.inner = inner
        self._till = till
        self._terms = terms
        self._count = family_of_card(terms.card).estimate
        self._used = False

    async def stream(self, request: LlmRequest) -> AsyncIterator[LlmEvent]:
        self._begin()
        terms, meter = self._terms, Meter(self._count)
        asked, expected = terms.asked(request.chat), await self._estimated(request)
        cover = await self._till.hold(asked, _first(expected))
        request, limit = _within(request, expected, cover)
        running = Running(self._till, asked, cover, expected, meter)
        try:
            async with aclosing(cast("AsyncGenerator[LlmEvent]", self.inner.stream(request))) as events:
                async for event in events:
                    meter.saw(event)
                    if isinstance(event, UsageReport):
                        await hold_used(self._till, terms, asked, cover, event.usage)
                    if limit and isinstance(event, Finished) and event.reason == FinishReason.LENGTH:
                        raise InsufficientCreditError
                    yield event
                    reached("answer.first_word")
                    await running.go_on()
        finally:
            await self._end(came=meter.came)

    async def embed(self, request: EmbedRequest) -> Embeddings:
        self._begin()
        terms, came = self._terms, False
        expected = estimate_embedding(request, terms.price, terms.tariff, self._count)
        asked = terms.asked(request.chat)
        cover = await self._till.hold(asked, _first(expected))
        try:
            found = await self.inner.embed(request)
            came = True
            if found.usage:
                await hold_used(self._till, terms, asked, cover, found.usage)
        finally:
            await self._end(came=came)
        return found

    async def list_models(self) -> list[ModelInfo]:
        return await self.inner.list_models()

    async def close(self) -> None:
        await self.inner.close()

    def _begin(self) -> None:
        if self._used:
            raise LedgerError(f"call {self._terms.call_id} was made before: every call needs a way of its own")
        self._used = True

    async def _estimated(self, request: LlmRequest) -> Estimate:
        terms = self._terms

        def reckon() -> Estimate:
            return estimate(request, terms.card, terms.price, terms.tariff, self._count)

        return await asyncio.to_thread(reckon) if size_of(request) > LONG_TEXT else reckon()

    async def _end(self, *, came: bool) -> None:
        """What came is charged where it is written down; of what did not come, nobody writes anything down."""
        self._till.ended(self._terms.call_id)
        if not came:
            # Also where the call was called off: whoever does that does not wait for this.
            await asyncio.shield(self._till.void(self._terms.call_id))


def _first(expected: Estimate) -> Wanted:
    most = STEP if expected.most is None else min(STEP, expected.most)
    return Wanted(expected.cost(expected.floor), expected.cost(most))


def _within(request: LlmRequest, expected: Estimate, cover: Cover) -> tuple[LlmRequest, bool]:
    """The request for an answer that there is credit for, and whether that is less than was asked for."""
    tokens = expected.tokens(cover.amount + cover.left)
    if tokens is None or expected.most is None or tokens >= expected.most:
        return request, False
    return replace(request, sampling=limited(request.sampling, tokens)), True
