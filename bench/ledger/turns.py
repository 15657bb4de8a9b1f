"""What charging adds to an answer: the same chat with and without it, in one process and in turns, so that both meet the same machine."""

from __future__ import annotations

import asyncio
import statistics
import time
from dataclasses import dataclass, field

from bench.failpoints.shop import Shop
from chat_app.db import Database, migrate
from chat_app.services.catalogue.dto import Route
from chat_app.services.chat.dto import NewTurn
from chat_app.services.chat.events import EventType
from chat_app.services.kernel.actor import Actor

ROUNDS, WARM_UP = 300, 30


@dataclass
class Cost:
    """Milliseconds of answers: to the first word, and of the processor in all."""

    first_word: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)


async def measure_turns(url: str, rounds: int = ROUNDS) -> dict[str, float]:
    """What charging adds at the median and at the 95th percentile; the latter is that of pairs that ran beside each other."""
    migrate(url)
    db = Database(url)
    free, paid = Shop(db), Shop(db)
    paid.open()
    # The first is of a house that does not charge: nothing wraps its way.
    free.cover.cover = _uncovered  # type: ignore[method-assign]
    actor, costs = paid.person(), (Cost(), Cost())
    try:
        for at in range(-WARM_UP, rounds):
            for shop, cost in zip((free, paid), costs, strict=True):
                first_word, cpu = await _ask(shop, actor)
                if at >= 0:
                    cost.first_word.append(first_word)
                    cost.cpu.append(cpu)
    finally:
        await free.turns.close()
        await paid.turns.close()
        db.close()
    return _added(*costs)


async def _uncovered(_actor: Actor, route: Route) -> Route:
    return route


async def _ask(shop: Shop, actor: Actor) -> tuple[float, float]:
    began, busy, first_word = time.perf_counter(), time.process_time(), 0.0
    turn = await shop.turns.begin(actor, NewTurn("", text="Hello"))
    async for batch in shop.turns.follow(actor, turn.id):
        if not first_word and any(event.type == EventType.DELTA for event in batch):
            first_word = time.perf_counter() - began
    # What is settled behind the last event belongs to it.
    await asyncio.sleep(0.002)
    return first_word * 1_000, (time.process_time() - busy) * 1_000


def _added(free: Cost, paid: Cost) -> dict[str, float]:
    def p95(values: list[float]) -> float:
        return statistics.quantiles(values, n=20)[18]

    return {
        "first_word_ms_median": round(statistics.median(paid.first_word) - statistics.median(free.first_word), 2),
        "first_word_ms_p95": round(p95(paid.first_word) - p95(free.first_word), 2),
        "cpu_ms_median": round(statistics.median(paid.cpu) - statistics.median(free.cpu), 2),
        "cpu_ms_mean": round(statistics.mean(paid.cpu) - statistics.mean(free.cpu), 2),
        "turn_cpu_ms_without": round(statistics.median(free.cpu), 2),
    }
