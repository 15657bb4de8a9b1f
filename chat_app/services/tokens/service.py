"""Short-lived tokens: made from a key or a login session, good for ten minutes, ended with their parent or before."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlmodel import Session

from chat_app.db import Database
from chat_app.errors import NotAllowedError
from chat_app.integrations.tokens.signing import InvalidTokenError, kid_of, sign, verify
from chat_app.services.access.matrix import scopes
from chat_app.services.api_keys.errors import ScopeNotAllowedError
from chat_app.services.audit import AuditLog
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.kernel.ids import is_id, new_id
from chat_app.services.tokens import queries
from chat_app.services.tokens.dto import AccessToken, Claims
from chat_app.services.tokens.signing_keys import LIFETIME, SigningKeys, SigningSecret
from chat_app.services.vault import Vault

SKEW = timedelta(seconds=5)
"""How far the clocks of two processes may differ."""


class TokenService:
    """Makes, checks and takes back tokens."""

    def __init__(
        self, db: Database, vault: Vault, audit: AuditLog, issuer: str, clock: Clock = utc_now, on_change: Callable[[], None] | None = None
    ) -> None:
        """`issuer` is our public address; `on_change` lets whoever remembers tokens look again."""
        self._db = db
        self._audit = audit
        self._issuer = issuer
        self._audience = f"{issuer}/api"
        self._clock = clock
        self._on_change = on_change
        self.keys = SigningKeys(db, vault, audit, clock)

    async def issue(self, actor: Actor, wanted: Iterable[str] = ()) -> AccessToken:
        """A token for whoever came with a key or a login session, for `wanted` scopes or all that they have.

        Raises `NotAllowedError` for a token that asks for another, and for whoever needs none;
        `ScopeNotAllowedError` for more than the actor may.
        """
        if actor.token_id or not (actor.api_key_id or actor.session_id):
            raise NotAllowedError
        most = scopes() & actor.permissions
        granted = frozenset(wanted) or most
        if not granted or not granted <= most:
            raise ScopeNotAllowedError
        key, now = await self.keys.current(), int(self._clock().timestamp())
        scope, seconds = " ".join(sorted(granted)), int(LIFETIME.total_seconds())
        claims = {"iss": self._issuer, "aud": self._audience, "sub": actor.user_id, "jti": new_id(), "scope": scope}
        claims |= {"iat": now, "nbf": now, "exp": now + seconds}  # pyright: ignore[reportOperatorIssue]
        claims |= {"key": actor.api_key_id} if actor.api_key_id else {"sid": actor.session_id}
        return AccessToken(sign(claims, key.kid, key.secret), seconds, scope)

    async def read(self, token: str) -> Claims | None:
        """What a token says; None for one that is not ours, has expired or was made for something else.

        Whether it or its parent was taken back is asked by `Programs`, together with everything about its person.
        """
        key = await self.keys.find(kid_of(token))
        if key is None:
            return None
        try:
            found = verify(token, lambda kid: key.secret if kid == key.kid else None)
        except InvalidTokenError:
            return None
        return self._claims(found, key)

    async def revoke(self, actor: Actor, token: str) -> None:
        """End a token of the actor's before its time; one that is not theirs or not valid changes nothing (RFC 7009 §2.2)."""
        claims = await self.read(token)
        if claims is None or claims.user_id != actor.user_id:
            return
        now = self._clock()

        def end(session: Session) -> None:
            queries.forget_expired(session, now)
            queries.keep_revoked(session, claims.token_id, claims.user_id, datetime.fromtimestamp(claims.expires_at, UTC))
            self._audit.record(session, actor, "token.revoke", kind="token", object_id=claims.token_id)

        await self._db.write(end)
        if self._on_change:
            self._on_change()

    def _claims(self, found: dict[str, Any], key: SigningSecret) -> Claims | None:
        times = [found.get(name) for name in ("iat", "nbf", "exp")]
        names = [found.get(name) for name in ("sub", "jti", "scope")]
        if not all(type(time) is int for time in times) or not all(isinstance(name, str) for name in names):
            return None
        if found.get("iss") != self._issuer or found.get("aud") != self._audience or not self._is_now(times, key):
            return None
        key_id, session_id = str(found.get("key", "")), str(found.get("sid", ""))
        if not is_id(str(found["jti"])) or not (is_id(key_id) or is_id(session_id)):
            return None
        return Claims(found["jti"], found["sub"], key_id, session_id, frozenset(found["scope"].split()), found["exp"])

    def _is_now(self, times: list[Any], key: SigningSecret) -> bool:
        """Whether the token is valid at this moment, and its key was allowed to sign when it was made."""
        made, valid_from, expires = times
        now, skew = self._clock().timestamp(), SKEW.total_seconds()
        in_time = max(made, valid_from) <= now + skew and now < expires <= made + LIFETIME.total_seconds()
        return in_time and (key.retired_at is None or made <= key.retired_at.timestamp() + skew)
