"""`python -m bench.failpoints.child URL POINT …`: a process for each point, that dies there. Prints how many died as they should.

All are forked of one that has loaded everything: to start Python anew each time would take a second a kill.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import traceback
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from bench.failpoints.calls import act
from chat_app.services.kernel.failpoints import arm

Act = Callable[[], Coroutine[Any, Any, None]]


def run_together(deaths: Sequence[tuple[str, Act]]) -> int:
    """How many of these processes were killed at their point while they did what they were to do, all at once."""
    pids = [_start(point, do) for point, do in deaths]
    return sum(map(_killed, pids))


def run_in_turn(deaths: Sequence[tuple[str, Act]]) -> int:
    """`run_together`, one after the other: for those who do each other's work and would then have none to die of."""
    return sum(_killed(_start(point, do)) for point, do in deaths)


def _start(point: str, do: Act) -> int:
    pid = os.fork()
    if pid == 0:
        arm(point)
        try:
            asyncio.run(do())
        except Exception:
            traceback.print_exc()
        finally:
            # It came through alive, or failed: nothing of the parent may run here.
            os._exit(1)
    return pid


def _killed(pid: int) -> bool:
    status = os.waitpid(pid, 0)[1]
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


if __name__ == "__main__":
    url, *points = sys.argv[1:]
    print(run_together([(point, lambda point=point: act(url, point)) for point in points]))
