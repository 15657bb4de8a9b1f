"""Login sessions. The browser has a random secret in a cookie, the database only its SHA-256."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.services.access import queries as access_queries
from chat_app.services.access.matrix import permissions_of
from chat_app.services.accounts import queries
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock
from chat_app.services.kernel.ids import new_id

IDLE = timedelta(hours=12)
ABSOLUTE = timedelta(days=30)
TOUCH_EVERY = timedelta(minutes=5)
CACHE = timedelta(seconds=5)
"""How long a revocation made by another process may go unnoticed."""
MAX_CACHED = 10_000
MAX_TOKEN = 100


@dataclass(frozen=True, slots=True)
class _Seen:
    actor: Actor | None
    until: datetime


class SessionStore:
    """Opens, finds and ends login sessions."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        self._cache: dict[str, _Seen] = {}

    async def open(self, user_id: str, user_agent: str) -> str:
        """Begin a session and return its secret, which is known to nobody else from now on."""
        token, now = secrets.token_urlsafe(32), self._clock()
        row = models.LoginSession(
            id=new_id(),
            user_id=user_id,
            token_hash=hash_token(token),
            user_agent=user_agent[:300],
            created_at=now,
            last_seen_at=now,
            proved_at=now,
        )
        await self._db.write(lambda session: session.add(row))
        return token

    async def actor_of(self, token: str) -> Actor | None:
        """Who holds this secret, or None. Asks the database at most every five seconds per session."""
        if not token or len(token) > MAX_TOKEN:
            return None
        key, now = hash_token(token), self._clock()
        seen = self._cache.get(key)
        if seen is None or seen.until <= now:
            seen = _Seen(await self._find(key, now), now + CACHE)
            if len(self._cache) >= MAX_CACHED:
                self._cache.clear()
            self._cache[key] = seen
        return seen.actor

    async def close(self, token: str) -> None:
        """End a session, at once in this process."""
        key, now = hash_token(token), self._clock()
        await self._db.write(lambda session: queries.revoke_session(session, key, now))
        self._cache.pop(key, None)

    def forget_cached(self) -> None:
        """Ask the database again next time: something about a person has changed."""
        self._cache.clear()

    async def _find(self, key: str, now: datetime) -> Actor | None:
        found = await self._db.read(lambda session: _load(session, key, now))
        if found is None:
            return None
        actor, last_seen_at = found
        if now - last_seen_at > TOUCH_EVERY:
            await self._db.write(lambda session: queries.touch_session(session, actor.session_id, now))
        return actor


def hash_token(token: str) -> str:
    """SHA-256 is enough: the token has 256 random bits, nothing can be guessed."""
    return hashlib.sha256(token.encode()).hexdigest()


def _load(session: Session, key: str, now: datetime) -> tuple[Actor, datetime] | None:
    row = queries.find_live_session(session, key, now - IDLE, now - ABSOLUTE)
    if row is None:
        return None
    login, user = row
    actor = Actor(
        user.id,
        user.name,
        user.language,
        login.id,
        role=user.role,
        permissions=permissions_of(user.role) - access_queries.policy_of(session, user.id).features_off,
        proved_at=login.proved_at,
    )
    return actor, login.last_seen_at
