"""While turns run: their texts go to the database, and their leases are renewed so that nobody takes them for lost."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Protocol

from sqlmodel import Session

from chat_app.db import Database
from chat_app.services.chat import settlement
from chat_app.services.chat.answer import AnswerInProgress
from chat_app.services.chat.planning import LEASE
from chat_app.services.kernel.clock import Clock

logger = logging.getLogger(__name__)

CHECKPOINT_SECONDS = 0.5
LEASE_RENEWAL = timedelta(seconds=5)


class Writing(Protocol):
    """A turn of this process, as far as a checkpoint is concerned."""

    answer: AnswerInProgress
    terms_kept: bool
    """Whether the database knows how to reckon it."""

    def terms(self) -> str:
        """What it takes to reckon it."""
        ...


class CheckpointWriter:
    """One writer for all turns in `runs`, which its owner fills and empties. It ends with the last of them."""

    def __init__(self, db: Database, runs: Mapping[str, Writing], clock: Clock) -> None:
        self._db = db
        self._runs = runs
        self._clock = clock
        self._task: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """Write from now on, if that is not done already."""
        if self._task is None:
            self._task = asyncio.create_task(self._write(), name="turn checkpoints")

    async def _write(self) -> None:
        """Save all that grew since the last time in one transaction, until nothing runs."""
        renewed = self._clock()
        while self._runs:
            await asyncio.sleep(CHECKPOINT_SECONDS)
            now = self._clock()
            leases = list(self._runs) if now - renewed >= LEASE_RENEWAL else []
            renewed = now if leases else renewed
            try:
                await self._save(leases)
            except Exception:
                # A full disk must not end the answer on the screen; the next checkpoint or the settlement tries again.
                logger.exception("checkpoint failed")
        self._task = None

    async def _save(self, leases: list[str]) -> None:
        began = {turn_id: run for turn_id, run in self._runs.items() if run.answer.dirty and not run.terms_kept}
        snapshots = [run.answer.snapshot() for run in self._runs.values() if run.answer.dirty]
        until = self._clock() + LEASE

        def save(session: Session) -> None:
            if began:
                # Here and not on the event loop: long requests take a while to count.
                settlement.keep_terms(session, {turn_id: run.terms() for turn_id, run in began.items()})
            if snapshots:
                settlement.write_snapshots(session, snapshots)
            if leases:
                settlement.renew_leases(session, leases, until)

        if snapshots or leases:
            await self._db.write(save)
            for run in began.values():
                run.terms_kept = True
