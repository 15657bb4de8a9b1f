"""One writer for SQLite: what waits together is committed together.

A commit with `synchronous=FULL` waits for the disk, 1 ms on a quiet one and 15 ms on a busy one. Transactions that queue up
behind it share the next commit: each runs in a savepoint of one transaction, so one that fails takes nothing of the others along.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Engine
from sqlmodel import Session

MAX_TOGETHER = 32


@dataclass(slots=True)
class _Job:
    """A transaction that waits for its turn, and what became of it."""

    fn: Callable[[Session], Any]
    future: asyncio.Future[Any]
    result: Any = None
    error: BaseException | None = None

    def run(self, bind: Engine | Connection) -> None:
        """Run in a transaction of its own; on a connection that has begun one, in a savepoint of it."""
        with Session(bind, expire_on_commit=False, join_transaction_mode="create_savepoint") as session, session.begin():
            self.result = self.fn(session)

    def resolve(self) -> None:
        if self.future.done():
            return
        if self.error is None:
            self.future.set_result(self.result)
        else:
            self.future.set_exception(self.error)


class GroupWriter:
    """Runs writing transactions one after the other in a thread of its own."""

    def __init__(self, engine: Callable[[], Engine]) -> None:
        self._engine = engine
        self._waiting: deque[_Job] = deque()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="db-write")

    async def write(self, fn: Callable[[Session], Any]) -> Any:
        """Run `fn` in a transaction; returns when it is on the disk, raises what `fn` or the commit raised."""
        loop = asyncio.get_running_loop()
        job = _Job(fn, loop.create_future())
        self._waiting.append(job)
        self._thread.submit(self._write_waiting)
        return await job.future

    def close(self) -> None:
        """Wait for what is queued."""
        self._thread.shutdown()

    def _write_waiting(self) -> None:
        jobs = [self._waiting.popleft() for _ in range(min(len(self._waiting), MAX_TOGETHER))]
        if not jobs:
            return
        try:
            self._commit(jobs)
        except Exception as error:  # noqa: BLE001  (a commit that fails is the failure of every transaction in it)
            for job in jobs:
                job.error = job.error or error
        _tell(jobs)

    def _commit(self, jobs: list[_Job]) -> None:
        if len(jobs) == 1:
            jobs[0].run(self._engine())
            return
        with self._engine().begin() as connection:
            for job in jobs:
                try:
                    job.run(connection)
                except Exception as error:
                    if not connection.connection.driver_connection.in_transaction:  # type: ignore[union-attr]
                        # A full disk makes SQLite roll everything back, not the savepoint alone.
                        raise
                    job.error = error


def _tell(jobs: list[_Job]) -> None:
    """Wake up who waits, each in its own loop. Nobody waits in a loop that was closed."""
    for loop, mine in groupby(jobs, key=lambda job: job.future.get_loop()):
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(_resolve, list(mine))


def _resolve(jobs: list[_Job]) -> None:
    for job in jobs:
        job.resolve()
