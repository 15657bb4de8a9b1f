"""An answer that is being written, and how long it may become."""

from __future__ import annotations

from contextlib import suppress
from typing import Protocol

from chat_app.errors import AppError
from chat_app.integrations.llm.port import TokenUsage
from chat_app.services.charging.estimates import Estimate
from chat_app.services.charging.holding import Asked, Cover
from chat_app.services.charging.meter import Meter
from chat_app.services.charging.terms import Terms
from chat_app.services.ledger.errors import InsufficientCreditError
from chat_app.services.ledger.steps import Wanted

STEP = 4_096
"""Tokens of an answer that are held at a time, so that calls beside each other do not starve."""


class Till(Protocol):
    """Holds and releases (`cover.CoverService`)."""

    async def hold(self, asked: Asked, wanted: Wanted) -> Cover: ...
    async def raise_hold(self, asked: Asked, cover: Cover, more: int) -> int: ...
    async def void(self, call_id: str) -> None: ...
    def ended(self, call_id: str) -> None: ...


async def hold_used(till: Till, terms: Terms, asked: Asked, cover: Cover, usage: TokenUsage) -> None:
    """Hold what a provider says was used, as far as it is there: only what is held is paid.

    It may be far more than anybody saw come: thoughts are often kept out of sight, pictures and searches come with no words.
    """
    if (lacking := terms.due(usage) - cover.amount) > 0:
        # The answer is there already: where a budget allows no more, the rest is written off.
        with suppress(AppError):
            cover.amount += await till.raise_hold(asked, cover, lacking)


class Running:
    """Of one call."""

    def __init__(self, till: Till, asked: Asked, cover: Cover, expected: Estimate, meter: Meter) -> None:
        self._till = till
        self._asked = asked
        self._cover = cover
        self._expected = expected
        self._meter = meter
        self._covered = expected.tokens(cover.amount)
        self._ask_at = _early(self._covered)

    async def go_on(self) -> None:
        """Hold more in time; raises what keeps it from being held once the answer is as long as is covered."""
        if self._covered is None or not self._meter.has_reached(self._ask_at):
            return
        refusal = await self._raise(self._covered)
        if refusal and self._meter.has_reached(self._covered):
            raise refusal

    async def _raise(self, covered: int) -> AppError | None:
        """Hold another step; why not, where that is not possible. Then it is tried again at the very end."""
        wanted = max(1, self._expected.cost(covered + STEP) - self._cover.amount)
        try:
            more = await self._till.raise_hold(self._asked, self._cover, wanted)
        except AppError as error:
            self._ask_at = covered
            return error
        if more == 0:
            self._ask_at = covered
            return InsufficientCreditError()
        self._cover.amount += more
        self._covered = self._expected.tokens(self._cover.amount)
        self._ask_at = _early(self._covered) if more >= wanted else self._covered or 0
        return None


def _early(tokens: int | None) -> int:
    """When more is asked for: a quarter of a step before the end, or of what is held where that is less."""
    return tokens - min(tokens, STEP) // 4 if tokens else 0
