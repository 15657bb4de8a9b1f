"""The part "streams": levels of load, each run right after the same run straight at the upstream."""

from __future__ import annotations

import time

import uvloop

from bench import figures, machine
from bench.servers import Server, running_parley, upstream
from bench.streams.measure import Level, run_level
from bench.streams.targets import Direct, ThroughParley

LEVELS = (Level(1, requests=5), Level(10), Level(50), Level(100), Level(200))
UNLIMITED = (Level(1, tokens=2000, tps=0), Level(10, tokens=1000, tps=0))
WARM_UP = Level(5, tokens=20)
IDLE_SECONDS = 10


def measure(runs: int = 5, levels: tuple[Level, ...] = LEVELS + UNLIMITED, patience: float = 20) -> None:
    """Measure and keep `streams.json` (with memory before and after the load)."""
    with upstream() as source, running_parley(source.url) as parley:
        machine.wait_until_quiet(patience)
        before = machine.pss_mib(parley.pid)
        rows = [_level(source, parley, level, runs, patience) for level in levels]
        asked = sum(level.streams * level.requests * runs for level in levels) + WARM_UP.streams * len(levels)
        saved = int(str(parley.query("SELECT count(*) FROM turns WHERE status = 'complete'")[0][0]))
        time.sleep(IDLE_SECONDS)
        after = machine.pss_mib(parley.pid)
    figures.save(
        "streams", {"runs": runs, "levels": rows, "asked": asked, "saved": saved, "pss_before_mib": before, "pss_after_mib": after}
    )


def _level(source: Server, parley: Server, level: Level, runs: int, patience: float) -> dict[str, object]:
    direct, through = Direct(source.port), ThroughParley(parley.port)
    uvloop.run(run_level(through, WARM_UP, parley.pid))
    pairs = []
    for _ in range(runs):
        machine.wait_until_quiet(patience)
        pairs.append((uvloop.run(run_level(direct, level, source.pid)), uvloop.run(run_level(through, level, parley.pid))))
    rows = [_beside(ours, bare) for bare, ours in pairs]
    row = figures.median_row(rows) | {"direct": figures.median_row([bare for bare, _ in pairs])}
    print({name: value for name, value in row.items() if name != "direct"}, flush=True)
    return row


def _beside(ours: dict[str, object], bare: dict[str, object]) -> dict[str, object]:
    """Our row with what it adds to the direct run."""
    added = {f"added_{share}": round(_number(ours, f"ttft_{share}") - _number(bare, f"ttft_{share}"), 2) for share in ("p50", "p95", "p99")}
    return ours | added | {"of_direct": round(_number(ours, "tokens_per_s") / max(_number(bare, "tokens_per_s"), 1e-9), 3)}


def _number(row: dict[str, object], name: str) -> float:
    return float(str(row[name]))
