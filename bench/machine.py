"""CPU and memory of process trees, and how busy the machine is otherwise; Linux, from /proc."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")
_PROC = Path("/proc")


def tree(roots: Iterable[int]) -> list[int]:
    """The given processes and all their descendants that are alive."""
    children: dict[int, list[int]] = {}
    for entry in _PROC.iterdir():
        if entry.name.isdigit() and (fields := _stat(int(entry.name))):
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found: list[int] = []
    waiting = list(roots)
    while waiting:
        pid = waiting.pop()
        if pid not in found and (_PROC / str(pid)).exists():
            found.append(pid)
            waiting.extend(children.get(pid, []))
    return found


def cpu_seconds(*roots: int) -> float:
    """User and system time of the trees below these processes, with that of children that have ended."""
    return sum(sum(int(field) for field in fields[11:15]) for pid in tree(roots) if (fields := _stat(pid))) / _TICK


def own_cpu_seconds() -> float:
    """CPU of this program and everything it has started: servers, browser, upstream."""
    return cpu_seconds(os.getpid())


def pss_mib(*roots: int) -> float:
    """Memory of the trees below these processes, shared pages split among those who share them, in MiB."""
    total = 0
    for pid in tree(roots):
        try:
            lines = (_PROC / str(pid) / "smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return round(total / 1024, 1)


@dataclass(frozen=True, slots=True)
class Busy:
    """The machine's time so far: `busy` and `total` CPU seconds over all cores."""

    busy: float
    total: float

    @classmethod
    def now(cls) -> Busy:
        fields = [int(field) for field in (_PROC / "stat").read_text().split("\n", 1)[0].split()[1:9]]
        return cls((sum(fields) - fields[3] - fields[4]) / _TICK, sum(fields) / _TICK)

    def seconds_since(self) -> float:
        """CPU seconds used by anybody since this was taken."""
        return Busy.now().busy - self.busy

    def share_since(self) -> float:
        """The share of all cores in use since this was taken, 0 to 1."""
        now = Busy.now()
        return (now.busy - self.busy) / max(now.total - self.total, 1e-6)


def wait_until_quiet(patience: float, limit: float = 0.15) -> None:
    """Wait until others leave the cores alone for half a second; at most `patience` seconds."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        before = Busy.now()
        time.sleep(0.5)
        if before.share_since() < limit:
            return


def describe() -> dict[str, object]:
    """What of this machine matters for the figures."""
    memory = int((_PROC / "meminfo").read_text().split("\n", 1)[0].split()[1])
    models = [line.partition(":")[2].strip() for line in (_PROC / "cpuinfo").read_text().splitlines() if line.startswith("model name")]
    return {"cores": os.cpu_count(), "cpu": models[0] if models else "", "memory_gib": round(memory / 2**20)}


def _stat(pid: int) -> list[str]:
    """The fields of /proc/<pid>/stat after the process's name, or nothing for one that is gone."""
    try:
        return (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
