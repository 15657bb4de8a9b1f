"""Counters that several processes share, in Redis; while it is away each process counts for itself."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence

from redis.asyncio import Redis
from redis.exceptions import RedisError

from chat_app.integrations.counters.memory import MemoryCounters
from chat_app.integrations.counters.port import Count, CounterStore, Full

logger = logging.getLogger(__name__)

PREFIX = "parley:{limits}:"
"""The braces keep all counters on one node of a cluster, where a script can see them together."""
TIMEOUT_SECONDS = 0.5
AGAIN_AFTER_SECONDS = 5.0

# One script is one step for Redis: between looking and adding nobody else gets in.
TAKE = """
for place, key in ipairs(KEYS) do
  local used = tonumber(redis.call('GET', key) or '0')
  if used + tonumber(ARGV[place * 3 - 2]) > tonumber(ARGV[place * 3 - 1]) then
    local left = redis.call('PTTL', key)
    if left < 0 then left = tonumber(ARGV[place * 3]) * 1000 end
    return {place, left}
  end
end
for place, key in ipairs(KEYS) do
  redis.call('INCRBY', key, ARGV[place * 3 - 2])
  if redis.call('PTTL', key) < 0 then redis.call('EXPIRE', key, ARGV[place * 3]) end
end
return {0, 0}
"""


class RedisCounters:
    """Counts in Redis; raises what its client raises."""

    def __init__(self, url: str) -> None:
        """Connects when first needed."""
        self._redis = Redis.from_url(url, socket_timeout=TIMEOUT_SECONDS, socket_connect_timeout=TIMEOUT_SECONDS)
        self._take = self._redis.register_script(TAKE)

    async def take(self, counts: Sequence[Count]) -> Full | None:
        if not counts:
            return None
        arguments = [value for count in counts for value in (count.amount, count.limit, count.seconds)]
        place, left = await self._take(keys=[PREFIX + count.key for count in counts], args=arguments)
        return Full(int(place) - 1, max(0, int(left)) / 1000) if int(place) else None

    async def close(self) -> None:
        await self._redis.aclose()


class SteadyCounters:
    """Redis as long as it answers, else this process's own count: a limit never ceases because a server does."""

    def __init__(self, shared: CounterStore, own: CounterStore | None = None) -> None:
        self._shared = shared
        self._own = own or MemoryCounters()
        self._away_until = 0.0
        self._is_away = False

    async def take(self, counts: Sequence[Count]) -> Full | None:
        if time.monotonic() >= self._away_until:
            try:
                full = await self._shared.take(counts)
            except (RedisError, OSError, TimeoutError) as problem:
                self._lost(problem)
            else:
                self._is_away = False
                return full
        return await self._own.take(counts)

    async def close(self) -> None:
        await self._shared.close()

    def _lost(self, problem: Exception) -> None:
        self._away_until = time.monotonic() + AGAIN_AFTER_SECONDS
        if not self._is_away:
            logger.warning("Redis cannot be reached (%s); limits are counted by this process alone", type(problem).__name__)
        self._is_away = True


def configured_counters(redis_url: str) -> CounterStore:
    """Counters for the settings: shared with an address, else this process's own."""
    return SteadyCounters(RedisCounters(redis_url)) if redis_url else MemoryCounters()
