"""The scheduled work of this process: what there is, and how each run went."""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.operations.dto import Job
from chat_app.services.operations.errors import JobNotFoundError, JobRunningError

logger = logging.getLogger(__name__)

Work = Callable[[], Awaitable[object]]


@dataclass(slots=True)
class _Entry:
    job: Job
    work: Work


class JobBook:
    """Runs jobs and remembers how it went, in memory. The scheduler (`jobs/schedule.py`) says when."""

    def __init__(self, clock: Clock = utc_now) -> None:
        self._clock = clock
        self._entries: dict[str, _Entry] = {}

    def enter(self, name: str, work: Work, every: timedelta, *, by_hand: bool = False) -> None:
        """Name a job; a second one of the same name takes the place of the first.

        `name` has its words in the catalogue under "job_names.<name>".
        """
        self._entries[name] = _Entry(Job(name, int(every.total_seconds()), by_hand, "never"), work)

    def jobs(self) -> list[Job]:
        """All jobs in the order in which they were entered."""
        return [entry.job for entry in self._entries.values()]

    async def run(self, name: str) -> None:
        """Let a job run, unless it runs already. A failure is written down and logged; the next run tries again."""
        entry = self._entries[name]
        if entry.job.outcome != "running":
            await self._run(entry)

    async def run_by_hand(self, name: str) -> Job:
        """Let a harmless job run now and wait for it; raises `JobNotFoundError` or `JobRunningError`."""
        entry = self._entries.get(name)
        if entry is None or not entry.job.by_hand:
            raise JobNotFoundError
        if entry.job.outcome == "running":
            raise JobRunningError
        await self._run(entry)
        return entry.job

    async def _run(self, entry: _Entry) -> None:
        entry.job = replace(entry.job, outcome="running", last_started_at=self._clock(), runs=entry.job.runs + 1)
        begun, outcome = time.perf_counter(), "failed"
        try:
            await entry.work()
            outcome = "done"
        except Exception as error:
            logger.exception("job %s failed", entry.job.name)
            entry.job = replace(entry.job, failures=entry.job.failures + 1, last_failed_at=self._clock(), last_error=type(error).__name__)
        finally:
            took = round((time.perf_counter() - begun) * 1000)
            entry.job = replace(entry.job, outcome="done" if outcome == "done" else "failed", last_ms=took)
