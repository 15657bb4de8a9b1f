"""Make, list, rename and revoke keys. Only their person does, and never a program with one of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.services.access.matrix import require_person, scopes
from chat_app.services.accounts.queries import hold_user
from chat_app.services.api_keys import queries
from chat_app.services.api_keys.dto import ApiKey, CreatedApiKey, NewApiKey
from chat_app.services.api_keys.errors import KeyBudgetError, KeyExpiryError, KeyNameError, ScopeNotAllowedError, TooManyKeysError
from chat_app.services.api_keys.secrets import make_key
from chat_app.services.audit import AuditLog
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.kernel.ids import new_id
from chat_app.services.kernel.texts import is_storable

MAX_KEYS = 50
MAX_NAME = 100
MAX_BUDGET = 9_000_000_000_000_000_000


class ApiKeyService:
    """The keys of a person."""

    def __init__(
        self,
        db: Database,
        audit: AuditLog,
        require_recent_proof: Callable[[Actor], None],
        clock: Clock = utc_now,
        on_change: Callable[[], None] | None = None,
    ) -> None:
        """`on_change` lets whoever remembers keys look again."""
        self._db = db
        self._require_recent_proof = require_recent_proof
        self._audit = audit
        self._clock = clock
        self._on_change = on_change

    async def create(self, actor: Actor, new: NewApiKey) -> CreatedApiKey:
        """Make a key; its text is in the answer and nowhere else.

        Raises `ScopeNotAllowedError` for more than the person may, `InvalidInputError` for a wrong name, expiry or
        budget, `TooManyKeysError`, `NotAllowedError` for programs, for whoever may have no keys, and without a recent proof.
        """
        _may_manage(actor)
        self._require_recent_proof(actor)
        name = _checked(new, actor, self._clock())
        key = make_key()
        row = models.ApiKey(
            id=new_id(),
            owner_id=actor.user_id,
            name=name,
            prefix=key.prefix,
            secret_hash=key.hash,
            scopes=json.dumps(sorted(set(new.scopes))),
            budget_nano=new.budget_nano,
            expires_at=new.expires_at,
            created_at=self._clock(),
        )

        def insert(session: Session) -> None:
            hold_user(session, actor.user_id)
            if queries.count_live(session, actor) >= MAX_KEYS:
                raise TooManyKeysError(max=MAX_KEYS)
            session.add(row)
            self._audit.record(session, actor, "api_key.create", kind="api_key", object_id=row.id, scopes=sorted(set(new.scopes)))

        await self._db.write(insert)
        return CreatedApiKey(_record(row, 0), key.text)

    async def list(self, actor: Actor) -> list[ApiKey]:
        """The person's keys, newest first, revoked ones too."""
        month = self._clock().date().replace(day=1)

        def load(session: Session) -> list[ApiKey]:
            spent = queries.spent_since(session, actor, month)
            return [_record(row, spent.get(row.id, 0)) for row in queries.list_keys(session, actor)]

        return await self._db.read(load)

    async def rename(self, actor: Actor, key_id: str, name: str) -> None:
        """Give a key another name; raises `ApiKeyNotFoundError`, `InvalidInputError`."""
        _may_manage(actor)
        clean = _name(name)

        def save(session: Session) -> None:
            queries.get_key(session, actor, key_id).name = clean

        await self._db.write(save)

    async def revoke(self, actor: Actor, key_id: str) -> None:
        """End a key at once, and all that was begun with it within seconds. Raises `ApiKeyNotFoundError`."""
        _may_manage(actor)

        def end(session: Session) -> None:
            row = queries.get_key(session, actor, key_id)
            if row.revoked_at is None:
                row.revoked_at = self._clock()
                self._audit.record(session, actor, "api_key.revoke", kind="api_key", object_id=row.id)

        await self._db.write(end)
        self._tell()

    def revoke_all(self, session: Session, actor: Actor, user_id: str) -> None:
        """End every key of a person within the transaction of whoever has a reason to (call `forget_cached` afterwards)."""
        for key_id in queries.revoke_all_of(session, user_id, self._clock()):
            self._audit.record(session, actor, "api_key.revoke", kind="api_key", object_id=key_id, subject_id=user_id)

    def _tell(self) -> None:
        if self._on_change:
            self._on_change()


def _may_manage(actor: Actor) -> None:
    """A key must not make keys: else one that leaks would outlive its end."""
    require_person(actor, "api_keys")


def _checked(new: NewApiKey, actor: Actor, now: datetime) -> str:
    """The name of the key; raises for what cannot be."""
    if not new.scopes or not set(new.scopes) <= scopes() & actor.permissions:
        raise ScopeNotAllowedError
    if new.expires_at is not None and (new.expires_at.tzinfo is None or new.expires_at <= now):
        raise KeyExpiryError
    if new.budget_nano is not None and not 0 <= new.budget_nano <= MAX_BUDGET:
        raise KeyBudgetError
    return _name(new.name)


def _name(name: str) -> str:
    clean = " ".join(name.split())
    if not 1 <= len(clean) <= MAX_NAME or not is_storable(clean):
        raise KeyNameError(max=MAX_NAME)
    return clean


def _record(row: models.ApiKey, spent_nano: int) -> ApiKey:
    return ApiKey(
        id=row.id,
        name=row.name,
        prefix=row.prefix,
        scopes=tuple(json.loads(row.scopes)),
        created_at=row.created_at,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
        revoked_at=row.revoked_at,
        budget_nano=row.budget_nano,
        spent_nano=spent_nano,
    )
