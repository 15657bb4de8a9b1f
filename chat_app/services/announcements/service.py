"""Announcements: written by administrators, shown to everybody who is signed in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.services.access.matrix import require
from chat_app.services.announcements import queries
from chat_app.services.announcements.dto import Announcement, AnnouncementText, Banner
from chat_app.services.announcements.errors import AnnouncementNotFoundError
from chat_app.services.announcements.records import banner, checked, csv_of, page_of, record
from chat_app.services.audit.log import AuditLog
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.kernel.ids import new_id
from chat_app.services.kernel.pagination import Page, decode_moment

PERMISSION = "admin.announcements"
CACHE = timedelta(seconds=5)
"""How long a change made by another process may go unnoticed."""
MAX_SHOWN = 20
MAX_PAGE = 200
MAX_EXPORT = 100_000


def nobody() -> None:
    """Tells no page."""


class AnnouncementService:
    """Writing is for administrators and `NotFoundError` for others; reading is for everybody."""

    def __init__(self, db: Database, audit: AuditLog, clock: Clock = utc_now, tell: Callable[[], None] = nobody) -> None:
        """`tell` lets all open pages read what is announced now."""
        self._db = db
        self._audit = audit
        self._clock = clock
        self._tell = tell
        self._cached: tuple[datetime, Sequence[models.Announcement]] | None = None
        self._told: list[Banner] = []

    async def banners(self, actor: Actor) -> list[Banner]:
        """What is announced now, in the actor's language where it was written in it."""
        now = self._clock()
        cached = self._cached
        rows = cached[1] if cached and cached[0] > now else await self._read(now)
        return _shown(rows, now, actor.language)

    async def follow(self) -> None:
        """Tell all open pages when something else is announced than the last time.

        It was written, here or by another process, or its time came or went.
        """
        now = self._clock()
        shown = _shown(await self._read(now), now)
        if shown != self._told:
            self._told = shown
            self._tell()

    async def list(self, actor: Actor, search: str = "", cursor: str = "", limit: int = 50) -> Page[Announcement]:
        """All announcements, or those that say something; newest first."""
        require(actor, PERMISSION)
        after, size = decode_moment(cursor), max(1, min(limit, MAX_PAGE))
        rows = await self._db.read(lambda session: queries.list_announcements(session, search, after, size + 1))
        return page_of(rows, size, self._clock())

    async def export(self, actor: Actor, search: str = "") -> str:
        """The list as CSV."""
        require(actor, PERMISSION)
        rows = await self._db.read(lambda session: queries.list_announcements(session, search, None, MAX_EXPORT))
        return csv_of([record(row, self._clock()) for row in rows])

    async def get(self, actor: Actor, announcement_id: str) -> Announcement:
        """Raises `AnnouncementNotFoundError`."""
        require(actor, PERMISSION)
        return record(await self._db.read(lambda session: _found(session, announcement_id)), self._clock())

    async def create(self, actor: Actor, text: AnnouncementText) -> Announcement:
        """Announce something; raises `AnnouncementTextError` or `AnnouncementTimesError`."""
        require(actor, PERMISSION)
        wanted, now = checked(text), self._clock()

        def create(session: Session) -> models.Announcement:
            row = models.Announcement(id=new_id(), created_at=now)
            _write(row, wanted)
            session.add(row)
            self._record(session, actor, "announcement.create", row.id, level=wanted.level)
            return row

        created = await self._db.write(create)
        await self.follow()
        return record(created, now)

    async def change(self, actor: Actor, announcement_id: str, text: AnnouncementText) -> Announcement:
        """Write it anew; raises as `create` does, and `AnnouncementNotFoundError`."""
        require(actor, PERMISSION)
        wanted = checked(text)

        def change(session: Session) -> models.Announcement:
            row = _found(session, announcement_id)
            _write(row, wanted)
            self._record(session, actor, "announcement.change", row.id, level=wanted.level)
            return row

        changed = await self._db.write(change)
        await self.follow()
        return record(changed, self._clock())

    async def delete(self, actor: Actor, announcement_id: str) -> None:
        """Take it away from all pages."""
        require(actor, PERMISSION)

        def delete(session: Session) -> None:
            session.delete(_found(session, announcement_id))
            self._record(session, actor, "announcement.delete", announcement_id)

        await self._db.write(delete)
        await self.follow()

    async def _read(self, now: datetime) -> Sequence[models.Announcement]:
        rows = await self._db.read(lambda session: queries.list_not_over(session, now, MAX_SHOWN))
        self._cached = (now + CACHE, rows)
        return rows

    def _record(self, session: Session, actor: Actor, action: str, announcement_id: str, **details: Any) -> None:
        self._audit.record(session, actor, action, kind="announcement", object_id=announcement_id, **details)


def _shown(rows: Sequence[models.Announcement], now: datetime, language: str = "") -> list[Banner]:
    return [banner(one, language) for one in (record(row, now) for row in rows) if one.phase == "shown"]


def _found(session: Session, announcement_id: str) -> models.Announcement:
    row = queries.find_announcement(session, announcement_id)
    if row is None:
        raise AnnouncementNotFoundError
    return row


def _write(row: models.Announcement, text: AnnouncementText) -> None:
    row.text_en, row.text_de, row.level = text.text_en, text.text_de, text.level
    row.starts_at, row.ends_at = text.starts_at, text.ends_at
