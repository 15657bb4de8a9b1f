"""The watch over the books: seals what is new, looks whether all that must hold does, and stops wallets when it does not."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import Session

from chat_app.db import Database
from chat_app.services.access.matrix import require
from chat_app.services.accounting.dto import BooksState
from chat_app.services.accounting.examination import alarming, examine
from chat_app.services.accounting.switch import WalletSwitch
from chat_app.services.audit.anchors import AnchorFile
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock
from chat_app.services.ledger import sealing
from chat_app.services.ledger.dto import Violation
from chat_app.services.site.billing_sections import WalletStop

logger = logging.getLogger(__name__)

WHOLE_CHAIN_EVERY = timedelta(days=1)
"""In between only what is new is followed: nobody can change what lies before without changing the links that are known."""

Before = Callable[[], Awaitable[object]]


async def nothing_before() -> None:
    """Nothing has to be done before the books are looked at."""


class BooksWatch:
    """For the scheduled job and the command line."""

    def __init__(self, db: Database, switch: WalletSwitch, anchors: Path, clock: Clock, before: Before = nothing_before) -> None:
        """`before` ends what is overdue: a process that slept must not take its own holds for forgotten ones."""
        self._db = db
        self._switch = switch
        self._anchors = AnchorFile(anchors)
        self._clock = clock
        self._before = before
        self._known = sealing.Link()
        self._whole_at: datetime | None = None

    async def run(self) -> list[Violation]:
        """One round; returns everything that does not hold, and has stopped wallets when some of it is alarming."""
        await self._before()
        await self.seal()
        found = await self.look()
        accepted = await self._db.read(self._switch.read_accepted)
        if alarms := alarming(found, accepted):
            logger.critical("The books are wrong in %d places, the first is %s", len(alarms), alarms[0])
            await self._switch.stop_by_itself(alarms)
        return found

    async def run_by_hand(self, actor: Actor) -> BooksState:
        """A round that an administrator asks for."""
        require(actor, WalletStop.permission)
        await self.run()
        return await self._switch.current()

    async def start(self, actor: Actor, *, accept: bool) -> BooksState:
        """Look once more and let wallets be used again; raises `BooksWrongError`, `ProofNeededError`."""
        require(actor, WalletStop.permission)
        await self._switch.start(actor, await self.look(), accept=accept)
        return await self._switch.current()

    async def seal(self) -> int:
        """Seal all journals that are not sealed yet; how many there were."""
        count = 0
        while new := await self._db.write(sealing.seal):
            count += new
        return count

    async def look(self) -> list[Violation]:
        """Everything that does not hold now; remembered for whoever asks."""
        now = self._clock()
        whole = self._whole_at is None or now - self._whole_at >= WHOLE_CHAIN_EVERY
        known = sealing.Link() if whole else self._known
        anchors = await asyncio.to_thread(self._anchors.read)
        found, self._known = await self._db.read(lambda session: _look(session, now, known, anchors))
        self._switch.remember(found, now)
        if whole:
            self._whole_at = now
            await self._anchor(anchors)
        return found

    def look_now(self) -> list[Violation]:
        """`look` over the whole chain, for callers that are no coroutine."""
        anchors = self._anchors.read()
        return self._db.read_now(lambda session: _look(session, self._clock(), sealing.Link(), anchors))[0]

    def seal_now(self) -> int:
        """`seal` for callers that are no coroutine."""
        count = 0
        while new := self._db.write_now(sealing.seal):
            count += new
        return count

    async def _anchor(self, anchors: dict[int, str]) -> None:
        """Write down outside the database where the chain is known to end."""
        known = self._known
        if known.seq and known.seq not in anchors:
            await asyncio.to_thread(self._anchors.append, self._clock(), known.seq, known.hash)


def _look(session: Session, now: datetime, known: sealing.Link, anchors: dict[int, str]) -> tuple[list[Violation], sealing.Link]:
    found = examine(session, now)
    broken, known = sealing.follow(session, known)
    cut = sealing.check_anchors(session, anchors)
    return found + [each for each in (broken, cut) if each], known
