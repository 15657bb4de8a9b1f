"""The part "breaker": one of two providers goes away under 20 people; the other's answers must not feel it, and it must be back at once.

Twice: its port is closed (each request fails at once), and it hangs (it takes connections and says nothing).
"""

from __future__ import annotations

import asyncio
import os
import signal
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench import figures
from bench.servers import Server, upstream
from bench.upstream.model_name import model_name
from chat_app.db import migrate
from chat_app.models import TurnStatus
from chat_app.services.chat.dto import NewTurn
from chat_app.services.kernel.actor import Actor
from chat_app.services.site.sections import Fallbacks
from chat_app.settings import Settings
from chat_app.wiring import Services, build_services

USERS = 20
PAUSE = 0.2
"""Seconds between an answer and the next question of a person."""
QUIET = 15.0
ANSWER = model_name(tokens=40, tps=100)
STEADY, SHAKY = f"openai/{ANSWER}", f"runpod/{ANSWER}"
BACK_AT_MOST = 15.0


class Person:
    """Asks again and again; keeps when each answer began, how it ended and how long it took."""

    def __init__(self, parts: Services, actor: Actor, model_id: str) -> None:
        self._parts = parts
        self._actor = actor
        self._model_id = model_id
        self.answers: list[tuple[float, float, bool]] = []
        """When it was asked, milliseconds to the end, whether it ended well."""

    async def ask_until(self, over: Callable[[], bool]) -> None:
        while not over():
            began = time.monotonic()
            turn = await self._parts.turns.begin(self._actor, NewTurn("", text="Hello", model_id=self._model_id))
            async for _batch in self._parts.turns.follow(self._actor, turn.id):
                pass
            ended = await self._parts.turns.get(self._actor, turn.id)
            self.answers.append((began, (time.monotonic() - began) * 1000, ended.status == TurnStatus.COMPLETE))
            await asyncio.sleep(PAUSE)


def measure(seconds: float = 60.0) -> None:
    """Measure both ways of being away, each for so long."""
    results = {way: asyncio.run(_outage(seconds, hangs=way == "hangs")) for way in ("refuses", "hangs")}
    figures.save("breaker", {"users": USERS, "seconds": seconds, **results})


async def _outage(seconds: float, *, hangs: bool) -> dict[str, object]:
    with upstream() as steady, upstream() as shaky, tempfile.TemporaryDirectory(prefix="parley-breaker-") as folder:
        parts = await _services(Path(folder), steady.url, shaky.url)
        try:
            return await _watch(parts, shaky, seconds, hangs=hangs)
        finally:
            await parts.close()


async def _services(folder: Path, steady: str, shaky: str) -> Services:
    settings = Settings(
        data_dir=folder, openai_base_url=f"{steady}/v1", runpod_base_url=f"{shaky}/v1", title_generation=False, ollama_url=""
    )
    migrate(settings.sqlalchemy_url)
    parts = build_services(settings)
    owner = await parts.accounts.owner()
    # Failures are to be seen as such here.
    await parts.site.save(owner, Fallbacks(stand_in=False))
    return parts


async def _watch(parts: Services, shaky: Server, seconds: float, *, hangs: bool) -> dict[str, object]:
    owner = await parts.accounts.owner()
    people = [Person(parts, owner, STEADY if number % 2 else SHAKY) for number in range(USERS)]
    over = asyncio.Event()
    asking = [asyncio.create_task(person.ask_until(over.is_set)) for person in people]
    try:
        # The first answers pay for what is loaded once.
        await asyncio.sleep(3)
        before = time.monotonic()
        await asyncio.sleep(QUIET)
        went = time.monotonic()
        _go_away(shaky, hangs=hangs)
        await asyncio.sleep(seconds)
        _come_back(shaky, hangs=hangs)
        back = time.monotonic()
        await asyncio.sleep(BACK_AT_MOST)
    finally:
        over.set()
        await asyncio.gather(*asking)
    return _figures(people, before, went, back)


def _go_away(server: Server, *, hangs: bool) -> None:
    if hangs:
        os.kill(server.pid, signal.SIGSTOP)
    else:
        server.kill()


def _come_back(server: Server, *, hangs: bool) -> None:
    if hangs:
        os.kill(server.pid, signal.SIGCONT)
    else:
        server.start()


def _figures(people: list[Person], before: float, went: float, back: float) -> dict[str, object]:
    steady = [answer for person in people[1::2] for answer in person.answers]
    shaky = [answer for person in people[0::2] for answer in person.answers]
    quiet = [ms for began, ms, _ in steady if before <= began < went]
    outage = [ms for began, ms, _ in steady if went <= began < back]
    returned = min((began + ms / 1000 for began, ms, well in shaky if well and began + ms / 1000 >= back), default=back + BACK_AT_MOST)
    refused = [ms for began, ms, well in shaky if went <= began < back and not well]
    last_failure = max((began for began, _, well in shaky if not well and began >= back), default=back)
    ratio = figures.percentile(outage, 0.95) / max(1.0, figures.percentile(quiet, 0.95))
    return {
        "steady_answers": len(outage),
        "steady_errors": sum(not well for _, _, well in steady),
        "steady_p95_ms_before": round(figures.percentile(quiet, 0.95), 1),
        "steady_p95_ms_during": round(figures.percentile(outage, 0.95), 1),
        "p95_ratio": round(ratio, 3),
        "failed_requests": len(refused),
        "failed_p50_ms": round(figures.percentile(refused, 0.5), 1),
        "first_answer_after_s": round(returned - back, 2),
        "last_failure_after_s": round(last_failure - back, 2),
    }
