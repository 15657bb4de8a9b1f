"""The part "vectors"."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from bench import figures, machine
from bench.vectors.passages import PER_DOCUMENT, TENANTS, Passages, sparse
from chat_app.integrations.embeddings.local import LocalEmbedder, LocalEmbeddings
from chat_app.integrations.vectors.edge_index import EdgeIndex
from chat_app.integrations.vectors.edge_indexes import EdgeIndexes
from chat_app.integrations.vectors.port import IndexFilter
from tests.integrations.vectors.killing import kill_and_look
from tests.models import MODEL

PASSAGES, QUERIES, LIMIT = 100_000, 300, 50
DIMENSIONS = 384


def measure(passages: int = PASSAGES, kills: int = 100) -> None:
    """Measure and keep `vectors.json`."""
    folder = Path(tempfile.mkdtemp(prefix="parley-vectors-"))
    try:
        result = asyncio.run(_all(folder, passages))
        if kills:
            found = asyncio.run(kill_and_look(folder / "killed", kills))
            result["kills"] = {
                "kills": found.kills,
                "documents_confirmed": found.confirmed,
                "missing": len(found.missing),
                "back": len(found.back),
                "twice_or_in_part": len(found.torn),
                "began_empty": found.began_empty,
            }
            _say("kills", result["kills"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    figures.save("vectors", result)


async def _all(folder: Path, passages: int) -> dict[str, object]:
    made, result = Passages(), {"passages": passages, "tenants": TENANTS, "dimensions": DIMENSIONS}
    indexes = EdgeIndexes(folder / "vectors")
    index = await indexes.open("bench", DIMENSIONS)
    await index.noted()
    result["filling"] = _say("filling", await _fill(index, made, passages))
    result["flush_ms"] = _say("flush of a document", await _flushes(index, made))
    embeddings = LocalEmbeddings("", MODEL if MODEL.is_dir() else None, folder / "models")
    embedder = await embeddings.embedder()
    for name in ("as filled", "opened again", "optimized"):
        if name == "opened again":
            index = await _opened_again(index, indexes, result)
        elif name == "optimized":
            result["optimize"] = _say("optimize", await _optimized(index))
        result[name] = _say(name, await _queries(index, made, embedder))
    result["while_filling"] = _say("while filling", await _while_filling(index, made, embedder, embed=False))
    result["while_embedding"] = _say("while filling and embedding", await _while_filling(index, made, embedder, embed=True))
    result["memory_mib"] = _say("memory", _memory(index, embedder))
    result["disk_mib"] = _say("disk", _size(folder / "vectors"))
    result["deletion"] = _say("deletion of a person", await _deletion(index))
    await indexes.close()
    await embeddings.close()
    return result


async def _opened_again(index: EdgeIndex, indexes: EdgeIndexes, result: dict[str, object]) -> EdgeIndex:
    await index.settle()
    await indexes.close()
    start = time.perf_counter()
    again = await indexes.open("bench", DIMENSIONS)
    result["open"] = _say("open", {"s": round(time.perf_counter() - start, 2), "cpu_s": _cpu(again)})
    return again


async def _optimized(index: EdgeIndex) -> dict[str, object]:
    before, start = _cpu(index), time.perf_counter()
    done = await index.optimize()
    return {"done": done, "s": round(time.perf_counter() - start, 2), "cpu_s": round(_cpu(index) - before, 2)}


async def _fill(index: EdgeIndex, made: Passages, passages: int) -> dict[str, object]:
    seconds, own = 0.0, 0.0
    for points in made.documents(passages):
        start, cpu = time.perf_counter(), time.process_time()
        await index.put(points)
        seconds, own = seconds + time.perf_counter() - start, own + time.process_time() - cpu
    return {
        "points_per_s": round(passages / seconds),
        "index_cpu_s": _cpu(index),
        "app_cpu_s": round(own, 1),
        "points": sum((await index.all_documents()).values()),
    }


async def _flushes(index: EdgeIndex, made: Passages) -> dict[str, float]:
    times = []
    for number in range(20):
        await index.put(made.document(f"flushed {number}", made.tenants[0]))
        times.append(await _timed(index.flush))
    return _spread(times)


async def _queries(index: EdgeIndex, made: Passages, embedder: LocalEmbedder | None) -> dict[str, object]:
    """One person's documents, and everything that there is, as one whose projects hold it all would search it."""
    everything = IndexFilter(owner=made.tenants[0], folders=frozenset(made.tenants))
    rows: dict[str, object] = {}
    for name, where in (("one of fifty", made.where), ("all", lambda _: everything)):
        before = _cpu(index)
        times = [await _query(index, made, where(number), embedder) for number in range(QUERIES)]
        cpu = 1_000 * (_cpu(index) - before) / QUERIES
        rows[name] = {
            **{part: _spread([row[part] for row in times]) for part in times[0]},
            "index_cpu_ms": round(cpu, 2),
        }
    return rows


