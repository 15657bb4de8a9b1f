"""How an account ends: closed at once, open to be undone for some days, then erased with everything that belongs to it."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from sqlmodel import Session

from chat_app.db import Database
from chat_app.services.access.matrix import require
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock
from chat_app.services.kernel.pagination import Page, decode_cursor, encode_cursor
from chat_app.services.people.errors import LastAdminError
from chat_app.services.people.queries import lock_active_admins
from chat_app.services.privacy import erasure_queries as queries
from chat_app.services.privacy.eraser import Eraser
from chat_app.services.privacy.erasure_list import ErasureList, subject_hash
from chat_app.services.site import SiteService
from chat_app.services.site.sections import Privacy

MOST = 200


@dataclass(frozen=True, slots=True)
class ErasureRecord:
    """That somebody was erased, and how much of what."""

    id: str
    subject_hash: str
    erased_at: datetime
    counts: dict[str, int] = field(default_factory=dict)


class Closing(Protocol):
    """Marks accounts as closed (`services/people/leaving.py`)."""

    def begin(self, session: Session, actor: Actor, user_id: str) -> None: ...


class ErasureService:
    """Asking for it, doing it when its time has come, doing it again after a backup was restored."""

    def __init__(
        self,
        db: Database,
        site: SiteService,
        closing: Closing,
        eraser: Eraser,
        list_: ErasureList,
        prove: Callable[[Actor], None],
        closed: Callable[[str], Awaitable[None]],
        clock: Clock,
    ) -> None:
        """`prove` refuses whoever has not proved lately who they are; `closed` ends what runs for an account."""
        self._db = db
        self._site = site
        self._closing = closing
        self._eraser = eraser
        self._list = list_
        self._prove = prove
        self._closed = closed
        self._clock = clock

    async def request(self, actor: Actor) -> datetime:
        """Close the own account; returns when it will be erased. Until then an administrator can bring it back.

        Raises `ProofNeededError`, and `LastAdminError` when nobody could administer any more.
        """
        self._prove(actor)

        def close(session: Session) -> None:
            if lock_active_admins(session) == [actor.user_id]:
                raise LastAdminError
            self._closing.begin(session, actor, actor.user_id)

        await self._db.write(close)
        await self._closed(actor.user_id)
        return self._clock() + timedelta(days=(await self._site.load(Privacy)).deletion_days)

    async def erase_due(self) -> int:
        """Erase whose days are over; how many. For the scheduled job."""
        before = self._clock() - timedelta(days=(await self._site.load(Privacy)).deletion_days)
        due = await self._db.read(lambda session: queries.list_due(session, before))
        return len([user_id for user_id in due if await self._eraser.erase(user_id, if_closed=True) is not None])

    async def apply_list(self) -> int:
        """Erase again whoever a restored backup brought back; how many. For the command line."""
        gone = self._list.read()
        there = await self._db.read(queries.list_user_ids)
        again = [user_id for user_id in there if subject_hash(user_id) in gone]
        for user_id in again:
            await self._eraser.erase(user_id)
        return len(again)

    async def list(self, actor: Actor, cursor: str = "", limit: int = 50) -> Page[ErasureRecord]:
        """What was erased, the latest first; raises `NotFoundError` for whoever may not know."""
        require(actor, "admin.users")
        before, limit = decode_cursor(cursor, 1)[0] if cursor else "", max(1, min(limit, MOST))
        rows = await self._db.read(lambda session: list(queries.list_erasures(session, before, limit + 1)))
        shown = [ErasureRecord(row.id, row.subject_hash, row.erased_at, json.loads(row.report)) for row in rows[:limit]]
        return Page(shown, encode_cursor(shown[-1].id) if len(rows) > limit else "")
