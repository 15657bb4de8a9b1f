"""Break-glass: an administrator reads what is somebody else's, and that leaves a trace with everybody concerned."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.services.access.matrix import require
from chat_app.services.audit.log import AuditLog
from chat_app.services.chat.dto import ConversationChange
from chat_app.services.chat.feed import ChangeFeed
from chat_app.services.content_access import queries
from chat_app.services.content_access.dto import AccessNotice, ContentAccess
from chat_app.services.content_access.errors import AccessForbiddenError, AccessNotFoundError, MinutesError, ReasonError
from chat_app.services.content_access.records import access_record, notice_record, page_of
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.kernel.ids import new_id
from chat_app.services.kernel.pagination import Page, decode_moment
from chat_app.services.kernel.texts import is_storable
from chat_app.services.people.errors import OwnRoleError, PersonNotFoundError
from chat_app.services.site import SiteService
from chat_app.services.site.sections import Privacy

PERMISSION = "admin.content"
MAX_MINUTES = 60
MIN_REASON, MAX_REASON = 10, 500
MAX_PAGE = 200
NOTICE_FOR = timedelta(days=30)


class ContentAccessService:
    """Opening, ending and listing accesses. What can be read meanwhile is in `ContentReading`."""

    def __init__(
        self,
        db: Database,
        audit: AuditLog,
        site: SiteService,
        changes: ChangeFeed,
        proof: Callable[[Actor], None],
        clock: Clock = utc_now,
    ) -> None:
        """`proof` raises `ProofNeededError` unless the actor has just proved who they are."""
        self._db = db
        self._audit = audit
        self._site = site
        self._changes = changes
        self._proof = proof
        self._clock = clock

    async def open(self, actor: Actor, user_id: str, reason: str, minutes: int = MAX_MINUTES) -> ContentAccess:
        """Let the actor read a person's chats; one that was open to the same person ends.

        Raises `AccessForbiddenError` where the site forbids it, `ReasonError` for fewer than ten characters,
        `MinutesError` outside 1 to 60, `PersonNotFoundError`, `ProofNeededError`.
        """
        require(actor, PERMISSION)
        self._proof(actor)
        await self._check(actor, user_id, minutes)
        why, now = checked_reason(reason), self._clock()

        def begin(session: Session) -> ContentAccess:
            if not queries.person_exists(session, user_id):
                raise PersonNotFoundError
            queries.end_open(session, actor, user_id, now)
            return self._begin(session, actor, user_id, why, minutes, now)

        opened = await self._db.write(begin)
        self._changes.publish(user_id, ConversationChange("", "settings"))
        return opened

    async def end(self, actor: Actor, access_id: str) -> None:
        """End one's own access early; raises `AccessNotFoundError` for one that is not open."""
        require(actor, PERMISSION)

        def end(session: Session) -> str:
            row = queries.find_open(session, actor, access_id, self._clock(), lock=True)
            if row is None:
                raise AccessNotFoundError
            row.ended_at = self._clock()
            self._audit.record(session, actor, "content.end", kind="content_access", object_id=row.id, subject_id=row.user_id)
            return row.user_id

        self._changes.publish(await self._db.write(end), ConversationChange("", "settings"))

    async def list(self, actor: Actor, user_id: str = "", cursor: str = "", limit: int = 50) -> Page[ContentAccess]:
        """All accesses, newest first: of every administrator, to everybody or to one person."""
        require(actor, PERMISSION)
        after, size = decode_moment(cursor), max(1, min(limit, MAX_PAGE))
        rows = await self._db.read(lambda session: queries.list_accesses(session, user_id, after, size + 1))
        return page_of(rows, size, actor, self._clock())

    async def get(self, actor: Actor, access_id: str) -> ContentAccess:
        """The actor's own access while it is open; raises `AccessNotFoundError`."""
        require(actor, PERMISSION)
        now = self._clock()
        row = await self._db.read(
            lambda session: queries.get_access(session, access_id) if queries.find_open(session, actor, access_id, now) else None
        )
        if row is None:
            raise AccessNotFoundError
        return access_record(row, actor, now)

    async def to_me(self, actor: Actor, limit: int = 100) -> list[AccessNotice]:
        """For everybody: when administrators could read one's own chats, and why; newest first."""
        rows = await self._db.read(lambda session: queries.list_of_person(session, actor, None, limit))
        return [notice_record(row, self._clock()) for row in rows]

    async def notices(self, actor: Actor) -> list[AccessNotice]:
        """Those of the last 30 days: what a person is told on every page until they have seen it."""
        since = self._clock() - NOTICE_FOR
        rows = await self._db.read(lambda session: queries.list_of_person(session, actor, since, 5))
        return [notice_record(row, self._clock()) for row in rows]

    async def _check(self, actor: Actor, user_id: str, minutes: int) -> None:
        if not (await self._site.load(Privacy)).content_access:
            raise AccessForbiddenError
        if user_id == actor.user_id:
            raise OwnRoleError
        if not 1 <= minutes <= MAX_MINUTES:
            raise MinutesError(max=MAX_MINUTES)

    def _begin(self, session: Session, actor: Actor, user_id: str, reason: str, minutes: int, now: datetime) -> ContentAccess:
        row = models.ContentAccess(
            id=new_id(), user_id=user_id, admin_id=actor.user_id, reason=reason, created_at=now, expires_at=now + timedelta(minutes=minutes)
        )
        session.add(row)
        session.flush()
        self._audit.record(session, actor, "content.open", kind="content_access", object_id=row.id, subject_id=user_id, minutes=minutes)
        named = queries.get_access(session, row.id)
        if named is None:
            raise AccessNotFoundError
        return access_record(named, actor, now)


def checked_reason(text: str) -> str:
    """The reason in one line; raises `ReasonError` for one that says nothing."""
    reason = " ".join(text.split())
    if not MIN_REASON <= len(reason) <= MAX_REASON or not is_storable(reason):
        raise ReasonError(min=MIN_REASON, max=MAX_REASON)
    return reason
