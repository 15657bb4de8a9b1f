"""Works the queue off: some documents at once, people in turn, until nothing is due."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta

from sqlmodel import Session

from chat_app.db import Database
from chat_app.integrations.embeddings.port import EmbeddingUnavailableError
from chat_app.integrations.files.port import FileRefusedError
from chat_app.integrations.http.addresses import AddressRefusedError
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.knowledge.dto import Params
from chat_app.services.knowledge.ingestion import queue_queries as queue
from chat_app.services.knowledge.ingestion.queue_queries import Claim, ClaimLostError
from chat_app.services.knowledge.ingestion.stages import Stages

logger = logging.getLogger(__name__)

AT_ONCE = 2
MOST_ATTEMPTS = 3
BACKOFF = (timedelta(seconds=10), timedelta(minutes=1))
"""After the first attempt that failed, and after the second."""
IDLE_SECONDS = 5.0
"""How late a job is begun that becomes due by the clock, or comes from another process."""
BEAT_SECONDS = 15.0


class IngestionWorker:
    """One for each process. What it does when a process dies is done by the next: see `queue_queries`."""

    def __init__(self, db: Database, stages: Stages, told: Callable[[str], None], clock: Clock = utc_now) -> None:
        self._db = db
        self._stages = stages
        self._told = told
        self._clock = clock
        self._running: dict[str, asyncio.Task[None]] = {}
        self._served: Counter[str] = Counter()
        self._news = asyncio.Event()
        self._main: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin in a task of its own."""
        self._main = asyncio.create_task(self._run(), name="ingestion")

    def wake(self) -> None:
        """There is something to do."""
        self._news.set()

    async def close(self) -> None:
        """Stop; what is under way goes on with the next start."""
        tasks = [*self._running.values(), *([self._main] if self._main else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def drop(self, document_ids: Sequence[str]) -> None:
        """End what runs for these documents here, processes that read among it; their jobs are cancelled already."""
        tasks = [self._running[each] for each in document_ids if each in self._running]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def work(self) -> None:
        """Do what is due now, and come back when that is done. For the command line and for tests."""
        await self.recover()
        while await self._fill():
            await asyncio.wait(self._running.values(), return_when=asyncio.FIRST_COMPLETED)

    async def recover(self, *, all_of_them: bool = False) -> int:
        """Let jobs wait again whose process is gone, or give those up that took too many down; how many.

        `all_of_them`: at the start of the only process nothing can be running.
        """
        now = self._clock()

        def recover(session: Session) -> int:
            lost = queue.list_lost(session, None if all_of_them else now)
            for job in lost:
                held = Claim(job.document_id, "", job.started_at or now, job.attempts, job.stage)
                if job.attempts >= MOST_ATTEMPTS:
                    queue.write_line(session, job.document_id, "document.gave_up", now)
                    queue.end(session, held, "failed", now, "document.gave_up")
                else:
                    queue.write_line(session, job.document_id, "document.log.resumed", now)
                    queue.put_back(session, held, now, now)
            return len(lost)

        return await self._db.write(recover)

    async def _run(self) -> None:
        await self.recover(all_of_them=self._db.is_sqlite)
        while True:
            self._news.clear()
            try:
                await self._fill()
                await self.recover()
            except Exception:
                logger.exception("the queue of documents could not be read")
            with suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), IDLE_SECONDS)

    async def _fill(self) -> int:
        """Begin with as many documents as there is room for; how many are under way."""
        while len(self._running) < AT_ONCE and (held := await self._take()):
            self._served[held.owner_id] = max([self._served[held.owner_id], *self._rest(held.owner_id)]) + 1
            task = asyncio.create_task(self._attempt(held), name=f"ingestion {held.document_id}")
            self._running[held.document_id] = task
            task.add_done_callback(lambda _task, id_=held.document_id: self._ended(id_))
        return len(self._running)

    def _rest(self, owner_id: str) -> list[int]:
        """Who comes anew begins where the others are, or all their turns before would be owed to them."""
        return [] if owner_id in self._served else [min(self._served.values(), default=1) - 1]

    def _ended(self, document_id: str) -> None:
        self._running.pop(document_id, None)
        self._news.set()

    async def _take(self) -> Claim | None:
        def take(session: Session) -> Claim | None:
            now = self._clock()
            due = queue.next_due(session, self._served, now)
            return queue.claim(session, *due, now) if due else None

        return await self._db.write(take) if await self._db.read(lambda session: queue.next_due(session, {}, self._clock())) else None

    async def _attempt(self, held: Claim) -> None:
        beat = asyncio.create_task(self._beat(held, asyncio.current_task()))
        try:
            await self._stages.run(held)
        except ClaimLostError:
            pass
        except FileRefusedError as refusal:
            await self._end(held, refusal.key, refusal.params)
        except AddressRefusedError:
            await self._again(held, "document.address_failed")
        except EmbeddingUnavailableError as error:
            logger.warning("no vectors for document %s: %s", held.document_id, error.detail or error.key)
            await self._again(held, error.key)
        except Exception:
            logger.exception("document %s could not be taken in", held.document_id)
            await self._again(held, "document.unexpected")
        finally:
            beat.cancel()

    async def _beat(self, held: Claim, task: asyncio.Task[None] | None) -> None:
        """Keep the lease while a stage takes its time, and end the work when the claim is lost."""
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            try:
                await self._db.write(lambda session: queue.hold(session, held, self._clock()))
            except ClaimLostError:
                if task:
                    task.cancel()
                return

    async def _again(self, held: Claim, problem: str) -> None:
        if held.attempts >= MOST_ATTEMPTS:
            await self._end(held, problem, {})
            return
        now = self._clock()

        def put_back(session: Session) -> None:
            queue.put_back(session, held, now + BACKOFF[held.attempts - 1], now)
            queue.write_line(session, held.document_id, "document.log.later", now, problem=problem)

        await self._write(held, put_back)

    async def _end(self, held: Claim, problem: str, params: Params) -> None:
        now = self._clock()

        def end(session: Session) -> None:
            queue.end(session, held, "failed", now, problem, params)
            queue.write_line(session, held.document_id, problem, now, **params)

        await self._write(held, end)

    async def _write(self, held: Claim, change: Callable[[Session], None]) -> None:
        with suppress(ClaimLostError):
            await self._db.write(change)
        self._told(held.document_id)
