"""Counters keep what they promise, in memory and in a real Redis (X17: no parallel overshoot, never fail-open)."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_app.integrations.counters.memory import MemoryCounters
from chat_app.integrations.counters.port import Count, CounterStore
from chat_app.integrations.counters.redis import RedisCounters, SteadyCounters, configured_counters
from chat_app.services.kernel.ids import new_id
from tests.fakes.redis_server import RedisServer
from tests.waiting import PATIENCE, eventually


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path_factory.mktemp("redis"))
    server.start()
    yield server
    server.stop()


@pytest.fixture(params=["memory", "redis"])
async def counters(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[CounterStore]:
    # A busy machine may be late with fifty answers at once; what is promised is the number.
    monkeypatch.setattr("chat_app.integrations.counters.redis.TIMEOUT_SECONDS", PATIENCE)
    store = MemoryCounters() if request.param == "memory" else RedisCounters(request.getfixturevalue("redis").url)
    yield store
    await store.close()


@pytest.fixture
def key() -> str:
    return new_id()


async def test_fifty_in_parallel_at_the_edge_get_exactly_the_limit(counters, key):
    answers = await asyncio.gather(*(counters.take([Count(key, 20, 60)]) for _ in range(50)))

    assert sum(answer is None for answer in answers) == 20


async def test_tells_how_long_to_wait(counters, key):
    assert await counters.take([Count(key, 1, 60)]) is None

    full = await counters.take([Count(key, 1, 60)])

    assert full.place == 0
    assert 55 < full.seconds <= 60


async def test_begins_anew_when_the_time_is_over(counters, key):
    assert await counters.take([Count(key, 1, 2)]) is None
    assert await counters.take([Count(key, 1, 2)])

    async def is_taken() -> bool:
        return await counters.take([Count(key, 1, 2)]) is None

    await eventually(is_taken)


async def test_takes_all_or_none(counters, key):
    assert await counters.take([Count(f"{key}a", 5, 60), Count(f"{key}b", 1, 60)]) is None

    full = await counters.take([Count(f"{key}a", 5, 60, 3), Count(f"{key}b", 1, 60)])

    assert full.place == 1
    assert await counters.take([Count(f"{key}a", 5, 60, 4)]) is None


async def test_more_than_fits_at_once_is_refused(counters, key):
    full = await counters.take([Count(key, 10, 60, 11)])

    assert full
    assert await counters.take([Count(key, 10, 60, 10)]) is None


async def test_nothing_to_count_is_fine(counters):
    assert await counters.take([]) is None


@given(st.integers(1, 30), st.lists(st.integers(1, 10), max_size=40))
def test_memory_never_counts_over_the_limit(limit: int, amounts: list[int]):
    async def run() -> int:
        counters, taken = MemoryCounters(lambda: 0.0), 0
        for amount in amounts:
            taken += amount if await counters.take([Count("x", limit, 60, amount)]) is None else 0
        return taken

    assert asyncio.run(run()) <= limit


async def test_memory_forgets_the_short_before_the_long():
    """X17: a flood of keys must not free a day's limit."""
    counters = MemoryCounters(max_keys=100)
    assert await counters.take([Count("day", 1, 86_400)]) is None
    for number in range(1_000):
        await counters.take([Count(f"net:{number}", 10, 60)])

    assert await counters.take([Count("day", 1, 86_400)])
    assert len(counters._used) <= 101


async def test_without_redis_each_process_counts_for_itself(tmp_path, key, caplog):
    server = RedisServer(tmp_path)
    counters = configured_counters(server.url)
    caplog.set_level(logging.WARNING)

    answers = [await counters.take([Count(key, 3, 60)]) for _ in range(10)]
    await counters.close()

    assert sum(answer is None for answer in answers) == 3
    assert len(caplog.records) == 1


async def test_goes_back_to_redis_when_it_is_back(tmp_path, key, monkeypatch):
    monkeypatch.setattr("chat_app.integrations.counters.redis.AGAIN_AFTER_SECONDS", 0.0)
    monkeypatch.setattr("chat_app.integrations.counters.redis.TIMEOUT_SECONDS", PATIENCE)
    server = RedisServer(tmp_path)
    server.start()
    counters, other = SteadyCounters(RedisCounters(server.url)), RedisCounters(server.url)
    assert await counters.take([Count(key, 2, 60)]) is None
    server.stop()
    assert await counters.take([Count(key, 1, 60)]) is None
    assert await counters.take([Count(key, 1, 60)])

    server.start()
    assert await other.take([Count(key, 1, 60)]) is None

    assert await counters.take([Count(key, 1, 60)])
    await asyncio.gather(counters.close(), other.close())
    server.stop()


async def test_a_redis_that_takes_calls_and_says_nothing_holds_nobody_up_and_lets_nobody_through() -> None:
    silent = asyncio.Event()

    async def listen(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await silent.wait()
        writer.close()

    async with await asyncio.start_server(listen, "127.0.0.1", 0) as server:
        counters = configured_counters(f"redis://127.0.0.1:{server.sockets[0].getsockname()[1]}/0")
        begun = time.monotonic()
        answers = await asyncio.gather(*(counters.take([Count("a", 5, 60)]) for _ in range(30)))
        assert time.monotonic() - begun < 10
        assert answers.count(None) == 5
        silent.set()
        await counters.close()
