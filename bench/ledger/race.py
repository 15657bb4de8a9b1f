"""Many processes on one wallet, begun at the same moment."""

from __future__ import annotations

import subprocess
import sys
import time
from types import TracebackType
from typing import IO, Self


class Race:
    """So many racers with so many debits each."""

    def __init__(self, url: str, wallet_id: str, processes: int, debits: int) -> None:
        command = [sys.executable, "-m", "bench.ledger.racer", url, wallet_id]
        self._racers = [
            subprocess.Popen([*command, f"racer {at}", str(debits)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            for at in range(processes)
        ]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for racer in self._racers:
            racer.kill()
            racer.communicate()

    def run(self) -> tuple[int, float]:
        """How many debits passed, and the seconds from the start to the last of them."""
        for racer in self._racers:
            if _of(racer.stdout).readline().strip() != "ready":
                raise RuntimeError("a racer did not start")
        started = time.perf_counter()
        for racer in self._racers:
            print(file=_of(racer.stdin), flush=True)
        passed = sum(int(_of(racer.stdout).readline()) for racer in self._racers)
        return passed, time.perf_counter() - started


def _of(stream: IO[str] | None) -> IO[str]:
    if stream is None:
        raise RuntimeError("a racer without a pipe")
    return stream
