"""The keys that sign: made when needed, changed every 30 days or on demand, kept until what they signed has expired."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.services.audit import AuditLog
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock
from chat_app.services.kernel.ids import is_id, new_id
from chat_app.services.tokens import queries
from chat_app.services.vault import Vault
from chat_app.services.vault.vault import SecretLostError

LIFETIME = timedelta(minutes=10)
"""How long a token is good for."""
MAX_AGE = timedelta(days=30)
CACHE = timedelta(seconds=5)
KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class SigningSecret:
    """A key that may be used now. `retired_at`: since when it signs nothing new."""

    kid: str
    secret: bytes
    created_at: datetime
    retired_at: datetime | None


class SigningKeys:
    """Finds and changes the keys."""

    def __init__(self, db: Database, vault: Vault, audit: AuditLog, clock: Clock) -> None:
        self._db = db
        self._vault = vault
        self._audit = audit
        self._clock = clock
        self._known: tuple[datetime, dict[str, SigningSecret]] | None = None

    async def current(self) -> SigningSecret:
        """The key that signs; a new one when there is none or it is 30 days old."""
        live = [key for key in (await self._all()).values() if key.retired_at is None]
        newest = max(live, key=lambda key: key.kid, default=None)
        if newest is None or self._clock() - newest.created_at > MAX_AGE:
            await self.rotate(Actor(""))
            return await self.current()
        return newest

    async def find(self, kid: str) -> SigningSecret | None:
        """The key with this name, as long as something that it signed may be valid."""
        return (await self._all()).get(kid) if is_id(kid) else None

    async def rotate(self, actor: Actor) -> str:
        """Make a new key and retire the others; what they signed stays valid until it expires. Returns its name."""
        now = self._clock()

        def change(session: Session) -> str:
            self._retire(session, queries.list_signing_keys(session), now)
            kid = new_id()
            secret = base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()
            secret_id = self._vault.keep(session, secret, _bound(kid))
            session.add(models.SigningKey(id=kid, secret_id=secret_id, created_at=now))
            self._audit.record(session, actor, "signing_key.rotate", kind="signing_key", object_id=kid)
            return kid

        kid = await self._db.write(change)
        self._known = None
        return kid

    def _retire(self, session: Session, rows: Sequence[models.SigningKey], now: datetime) -> None:
        for row in rows:
            if row.retired_at is None:
                row.retired_at = now
            elif row.retired_at + LIFETIME < now:
                secret_id = row.secret_id
                session.delete(row)
                session.flush()
                self._vault.forget(session, secret_id)

    async def _all(self) -> dict[str, SigningSecret]:
        now = self._clock()
        if self._known is None or self._known[0] <= now:
            self._known = (now + CACHE, await self._db.read(lambda session: self._open(session, now)))
        return self._known[1]

    def _open(self, session: Session, now: datetime) -> dict[str, SigningSecret]:
        found: dict[str, SigningSecret] = {}
        for row in queries.list_signing_keys(session):
            if row.retired_at and row.retired_at + LIFETIME < now:
                continue
            try:
                secret = base64.b64decode(self._vault.reveal(session, row.secret_id, _bound(row.id)))
            except SecretLostError:
                # The master secret was changed without the old one: what this key signed has ended, a new key follows.
                continue
            found[row.id] = SigningSecret(row.id, secret, row.created_at, row.retired_at)
        return found


def _bound(kid: str) -> str:
    return f"signing:{kid}"