async def _query(index: EdgeIndex, made: Passages, where: IndexFilter, embedder: LocalEmbedder | None) -> dict[str, float]:
    question = made.query()
    times = {"embedding": 0.0}
    vector = made.vectors(1)[0]
    if embedder:
        start = time.perf_counter()
        # The passages' vectors are made up, so the question's counts for its time only.
        await embedder.embed([question], "query")
        times["embedding"] = 1_000 * (time.perf_counter() - start)
    times["dense"] = await _timed(lambda: index.search_dense(vector, where, LIMIT))
    times["words"] = await _timed(lambda: index.search_sparse(sparse(question.split()), where, LIMIT))
    times["search"] = times["dense"] + times["words"]
    times["hybrid"] = times["search"] + times["embedding"]
    return times


async def _while_filling(index: EdgeIndex, made: Passages, embedder: LocalEmbedder | None, *, embed: bool) -> dict[str, object]:
    """Somebody searches ten times a second while documents are put, flushed, and embedded where told."""
    stop, put = asyncio.Event(), 0

    async def fill() -> None:
        nonlocal put
        number = 0
        while not stop.is_set():
            if embed and embedder:
                await embedder.embed([" ".join(made.texts[0][:320])] * 2)
            await index.put(made.document(f"later {embed} {number}", made.tenants[number % TENANTS]))
            await index.flush()
            number, put = number + 1, put + PER_DOCUMENT

    filling = asyncio.create_task(fill())
    times, start = [], time.perf_counter()
    for number in range(100):
        times.append(await _query(index, made, made.where(number), embedder))
        await asyncio.sleep(0.1)
    stop.set()
    await filling
    seconds = time.perf_counter() - start
    return {**{part: _spread([row[part] for row in times]) for part in times[0]}, "points_per_s": round(put / seconds)}


async def _deletion(index: EdgeIndex) -> dict[str, object]:
    gone = [name for number, name in enumerate(await index.all_documents()) if number % TENANTS == 0]
    before, start = _cpu(index), time.perf_counter()
    await index.drop_documents(gone)
    await index.flush()
    left = set(gone) & set(await index.all_documents())
    return {
        "documents": len(gone),
        "s": round(time.perf_counter() - start, 2),
        "cpu_s": round(_cpu(index) - before, 2),
        "left": len(left),
    }


async def _timed(act: Callable[[], Awaitable[object]]) -> float:
    start = time.perf_counter()
    await act()
    return 1_000 * (time.perf_counter() - start)


def _spread(times: list[float]) -> dict[str, float]:
    return {name: round(figures.percentile(times, share), 1) for name, share in (("p50", 0.5), ("p95", 0.95), ("max", 1.0))}


def _cpu(index: EdgeIndex) -> float:
    return round(machine.cpu_seconds(index.pid), 2) if index.pid else 0.0


def _memory(index: EdgeIndex, embedder: LocalEmbedder | None) -> dict[str, float]:
    """Proportional set sizes: pages of mapped files count as long as they are in memory."""
    found = {"index": machine.pss_mib(index.pid) if index.pid else 0.0}
    if embedder and embedder.pid:
        found["embedder"] = machine.pss_mib(embedder.pid)
    return found


def _size(folder: Path) -> float:
    """What the disk gives for it: files have holes."""
    blocks = sum(path.stat().st_blocks for path in folder.rglob("*") if path.is_file())
    return round(blocks * 512 / 2**20, 1)


def _say(name: str, figure: object) -> object:
    print(f"{name}: {figure} (load {os.getloadavg()[0]:.1f})", flush=True)
    return figure
