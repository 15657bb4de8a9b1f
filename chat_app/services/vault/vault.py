"""Seals, opens and forgets secrets within the transaction of whoever needs them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import cached_property

from sqlmodel import Session

from chat_app import models
from chat_app.integrations.crypto.sealing import UnsealingError, derive_key, seal, unseal
from chat_app.services.kernel.clock import Clock
from chat_app.services.kernel.ids import new_id

PURPOSE = "parley/vault/1"


class SecretLostError(Exception):
    """A secret cannot be opened: its master key is not among ours, or the row was tampered with."""


class Vault:
    """Knows the master keys: the first one seals, all of them open."""

    def __init__(self, secrets: Callable[[], Sequence[bytes]], clock: Clock) -> None:
        """`secrets` gives `Settings.all_secrets`: the master secret and, after a change of it, those before."""
        self._secrets = secrets
        self._clock = clock

    @cached_property
    def _keys(self) -> dict[str, bytes]:
        return {key_id_of(secret): derive_key(secret, PURPOSE) for secret in self._secrets()}

    @property
    def current_key_id(self) -> str:
        """The name of the key that seals."""
        return next(iter(self._keys))

    def keep(self, session: Session, text: str, bound_to: str) -> str:
        """Seal `text`; returns the id of the row. `bound_to` names whose it is and what for, such as "totp:<user id>"."""
        now, secret_id = self._clock(), new_id()
        sealed = self._seal(text.encode(), _bound(secret_id, bound_to))
        session.add(
            models.Secret(id=secret_id, key_id=self.current_key_id, bound_to=bound_to, sealed=sealed, created_at=now, sealed_at=now)
        )
        session.flush()
        return secret_id

    def reveal(self, session: Session, secret_id: str, bound_to: str) -> str:
        """The secret in clear; raises `SecretLostError`."""
        row = session.get(models.Secret, secret_id)
        if row is None:
            raise SecretLostError(secret_id)
        return self._unseal(row, bound_to).decode()

    def reseal(self, row: models.Secret) -> None:
        """Seal it with the current key; raises `SecretLostError` and leaves it as it is then."""
        text = self._unseal(row, row.bound_to)
        row.sealed, row.key_id, row.sealed_at = self._seal(text, _bound(row.id, row.bound_to)), self.current_key_id, self._clock()

    def opens(self, row: models.Secret) -> bool:
        """Whether it can be opened."""
        try:
            self._unseal(row, row.bound_to)
        except SecretLostError:
            return False
        return True

    @property
    def key_ids(self) -> frozenset[str]:
        """The names of all keys we have."""
        return frozenset(self._keys)

    def forget(self, session: Session, secret_id: str | None) -> None:
        """Delete it, after what refers to it."""
        if secret_id and (row := session.get(models.Secret, secret_id)):
            session.delete(row)

    def _seal(self, text: bytes, bound: str) -> bytes:
        return seal(self._keys[self.current_key_id], text, bound)

    def _unseal(self, row: models.Secret, bound_to: str) -> bytes:
        if row.key_id not in self._keys:
            raise SecretLostError(row.id)
        try:
            return unseal(self._keys[row.key_id], row.sealed, _bound(row.id, bound_to))
        except UnsealingError:
            raise SecretLostError(row.id) from None


def key_id_of(secret: bytes) -> str:
    """A name for a master key that tells nothing about it."""
    return hashlib.sha256(b"parley/key-id/1" + secret).hexdigest()[:16]


def _bound(secret_id: str, bound_to: str) -> str:
    return f"{secret_id}|{bound_to}"
