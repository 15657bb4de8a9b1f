"""Login sessions. The browser has a random secret in a cookie, the database only its SHA-256."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.errors import NotAuthenticatedError
from chat_app.services.access import queries as access_queries
from chat_app.services.access.matrix import permissions_of
from chat_app.services.accounts import queries, session_queries
from chat_app.services.accounts.authentication import Knock
from chat_app.services.accounts.throttle import network_of
from chat_app.services.audit.log import AuditLog
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock
from chat_app.services.kernel.ids import new_id

IDLE = timedelta(hours=12)
ABSOLUTE = timedelta(days=30)
ADMIN_IDLE = timedelta(hours=1)
ADMIN_ABSOLUTE = timedelta(hours=12)
HALF = timedelta(minutes=10)
"""How long the second factor may take."""
TOUCH_EVERY = timedelta(minutes=5)
CACHE = timedelta(seconds=2)
"""How long a revocation made by another process may go unnoticed."""
MAX_CACHED = 10_000
MAX_TOKEN = 100


@dataclass(frozen=True, slots=True)
class HalfSession:
    """Somebody who gave the right password and still owes the second factor."""

    id: str
    user_id: str


@dataclass(slots=True)
class _Seen:
    actor: Actor | None
    until: datetime
    last_seen_at: datetime


class SessionStore:
    """Opens, finds and ends login sessions. With `only_user_id` nobody else's count: `single` mode has one person."""

    def __init__(self, db: Database, clock: Clock, audit: AuditLog, only_user_id: str = "") -> None:
        self._db = db
        self._clock = clock
        self._audit = audit
        self._only_user_id = only_user_id
        self._cache: dict[str, _Seen] = {}

    async def open(self, user_id: str, knock: Knock, *, method: str, needs_second_factor: bool = False) -> str:
        """Begin a session and return its secret, which is known to nobody else from now on.

        `method` names for the audit log how the person came in. Raises `NotAuthenticatedError` for whoever may not.
        """
        token = secrets.token_urlsafe(32)
        row = self._new_row(user_id, hash_token(token), knock, needs_second_factor)
        action = "session.challenge" if needs_second_factor else "session.begin"

        def save(session: Session) -> None:
            user = queries.lock_user(session, user_id)
            if user is None or user.suspended_at or user.deleted_at or self._only_user_id not in {"", user_id}:
                raise NotAuthenticatedError
            session_queries.delete_sessions_before(session, user_id, row.created_at - ABSOLUTE)
            session.add(row)
            self._audit.record(session, Actor(user_id, network=row.network), action, kind="session", object_id=row.id, method=method)

        await self._db.write(save)
        return token

    def _new_row(self, user_id: str, token_hash: str, knock: Knock, needs_second_factor: bool) -> models.LoginSession:
        now = self._clock()
        return models.LoginSession(
            id=new_id(),
            user_id=user_id,
            token_hash=token_hash,
            user_agent=knock.headers.get("user-agent", "").replace("\0", "")[:300],
            network=network_of(knock.peer)[:50],
            needs_second_factor=needs_second_factor,
            created_at=now,
            last_seen_at=now,
            proved_at=None if needs_second_factor else now,
        )

    async def actor_of(self, token: str, *, is_activity: bool = True) -> Actor | None:
        """Who holds this secret, or None. Asks the database at most every two seconds per session.

        Only what a person does keeps a session from lying idle; a watcher that looks after it passes `is_activity=False`.
        """
        if not token or len(token) > MAX_TOKEN:
            return None
        key, now = hash_token(token), self._clock()
        seen = self._cache.get(key)
        if seen is None or seen.until <= now:
            seen = await self._look_up(key, now)
        if is_activity and seen.actor and now - seen.last_seen_at > TOUCH_EVERY:
            await self._touch(seen, seen.actor.session_id, now)
        return seen.actor

    async def half_session(self, token: str) -> HalfSession | None:
        """Whose second factor this secret waits for; None for any other secret, and after ten minutes."""
        if not token or len(token) > MAX_TOKEN:
            return None
        found = await self._db.read(lambda session: session_queries.find_session(session, hash_token(token)))
        if found is None or not found[0].needs_second_factor or self._clock() - found[0].created_at >= HALF:
            return None
        return HalfSession(found[0].id, found[1].id)

    async def close(self, token: str) -> None:
        """End a session, at once in this process."""
        key, now = hash_token(token), self._clock()

        def end(session: Session) -> None:
            found = session_queries.find_session(session, key)
            if found and session_queries.revoke_session(session, found[0].id, found[1].id, now):
                self._audit.record(session, Actor(found[1].id), "session.end", kind="session", object_id=found[0].id)

        await self._db.write(end)
        self._cache.pop(key, None)

    def forget_cached(self) -> None:
        """Ask the database again next time: something about a person has changed."""
        self._cache.clear()

    async def _look_up(self, key: str, now: datetime) -> _Seen:
        found = await self._db.read(lambda session: self._load(session, key, now))
        seen = _Seen(found[0] if found else None, now + CACHE, found[1] if found else now)
        if len(self._cache) >= MAX_CACHED:
            self._cache.clear()
        self._cache[key] = seen
        return seen

    async def _touch(self, seen: _Seen, session_id: str, now: datetime) -> None:
        seen.last_seen_at = now
        await self._db.write(lambda session: session_queries.touch_session(session, session_id, now))

    def _load(self, session: Session, key: str, now: datetime) -> tuple[Actor, datetime] | None:
        row = session_queries.find_session(session, key)
        if row is None or row[0].needs_second_factor or self._only_user_id not in {"", row[1].id}:
            return None
        login, user = row
        role = "admin" if self._only_user_id else user.role
        if not is_alive(login, role, now, one_person=bool(self._only_user_id)):
            return None
        policy = access_queries.policy_of(session, user.id)
        actor = Actor(
            user.id,
            user.name,
            user.language,
            login.id,
            role=role,
            permissions=permissions_of(role) - policy.features_off,
            policy=policy,
            proved_at=login.proved_at,
        )
        return actor, login.last_seen_at


def is_alive(login: models.LoginSession, role: str, now: datetime, *, one_person: bool) -> bool:
    """Whether a session has neither lain idle nor grown too old; administrators of many get less time than the one owner."""
    idle, absolute = (ADMIN_IDLE, ADMIN_ABSOLUTE) if role == "admin" and not one_person else (IDLE, ABSOLUTE)
    return now - login.last_seen_at < idle and now - login.created_at < absolute


def hash_token(token: str) -> str:
    """SHA-256 is enough: the token has 256 random bits, nothing can be guessed."""
    return hashlib.sha256(token.encode()).hexdigest()
