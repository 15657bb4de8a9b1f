"""Times searches and writes of the index, in this process, without HTTP."""

from __future__ import annotations

import asyncio
import time

from sqlalchemy import text
from sqlmodel import Session

from bench import figures, machine
from bench.search.texts import Texts
from chat_app.db import Database
from chat_app.services.accounts.owner import OWNER_ID
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import utc_now
from chat_app.services.search.indexing import message_entry, write_entry
from chat_app.services.search.service import SearchService

OPERATORS = (" before:2026", " after:2026-06", " model:gpt-4o", " -server")
WARM_UP = 20


async def searches(database: Database, queries: list[str], patience: float) -> dict[str, object]:
    """Milliseconds per search, one after the other; every sixth has an operator."""
    search, actor = SearchService(database), Actor(OWNER_ID)
    asked = [query + (OPERATORS[number // 6 % 4] if number % 6 == 0 else "") for number, query in enumerate(queries)]
    for query in asked[:WARM_UP]:
        await search.search(actor, query)
    await asyncio.to_thread(machine.wait_until_quiet, patience)
    busy, own, cpu, times = machine.Busy.now(), machine.own_cpu_seconds(), time.process_time(), list[float]()
    found = 0
    for query in asked:
        started = time.perf_counter()
        found += bool((await search.search(actor, query)).hits)
        times.append((time.perf_counter() - started) * 1000)
    others = busy.seconds_since() - (machine.own_cpu_seconds() - own)
    return {
        "searches": len(asked),
        "with_hits": found,
        "p50_ms": round(figures.percentile(times, 0.5), 1),
        "p95_ms": round(figures.percentile(times, 0.95), 1),
        "p99_ms": round(figures.percentile(times, 0.99), 1),
        "max_ms": round(max(times), 1),
        "own_cpu_ms": round((time.process_time() - cpu) * 1000 / len(asked), 1),
        "others_busy_s": round(max(0.0, others), 2),
    }


def writes(database: Database, texts: Texts, count: int = 400) -> dict[str, object]:
    """Milliseconds that indexing a usual message adds to its transaction: stems, rows, and what the commit takes longer."""
    ids = database.read_now(lambda session: _some_messages(session, count))
    stems, rows = list[float](), list[float]()
    for message_id, chat_id in ids:
        said = texts.text(75)
        started = time.perf_counter()
        entry = message_entry(OWNER_ID, chat_id, message_id, said, utc_now())
        stems.append((time.perf_counter() - started) * 1000)

        def write(session: Session, entry=entry) -> None:
            begun = time.perf_counter()
            write_entry(session, entry)
            rows.append((time.perf_counter() - begun) * 1000)

        database.write_now(write)
    return {"stems_ms": round(figures.percentile(stems, 0.5), 3), "rows_ms": round(figures.percentile(rows, 0.5), 3)}


def _some_messages(session: Session, count: int) -> list[tuple[str, str]]:
    rows = session.execute(text("SELECT id, conversation_id FROM messages ORDER BY id DESC LIMIT :count"), {"count": count}).all()
    return [(message_id, chat_id) for message_id, chat_id in rows]
