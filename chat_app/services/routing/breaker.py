"""A circuit breaker: a provider that is down is left alone, so that nobody waits for it, and tried carefully until it is back."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Circuit(StrEnum):
    CLOSED = "closed"
    """Requests go out."""
    OPEN = "open"
    """They are refused at once."""
    HALF_OPEN = "half_open"
    """One goes out to see whether the provider is back; the others are refused."""


@dataclass(frozen=True, slots=True)
class BreakerRules:
    """When a circuit opens, and how long it stays so. Times in seconds."""

    in_a_row: int = 5
    """Failures one after the other."""
    share: float = 0.5
    least: int = 10
    window: float = 30.0
    """Or such a share of at least so many requests that ended within the window."""
    pause: float = 4.0
    """How long it is open before a request may try: a person waits no longer for a provider that is back."""
    trial: float = 4.0
    """A trial without an answer after so long does not keep the next one from trying."""


class Permit:
    """One request that was let through. Exactly the first verdict counts."""

    def __init__(self, breaker: CircuitBreaker, era: int, *, trial: bool) -> None:
        self._breaker = breaker
        self.era = era
        self.trial = trial
        self._judged = False

    def succeeded(self) -> None:
        self._judge(ok=True)

    def failed(self) -> None:
        """It was the provider's fault."""
        self._judge(ok=False)

    def answered(self) -> None:
        """First words came: enough to know that a provider is back, not yet that the request ends well."""
        if self.trial:
            self.succeeded()

    def release(self) -> None:
        """Neither: its person stopped it, or asked for what cannot be."""
        if not self._judged:
            self._judged = True
            self._breaker.let_go(self)

    def _judge(self, *, ok: bool) -> None:
        if not self._judged:
            self._judged = True
            self._breaker.judge(self, ok=ok)


class CircuitBreaker:
    """One provider's. In memory and of one process: each finds out for itself within a few requests."""

    def __init__(self, rules: BreakerRules | None = None, now: Callable[[], float] = time.monotonic) -> None:
        self._rules = rules or BreakerRules()
        self._now = now
        self._era = 0
        self._open_until: float | None = None
        self._trial: Permit | None = None
        self._trial_since = 0.0
        self._in_a_row = 0
        self._ended: deque[tuple[float, bool]] = deque(maxlen=1_000)

    @property
    def circuit(self) -> Circuit:
        if self._open_until is None:
            return Circuit.CLOSED
        return Circuit.OPEN if self._now() < self._open_until else Circuit.HALF_OPEN

    @property
    def opens_in(self) -> float:
        """Seconds until a request may try again; 0 where one may now."""
        return max(0.0, self._open_until - self._now()) if self._open_until is not None else 0.0

    @property
    def failing_share(self) -> float:
        """Of the requests that ended within the window, 0 to 1."""
        recent = self._recent()
        return recent.count(False) / len(recent) if recent else 0.0

    @property
    def failures_in_a_row(self) -> int:
        return self._in_a_row

    def admit(self) -> Permit | None:
        """Let a request through, or None where it is to be refused."""
        circuit = self.circuit
        if circuit is Circuit.CLOSED:
            return Permit(self, self._era, trial=False)
        if circuit is Circuit.OPEN or (self._trial and self._now() - self._trial_since < self._rules.trial):
            return None
        self._trial, self._trial_since = Permit(self, self._era, trial=True), self._now()
        return self._trial

    def invite(self) -> None:
        """A check found the provider reachable: the next request may try at once."""
        if self._open_until is not None:
            self._open_until = min(self._open_until, self._now())

    def judge(self, permit: Permit, *, ok: bool) -> None:
        """Count how a request ended. What began before the circuit changed says nothing about now."""
        if permit.era != self._era:
            return
        if permit.trial:
            self._judge_trial(permit, ok=ok)
            return
        self._in_a_row = 0 if ok else self._in_a_row + 1
        self._ended.append((self._now(), ok))
        if not ok and self._is_too_much():
            self._open()

    def let_go(self, permit: Permit) -> None:
        """A request ended without a verdict."""
        if permit is self._trial:
            self._trial = None

    def _judge_trial(self, permit: Permit, *, ok: bool) -> None:
        if ok:
            self._era += 1
            self._open_until, self._trial, self._in_a_row = None, None, 0
            self._ended.clear()
        elif permit is self._trial:
            self._open()

    def _open(self) -> None:
        self._era += 1
        self._open_until, self._trial = self._now() + self._rules.pause, None

    def _is_too_much(self) -> bool:
        recent = self._recent()
        by_share = len(recent) >= self._rules.least and recent.count(False) >= len(recent) * self._rules.share
        return by_share or self._in_a_row >= self._rules.in_a_row

    def _recent(self) -> list[bool]:
        since = self._now() - self._rules.window
        return [ok for at, ok in self._ended if at >= since]
