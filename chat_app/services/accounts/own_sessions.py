"""The list of browsers in which somebody is signed in, and ending them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from chat_app.db import Database
from chat_app.errors import NotFoundError
from chat_app.services.access.matrix import require
from chat_app.services.accounts import queries, session_queries
from chat_app.services.accounts.sessions import is_alive
from chat_app.services.audit.log import AuditLog
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock

# Order matters: Edge and Opera call themselves Chrome, too, and Chrome calls itself Safari.
_BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"), ("curl/", "curl"))
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
_PRODUCT = re.compile(r"[A-Za-z0-9 ._-]{1,40}")


@dataclass(frozen=True, slots=True)
class SessionView:
    """A browser in which somebody is signed in."""

    id: str
    device: str
    """Browser and system as far as they can be told, such as "Firefox · Linux"; names of products, so in no language."""
    network: str
    begun_at: datetime
    last_seen_at: datetime
    is_current: bool


class OwnSessions:
    """Lists and ends login sessions."""

    def __init__(self, db: Database, clock: Clock, audit: AuditLog, *, one_person: bool) -> None:
        self._db = db
        self._clock = clock
        self._audit = audit
        self._one_person = one_person

    async def list(self, actor: Actor) -> list[SessionView]:
        """Those of `actor`."""
        return await self._db.read(lambda session: self._views(session, actor, actor.user_id))

    async def list_of(self, actor: Actor, user_id: str) -> list[SessionView]:
        """Those of anybody; raises `NotFoundError` for whoever may not know."""
        require(actor, "admin.users")
        return await self._db.read(lambda session: self._views(session, actor, user_id))

    async def end(self, actor: Actor, session_id: str, user_id: str) -> None:
        """End one; raises `NotFoundError` for what is not there or not for `actor` to end."""
        if user_id != actor.user_id:
            require(actor, "admin.users")

        def end(session: Session) -> None:
            if not session_queries.revoke_session(session, session_id, user_id, self._clock()):
                raise NotFoundError
            self._audit.record(session, actor, "session.end", kind="session", object_id=session_id, subject_id=_other(actor, user_id))

        await self._db.write(end)

    async def end_others(self, actor: Actor) -> int:
        """End all of `actor` but the one that asks."""
        return await self._end_all(actor, actor.user_id, except_id=actor.session_id)

    async def end_all_of(self, actor: Actor, user_id: str) -> int:
        """End all of somebody."""
        require(actor, "admin.users")
        return await self._end_all(actor, user_id, except_id=actor.session_id)

    async def mark_proved(self, actor: Actor, method: str) -> None:
        """`actor` has just proved who they are."""

        def mark(session: Session) -> None:
            session_queries.mark_proved(session, actor.session_id, actor.user_id, self._clock())
            self._audit.record(session, actor, "session.prove", kind="session", object_id=actor.session_id, method=method)

        await self._db.write(mark)

    async def _end_all(self, actor: Actor, user_id: str, except_id: str) -> int:
        def end(session: Session) -> int:
            ended = session_queries.revoke_sessions_of(session, user_id, self._clock(), except_id)
            self._audit.record(
                session, actor, "session.end_all", kind="user", object_id=user_id, subject_id=_other(actor, user_id), ended=ended
            )
            return ended

        return await self._db.write(end)

    def _views(self, session: Session, actor: Actor, user_id: str) -> list[SessionView]:
        user = queries.find_user(session, user_id)
        if user is None:
            raise NotFoundError
        now = self._clock()
        return [
            SessionView(row.id, device_name(row.user_agent), row.network, row.created_at, row.last_seen_at, row.id == actor.session_id)
            for row in session_queries.open_sessions_of(session, user_id)
            if is_alive(row, user.role, now, one_person=self._one_person)
        ]


def device_name(user_agent: str) -> str:
    """Browser and system out of what a browser says about itself; "" for what says nothing."""
    names = [next((name for mark, name in table if mark in user_agent), "") for table in (_BROWSERS, _SYSTEMS)]
    if any(names):
        return " · ".join(name for name in names if name)
    product = _PRODUCT.match(user_agent.partition("/")[0])
    return product.group() if product else ""


def _other(actor: Actor, user_id: str) -> str:
    return "" if user_id == actor.user_id else user_id
