"""Who is behind a bearer: a key of ours or a token made from one. Asked by the one `authenticate`."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.services.access.matrix import permissions_of, scopes
from chat_app.services.access.queries import policy_of
from chat_app.services.accounts.sessions import is_alive
from chat_app.services.api_keys import queries as key_queries
from chat_app.services.api_keys.secrets import KeyText, parse_key
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock
from chat_app.services.tokens import queries
from chat_app.services.tokens.dto import Claims
from chat_app.services.tokens.service import TokenService

CACHE = timedelta(seconds=2)
"""How long a revocation made by another process may go unnoticed; open streams and websockets ask every three seconds."""
TOUCH_EVERY = timedelta(minutes=1)
MAX_CACHED = 10_000
MAX_BEARER = 4_000
KEYS_PERMISSION = "api_keys"


@dataclass(frozen=True, slots=True)
class _Seen:
    actor: Actor | None
    until: datetime


class Programs:
    """Turns a bearer into an actor. Remembers by the hash of the whole bearer, never by a part of it."""

    def __init__(self, db: Database, clock: Clock, only_user_id: str = "") -> None:
        """With `only_user_id` nobody else's keys count: `single` mode has one person."""
        self._db = db
        self._clock = clock
        self._only_user_id = only_user_id
        self._cache: dict[str, _Seen] = {}
        self.tokens: TokenService | None = None

    async def actor_of(self, bearer: str) -> Actor | None:
        """Who acts; None for a key or token that is not ours, was revoked, has expired, or whose owner may not sign in."""
        if not bearer or len(bearer) > MAX_BEARER or not bearer.isascii():
            return None
        remembered, now = hashlib.sha256(bearer.encode()).hexdigest(), self._clock()
        seen = self._cache.get(remembered)
        if seen is None or seen.until <= now:
            seen = _Seen(await self._find(bearer, now), now + CACHE)
            if len(self._cache) >= MAX_CACHED:
                self._cache.clear()
            self._cache[remembered] = seen
        return seen.actor

    def forget_cached(self) -> None:
        """Ask the database again next time: a key, a token or a person has changed."""
        self._cache.clear()

    async def _find(self, bearer: str, now: datetime) -> Actor | None:
        if key := parse_key(bearer):
            return await self._of_key(key, now)
        claims = await self.tokens.read(bearer) if self.tokens else None
        return await self._db.read(lambda session: self._of_claims(session, claims, now)) if claims else None

    async def _of_key(self, key: KeyText, now: datetime) -> Actor | None:
        found = await self._db.read(lambda session: key_queries.find_live(session, now, prefix=key.prefix))
        if found is None or not key.opens(found[0].secret_hash):
            return None
        row, user = found
        if row.last_used_at is None or now - row.last_used_at >= TOUCH_EVERY:
            await self._db.write(lambda session: key_queries.touch(session, row.id, now))
        return await self._db.read(lambda session: self._of_row(session, row, user))

    def _of_row(
        self, session: Session, row: models.ApiKey, user: models.User, token_id: str = "", most: frozenset[str] | None = None
    ) -> Actor | None:
        """The person's program with a key; None once their groups allow no keys any more."""
        granted = frozenset(json.loads(row.scopes))
        return self._actor(session, user, granted if most is None else granted & most, row.id, token_id, needs=KEYS_PERMISSION)

    def _of_claims(self, session: Session, claims: Claims, now: datetime) -> Actor | None:
        """The program with a token, as long as neither the token nor its parent has ended."""
        if queries.is_revoked(session, claims.token_id):
            return None
        if claims.api_key_id:
            found = key_queries.find_live(session, now, key_id=claims.api_key_id)
            if found is None or found[1].id != claims.user_id:
                return None
            return self._of_row(session, *found, claims.token_id, claims.scopes)
        login = queries.find_login(session, claims.session_id)
        if login is None or login[1].id != claims.user_id:
            return None
        if not is_alive(login[0], self._role(login[1]), now, one_person=bool(self._only_user_id)):
            return None
        # A program, whatever it was made from: what people alone may do asks for `api_key_id` to be empty.
        return self._actor(session, login[1], claims.scopes, claims.session_id, claims.token_id)

    def _actor(
        self, session: Session, user: models.User, granted: frozenset[str], key_id: str, token_id: str, needs: str = ""
    ) -> Actor | None:
        policy, role = policy_of(session, user.id), self._role(user)
        permissions = permissions_of(role) - policy.features_off
        if (needs and needs not in permissions) or self._only_user_id not in {"", user.id}:
            return None
        return Actor(
            user.id,
            user.name,
            user.language,
            role=role,
            permissions=permissions & scopes() & granted,
            api_key_id=key_id,
            token_id=token_id,
            policy=policy,
        )

    def _role(self, user: models.User) -> str:
        return "admin" if self._only_user_id else user.role
