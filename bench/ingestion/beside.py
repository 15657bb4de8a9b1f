"""Documents are read while people chat: pages per minute, and what the streams and the event loop notice of it.

The model is the one that `PARLEY_EMBEDDING_MODEL_PATH` names; without one there are no vectors, and the figures say so.
"""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path
from typing import Any

import aiohttp
import uvloop

from bench import machine
from bench.figures import percentile
from bench.servers import Parley, running_parley, upstream
from bench.streams.measure import Level, run_level
from bench.streams.targets import ThroughParley

CHATTING = Level(10, requests=4, tokens=150)
WARM_UP = Level(5, tokens=20)
PROBE_SECONDS = 0.02
FILES_AT_ONCE = 5


def measure(corpus: Path, copies: int, patience: float) -> dict[str, object]:
    """Chats alone, then chats while `copies` of each PDF of the corpus are read."""
    with upstream() as source, running_parley(source.url, {"PARLEY_EMBEDDING_MODEL": ""}) as parley:
        uvloop.run(run_level(ThroughParley(parley.port), WARM_UP, parley.pid))
        machine.wait_until_quiet(patience)
        alone = uvloop.run(_chat(parley))
        beside = uvloop.run(_read_and_chat(parley, sorted(corpus.glob("*.pdf")), copies))
    added = {f"added_lag_{share}": round(beside[f"lag_{share}"] - alone[f"lag_{share}"], 2) for share in ("p50", "p95", "p99")}
    return {"vectors": bool(os.environ.get("PARLEY_EMBEDDING_MODEL_PATH")), "alone": alone, "beside": beside, **added}


async def _chat(parley: Parley) -> dict[str, Any]:
    """One run of streams, with how long the event loop kept the smallest request waiting."""
    waits: list[float] = []
    probing = asyncio.create_task(_probe(parley, waits))
    row = await run_level(ThroughParley(parley.port), CHATTING, parley.pid)
    probing.cancel()
    return {
        **row,
        "loop_p50": round(percentile(waits, 0.5), 2),
        "loop_p95": round(percentile(waits, 0.95), 2),
        "loop_p99": round(percentile(waits, 0.99), 2),
    }


async def _probe(parley: Parley, waits: list[float]) -> None:
    """In ms; the way there and back is in it, so that the true lag is a little less."""
    async with aiohttp.ClientSession(parley.url) as session:
        while True:
            began = time.perf_counter()
            async with session.get("/health") as answer:
                await answer.read()
            waits.append((time.perf_counter() - began) * 1000)
            await asyncio.sleep(PROBE_SECONDS)


async def _read_and_chat(parley: Parley, files: list[Path], copies: int) -> dict[str, Any]:
    async with aiohttp.ClientSession(parley.url) as session:
        sent = await _send(session, files, copies)
        began, rows = time.monotonic(), list[dict[str, Any]]()
        while not rows or not await _is_done(session):
            rows.append(await _chat(parley))
        seconds = time.monotonic() - began
        pages, ready = await _pages(session)
    worst = max(rows, key=lambda row: row["lag_p95"])
    return {
        **worst,
        "runs": len(rows),
        "files": sent,
        "ready": ready,
        "pages": pages,
        "seconds": round(seconds, 1),
        "pages_per_minute": round(pages * 60 / seconds, 1),
    }


async def _send(session: aiohttp.ClientSession, files: list[Path], copies: int) -> int:
    """Each copy has bytes of its own, or it would be read once."""
    named = [(f"{copy}-{path.name}", path.read_bytes() + f"\n% {copy}\n".encode()) for copy in range(copies) for path in files]
    for start in range(0, len(named), FILES_AT_ONCE):
        form = aiohttp.FormData()
        for name, data in named[start : start + FILES_AT_ONCE]:
            form.add_field("files", data, filename=name)
        async with session.post("/api/v1/documents", data=form) as answer:
            answer.raise_for_status()
    return len(named)


async def _is_done(session: aiohttp.ClientSession) -> bool:
    async with session.get("/api/v1/documents", params={"limit": 1}) as answer:
        counts = (await answer.json())["standing"]["counts"]
    return not counts.get("waiting", 0) and not counts.get("working", 0)


async def _pages(session: aiohttp.ClientSession) -> tuple[int, int]:
    pages, ready, cursor = 0, 0, ""
    while True:
        async with session.get("/api/v1/documents", params={"limit": 100, "state": "ready", "cursor": cursor}) as answer:
            found = await answer.json()
        pages += sum(document["pages"] for document in found["items"])
        ready += len(found["items"])
        if not (cursor := found["next_cursor"]):
            return pages, ready
