"""How providers do: from real traffic, and from a light look at those whose circuit is open."""

from __future__ import annotations

import asyncio
import logging
import statistics
import time
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta

from chat_app import errors
from chat_app.integrations.llm.port import LlmGateway
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.routing.breaker import BreakerRules, Circuit, CircuitBreaker, Permit
from chat_app.services.routing.dto import ProviderHealth

logger = logging.getLogger(__name__)

SLOW_MS = 10_000
REMEMBERED = 20
CHECK_SECONDS = 2.0
CHECK_PATIENCE = 2.0
OWN_FAULT = (
    errors.UpstreamAuthError,
    errors.UpstreamRateLimitError,
    errors.UpstreamRefusedError,
    errors.UpstreamInvalidRequestError,
    errors.ContextTooLongError,
)
"""Of whoever asks, or of their account: the provider itself does well."""
NO_NEWS = (errors.UpstreamRefusedError, errors.UpstreamInvalidRequestError, errors.ContextTooLongError)
"""Says nothing of the provider at all."""


class ProviderWatch:
    """One provider's circuit and what was seen of it."""

    def __init__(self, rules: BreakerRules, now: Callable[[], float], clock: Clock) -> None:
        self.breaker = CircuitBreaker(rules, now)
        self._clock = clock
        self._first_words: deque[int] = deque(maxlen=REMEMBERED)
        self._problem = ""
        self._asked_at: datetime | None = None

    def admit(self, provider: str) -> Permit:
        """Let a request through; raises `UpstreamPausedError` at once while the provider is left alone."""
        permit = self.breaker.admit()
        if permit is None:
            raise errors.UpstreamPausedError(provider=provider)
        return permit

    def saw_first_word(self, permit: Permit, milliseconds: int) -> None:
        self._first_words.append(milliseconds)
        permit.answered()

    def saw_success(self, permit: Permit) -> None:
        self._problem, self._asked_at = "", self._clock()
        permit.succeeded()

    def saw_failure(self, permit: Permit, error: errors.UpstreamError) -> None:
        if not isinstance(error, NO_NEWS):
            self._problem, self._asked_at = error.key, self._clock()
        if isinstance(error, OWN_FAULT):
            # It answered, if only with a refusal: for a trial that is enough.
            permit.answered()
            permit.release()
        else:
            permit.failed()

    def health(self) -> ProviderHealth:
        """As a record."""
        median = int(statistics.median(self._first_words)) if self._first_words else None
        if self.breaker.circuit is not Circuit.CLOSED:
            until = self._clock() + timedelta(seconds=self.breaker.opens_in)
            return ProviderHealth("open", until, self._problem, median, self._asked_at)
        if self._problem:
            return ProviderHealth("failing", None, self._problem, median, self._asked_at)
        state = "unknown" if self._asked_at is None else "slow" if median is not None and median > SLOW_MS else "ok"
        return ProviderHealth(state, None, "", median, self._asked_at)


class HealthBook:
    """The watches of all providers, by the first part of their models' ids."""

    def __init__(self, rules: BreakerRules | None = None, now: Callable[[], float] = time.monotonic, clock: Clock = utc_now) -> None:
        self._rules = rules or BreakerRules()
        self._now = now
        self._clock = clock
        self._watches: dict[str, ProviderWatch] = {}
        self._checks: dict[str, asyncio.Task[None]] = {}

    def begin(self, slug: str) -> ProviderWatch:
        """A new watch: the provider is new, or was changed, and what was seen before says nothing."""
        self._watches[slug] = ProviderWatch(self._rules, self._now, self._clock)
        return self._watches[slug]

    def of(self, slug: str) -> ProviderHealth:
        """How a provider does; unknown for one that was never asked."""
        watch = self._watches.get(slug)
        return watch.health() if watch else ProviderHealth()

    def invite(self, slug: str) -> None:
        """Somebody found the provider reachable: the next request may try at once."""
        if watch := self._watches.get(slug):
            watch.breaker.invite()

    def look_after(self, slug: str, watch: ProviderWatch, gateway: LlmGateway) -> None:
        """While the circuit is open, ask the provider every few seconds for no more than its models."""
        running = self._checks.get(slug)
        if watch.breaker.circuit is not Circuit.CLOSED and (running is None or running.done()):
            self._checks[slug] = asyncio.create_task(_look(slug, watch, gateway), name=f"health of {slug}")

    async def close(self) -> None:
        """End all looking."""
        for task in self._checks.values():
            task.cancel()
        await asyncio.gather(*self._checks.values(), return_exceptions=True)


async def _look(slug: str, watch: ProviderWatch, gateway: LlmGateway) -> None:
    logger.warning("the circuit of %s is open", slug)
    while watch.breaker.circuit is not Circuit.CLOSED:
        await asyncio.sleep(CHECK_SECONDS)
        try:
            async with asyncio.timeout(CHECK_PATIENCE):
                await gateway.list_models()
        except (errors.UpstreamError, TimeoutError):
            continue
        except Exception:
            logger.exception("the look at %s failed unexpectedly", slug)
            return
        watch.breaker.invite()
    logger.warning("the circuit of %s is closed", slug)
