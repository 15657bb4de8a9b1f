"""The background handlers that run now, by tab, so that they can be limited and ended.

Reflex makes states itself, so this register cannot be handed to them: it is the one module of the state layer
that keeps something per process.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from chat_app.errors import LimitReachedError

MAX_PER_TAB = 8

_runs: dict[str, list[asyncio.Task]] = {}


@contextmanager
def background_run(tab: str) -> Iterator[None]:
    """Register the current task for this tab; raises `LimitReachedError` when the tab has too many."""
    running = _runs.setdefault(tab, [])
    if len(running) >= MAX_PER_TAB:
        raise LimitReachedError
    task = asyncio.current_task()
    assert task is not None  # noqa: S101  (a handler always runs in one)
    running.append(task)
    try:
        yield
    finally:
        running.remove(task)
        if not running and _runs.get(tab) is running:
            del _runs[tab]


def end_background_runs(tab: str) -> None:
    """Cancel what runs for a tab: it now belongs to somebody else."""
    for task in _runs.pop(tab, []):
        task.cancel()
