"""What the clock does with the audit log: anchors every day, and takes away what is older than it has to be kept."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import Session

from chat_app.db import Database
from chat_app.services.audit import queries
from chat_app.services.audit.anchors import AnchorFile
from chat_app.services.audit.dto import Verdict
from chat_app.services.audit.log import NOBODY, AuditLog
from chat_app.services.audit.verification import PRUNE, verify
from chat_app.services.kernel.clock import Clock

logger = logging.getLogger(__name__)

MOST_PRUNED = 10_000
"""Entries that one transaction takes away."""


class AuditKeeper:
    """For the scheduled jobs and the command line."""

    def __init__(self, db: Database, audit: AuditLog, anchors: Path, clock: Clock) -> None:
        self._db = db
        self._audit = audit
        self._anchors = AnchorFile(anchors)
        self._clock = clock

    async def anchor(self) -> None:
        """Write down outside the database where the chain ends now, in a file and in the log."""
        seq, digest = await self._db.read(_end)
        if seq and (await asyncio.to_thread(self._anchors.read)).get(seq) != digest:
            await asyncio.to_thread(self._anchors.append, self._clock(), seq, digest)
            logger.info("The audit log ends with entry %d, SHA-256 %s", seq, digest)

    async def prune(self, days: int) -> int:
        """Take away the entries older than so many days, which is itself recorded; how many went."""
        before, gone = self._clock() - timedelta(days=days), 0
        while count := await self._db.write(lambda session: _prune(session, self._audit, before)):
            gone += count
        return gone

    def verify_now(self) -> Verdict:
        """Check the whole chain, for callers that are no coroutine."""
        anchors = self._anchors.read()
        return self._db.read_now(lambda session: verify(session, anchors))

    async def verify(self) -> Verdict:
        """Check the whole chain."""
        anchors = await asyncio.to_thread(self._anchors.read)
        return await self._db.read(lambda session: verify(session, anchors))


def _end(session: Session) -> tuple[int, str]:
    head = queries.read_head(session)
    return head.seq, head.hash


def _prune(session: Session, audit: AuditLog, before: datetime) -> int:
    head = queries.lock_head(session)
    through = queries.find_last_before(session, before, head.pruned_seq + MOST_PRUNED)
    if through is None or through <= head.pruned_seq:
        return 0
    digest = queries.find_hash(session, through)
    if digest is None:
        return 0
    head.pruned_seq, head.pruned_hash = through, digest
    audit.record(session, NOBODY, PRUNE, through=through)
    session.flush()
    return queries.delete_through(session, through)
