"""Bursts of changes become one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from chat_app.services.chat.dto import ConversationChange
from chat_app.state.chat.coalescing import coalesced
from tests.fakes.clock_loop import run
from tests.waiting import PATIENCE

ONE, TWO, THREE = (ConversationChange(name, "turn") for name in ("one", "two", "three"))


async def changes(*steps: ConversationChange | float) -> AsyncIterator[ConversationChange]:
    """Plays changes, and pauses in seconds."""
    for step in steps:
        if isinstance(step, float):
            await asyncio.sleep(step)
        else:
            yield step


def batches_of(*steps: ConversationChange | float, seconds: float, apart: float = 0.0) -> list[set[ConversationChange]]:
    """What becomes of changes, on a clock of their own: here, pauses have to be exact."""

    async def collect() -> list[set[ConversationChange]]:
        return [batch async for batch in coalesced(changes(*steps), seconds, apart)]

    return run(collect())


def test_a_burst_is_one_batch_and_what_comes_later_another() -> None:
    batches = batches_of(ONE, ONE, TWO, 0.3, THREE, 0.2, seconds=0.05)
    assert batches == [{ONE, TWO}, {THREE}]


def test_nothing_is_lost_at_the_border() -> None:
    steps = [step for number in range(20) for step in (ConversationChange(str(number), "turn"), 0.01)]
    seen = [change for batch in batches_of(*steps, 0.2, seconds=0.03) for change in batch]
    assert len(seen) == len(set(seen)) == 20


def test_batches_keep_their_distance() -> None:
    batches = batches_of(ONE, 0.1, TWO, 0.05, THREE, 1.0, seconds=0.02, apart=0.5)
    assert batches == [{ONE}, {TWO, THREE}]


async def test_ends_its_source() -> None:
    ended = asyncio.Event()

    async def source() -> AsyncIterator[ConversationChange]:
        try:
            yield ONE
            await asyncio.sleep(60)
        finally:
            ended.set()

    batches = coalesced(source(), 0.01)
    assert await anext(batches) == {ONE}
    await batches.aclose()
    await asyncio.wait_for(ended.wait(), PATIENCE)
