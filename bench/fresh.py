"""The part "fresh": a clone, an empty home, empty caches; `make run` until the first page comes. Takes minutes and downloads everything."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from bench import figures, machine
from bench.servers import PROJECT, free_port, status_of

PATIENCE_SECONDS = 900.0
FOREIGN = ("PARLEY_", "REFLEX_", "XDG_", "VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME")
"""Settings of the developer's own shell, which a fresh machine has not; where its package registries are stays."""


def measure() -> None:
    """Measure the last commit and keep `fresh.json`."""
    place = Path(tempfile.mkdtemp(prefix="parley-fresh-"))
    try:
        figures.save("fresh", _run(place))
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _run(place: Path) -> dict[str, object]:
    clone, home, port = place / "parley", place / "home", free_port()
    home.mkdir()
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(PROJECT), str(clone)], check=True)
    busy, own = machine.Busy.now(), machine.own_cpu_seconds()
    with (place / "log").open("wb") as log:
        child = subprocess.Popen(["make", "run"], cwd=clone, env=_environment(home, port), stdout=log, stderr=log, start_new_session=True)
        started = time.monotonic()
        while status_of(port, "/") != 200:
            if child.poll() is not None or time.monotonic() - started > PATIENCE_SECONDS:
                raise RuntimeError((place / "log").read_text()[-2000:])
            time.sleep(0.1)
        seconds = time.monotonic() - started
    cpu = machine.own_cpu_seconds() - own
    others = busy.seconds_since() - cpu
    child.terminate()
    child.wait(30)
    row: dict[str, object] = {
        "first_page_s": round(seconds, 1),
        "cpu_s": round(cpu, 1),
        "disk_mib": _mib(clone) + _mib(home),
        "packages_mib": _mib(clone / ".venv"),
        "tools_mib": _mib(clone / ".tools"),
        "frontend_mib": _mib(clone / ".web"),
        "others_busy_s": round(max(0.0, others), 1),
    }
    print(row, flush=True)
    return row


def _environment(home: Path, port: int) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(FOREIGN) and not name.endswith(("_API_KEY", "_BASE_URL"))
    }
    return {**kept, "HOME": str(home), "PARLEY_PORT": str(port)}


def _mib(folder: Path) -> int:
    """Disk space of a folder, hard links counted once."""
    done = subprocess.run(["du", "-sm", str(folder)], capture_output=True, text=True, check=False)
    return int(done.stdout.split()[0]) if done.stdout else 0
