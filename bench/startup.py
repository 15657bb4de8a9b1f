"""The part "startup": a start with everything in place, and what Parley holds when it is idle."""

from __future__ import annotations

import time

from bench import figures, machine
from bench.servers import Parley, upstream

SETTLE_SECONDS = 10.0
WATCH_SECONDS = 5.0


def measure(runs: int = 5, patience: float = 20) -> None:
    """Measure and keep `startup.json`. The first start, which makes the database, is not counted: it is the second that people wait for."""
    with upstream() as source:
        app = Parley(source.url)
        with app:
            pass
        rows = [_start(app, patience) for _ in range(runs)]
        app.forget()
    figures.save("startup", figures.median_row(rows))


def _start(app: Parley, patience: float) -> dict[str, object]:
    machine.wait_until_quiet(patience)
    busy, own = machine.Busy.now(), machine.own_cpu_seconds()
    seconds = app.start()
    cpu = machine.cpu_seconds(app.pid)
    others = busy.seconds_since() - (machine.own_cpu_seconds() - own)
    time.sleep(SETTLE_SECONDS)
    idle = machine.cpu_seconds(app.pid)
    time.sleep(WATCH_SECONDS)
    row: dict[str, object] = {
        "first_page_s": round(seconds, 2),
        "cpu_s": round(cpu, 2),
        "idle_pss_mib": machine.pss_mib(app.pid),
        "idle_cpu_percent": round((machine.cpu_seconds(app.pid) - idle) / WATCH_SECONDS * 100, 1),
        "processes": len(machine.tree([app.pid])),
        "others_busy_s": round(max(0.0, others), 2),
    }
    app.stop()
    print(row, flush=True)
    return row
