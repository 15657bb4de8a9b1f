"""The part "crash": the process is killed in mid-stream, again and again, at moments nobody chose.

What the client has seen is compared with what the database has after the next start.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from dataclasses import dataclass

from bench import figures
from bench.servers import Parley, upstream
from bench.streams.measure import Answer
from bench.streams.targets import ThroughParley, call
from bench.upstream.model_name import model_name

STREAMS = 5
TOKENS_PER_SECOND = 50
EARLIEST, LATEST = 0.2, 5.0
"""Seconds after the streams begin, between which the process is killed."""
SETTLED_WITHIN = 60.0
MODEL = model_name(tokens=1000, tps=TOKENS_PER_SECOND, ttft_ms=50, stamped=True)
QUICK_MODEL = f"openai/{model_name(tokens=20)}"


@dataclass(frozen=True, slots=True)
class Loss:
    """One kill: seconds of stream that a client had seen and the database had not, the worst of all streams."""

    killed_after_s: float
    lost_s: float
    settled_after_s: float
    still_running: int
    continued: int


def measure(kills: int = 20, seed: int = 1) -> None:
    """Measure and keep `crash.json`. The same seed kills at the same moments."""
    chance, losses = random.Random(seed), []
    with upstream() as source:
        app = Parley(source.url)
        app.start()
        try:
            for _ in range(kills):
                losses.append(_kill_once(app, chance.uniform(EARLIEST, LATEST)))
                print(losses[-1], flush=True)
        finally:
            app.stop()
            app.forget()
    figures.save("crash", _summary(losses))


def _kill_once(app: Parley, after: float) -> Loss:
    target, seen = ThroughParley(app.port), [Answer() for _ in range(STREAMS)]
    asyncio.run(_watch_and_kill(app, target, seen, after))
    app.start()
    started = time.monotonic()
    while (running := _running(app)) and time.monotonic() - started < SETTLED_WITHIN:
        time.sleep(0.1)
    settled = time.monotonic() - started
    lost = [answer.tokens - _saved_tokens(app, chat) for chat, answer in zip(target.chats, seen, strict=True)]
    continued = sum(_continues(app, chat) for chat in target.chats)
    return Loss(round(after, 2), round(max(0, *lost) / TOKENS_PER_SECOND, 2), round(settled, 1), running, continued)


async def _watch_and_kill(app: Parley, target: ThroughParley, seen: list[Answer], after: float) -> None:
    await target.prepare(STREAMS)
    watching = [asyncio.create_task(_watch(target, number, answer)) for number, answer in enumerate(seen)]
    await asyncio.sleep(after)
    app.kill()
    await asyncio.gather(*watching)


async def _watch(target: ThroughParley, number: int, answer: Answer) -> None:
    with contextlib.suppress(ConnectionError):
        await target.ask(number, MODEL, answer.take)


def _running(app: Parley) -> int:
    return int(str(app.query("SELECT count(*) FROM turns WHERE status IN ('running', 'queued')")[0][0]))


def _saved_tokens(app: Parley, chat_id: str) -> int:
    rows = app.query("SELECT text FROM messages WHERE conversation_id = ? AND role = 'assistant'", chat_id)
    return str(rows[0][0]).count(":") if rows else 0


def _continues(app: Parley, chat_id: str) -> bool:
    """Whether the interrupted answer can be continued, with the text there was as its beginning."""
    before = _answer(app, chat_id)
    body = {"kind": "continue", "message_id": before["id"], "model_id": QUICK_MODEL}
    call(app.port, "POST", f"/api/v1/conversations/{chat_id}/messages", body)
    after = _answer(app, chat_id)
    grown = after["text"].startswith(before["text"]) and len(after["text"]) > len(before["text"])
    return before["status"] == "interrupted" and after["status"] == "complete" and grown


def _answer(app: Parley, chat_id: str) -> dict[str, str]:
    return call(app.port, "GET", f"/api/v1/conversations/{chat_id}/messages")["messages"][-1]


def _summary(losses: list[Loss]) -> dict[str, object]:
    return {
        "kills": len(losses),
        "streams_each": STREAMS,
        "lost_s_p50": figures.percentile([loss.lost_s for loss in losses], 0.5),
        "lost_s_max": max(loss.lost_s for loss in losses),
        "settled_after_s_max": max(loss.settled_after_s for loss in losses),
        "still_running": sum(loss.still_running for loss in losses),
        "continued": sum(loss.continued for loss in losses),
        "continued_share": sum(loss.continued for loss in losses) / (len(losses) * STREAMS),
        "answers": len(losses) * STREAMS,
    }
