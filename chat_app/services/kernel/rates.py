"""Limits on how often something may happen: token buckets, counted in memory."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float


class TokenBuckets:
    """One bucket per key: `burst` at once, refilled with `rate` per second. Time is `now()` in seconds."""

    def __init__(self, rate: float, burst: int, *, max_keys: int = 10_000, now: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate
        self._burst = burst
        self._max_keys = max_keys
        self._now = now
        self._buckets: dict[str, _Bucket] = {}

    def take(self, key: str) -> bool:
        """Take one token; False when the bucket is empty."""
        now = self._now()
        bucket = self._buckets.get(key)
        if bucket is None:
            self._make_room(now)
            bucket = self._buckets[key] = _Bucket(self._burst, now)
        bucket.tokens = min(self._burst, bucket.tokens + (now - bucket.at) * self._rate)
        bucket.at = now
        if bucket.tokens < 1:
            return False
        bucket.tokens -= 1
        return True

    def _make_room(self, now: float) -> None:
        """Drop buckets that are full again: forgetting them changes nothing."""
        if len(self._buckets) < self._max_keys:
            return
        full_after = self._burst / self._rate
        self._buckets = {key: bucket for key, bucket in self._buckets.items() if now - bucket.at < full_after}
        if len(self._buckets) >= self._max_keys:
            del self._buckets[min(self._buckets, key=lambda key: self._buckets[key].at)]
