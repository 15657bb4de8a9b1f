"""Counters of this process."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from chat_app.integrations.counters.port import Count, Full

MAX_KEYS = 50_000


class MemoryCounters:
    """Counts in a dictionary. Nothing in `take` waits, so nobody comes in between."""

    def __init__(self, now: Callable[[], float] = time.monotonic, max_keys: int = MAX_KEYS) -> None:
        self._now = now
        self._max_keys = max_keys
        self._used: dict[str, tuple[int, float]] = {}
        """How much, and until when it counts."""

    async def take(self, counts: Sequence[Count]) -> Full | None:
        now = self._now()
        for place, count in enumerate(counts):
            used, until = self._of(count, now)
            if used + count.amount > count.limit:
                return Full(place, max(0.0, until - now))
        if len(self._used) + len(counts) > self._max_keys:
            self._make_room(now)
        for count in counts:
            used, until = self._of(count, now)
            self._used[count.key] = used + count.amount, until
        return None

    async def close(self) -> None:
        """Nothing is open."""

    def _of(self, count: Count, now: float) -> tuple[int, float]:
        used, until = self._used.get(count.key, (0, 0.0))
        return (used, until) if until > now else (0, now + count.seconds)

    def _make_room(self, now: float) -> None:
        """Forget what is over; if that is not enough, what ends soonest: never what counts for a day."""
        self._used = {key: entry for key, entry in self._used.items() if entry[1] > now}
        if len(self._used) >= self._max_keys:
            soonest = sorted(self._used, key=lambda key: self._used[key][1])
            for key in soonest[: self._max_keys // 10]:
                del self._used[key]
