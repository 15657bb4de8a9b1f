"""Sealing everything with the current master key.

In batches with a commit each, so that it may be killed at any moment and run again, also while a server works on the
same database: a secret is sealed either with the key before or with the one now, and the server knows both.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlmodel import Session

from chat_app.db import Database
from chat_app.services.vault import queries
from chat_app.services.vault.vault import SecretLostError, Vault

BATCH = 200


class MissingKeyError(Exception):
    """Secrets are sealed with master keys that we do not have; `missing` is how many by the key's name."""

    def __init__(self, missing: dict[str, int]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


@dataclass(frozen=True, slots=True)
class Rotated:
    """How many were sealed anew, and the ids of those that cannot be opened although their key is there."""

    sealed: int
    damaged: tuple[str, ...] = ()


def rotate(db: Database, vault: Vault, tell: Callable[[int, int], None] = lambda _done, _all: None) -> Rotated:
    """Seal everything that another key has sealed; raises `MissingKeyError` before anything is changed.

    `tell` is called after each batch with how many are done of how many.
    """
    counts = db.read_now(queries.count_by_key)
    if missing := {key_id: number for key_id, number in counts.items() if key_id not in vault.key_ids}:
        raise MissingKeyError(missing)
    total = sum(number for key_id, number in counts.items() if key_id != vault.current_key_id)
    sealed, damaged, after = 0, [], ""
    while True:
        done, lost, after = db.write_now(lambda session, after=after: _batch(session, vault, after))
        sealed, damaged = sealed + done, [*damaged, *lost]
        if not after:
            return Rotated(sealed, tuple(damaged))
        tell(sealed, total)


def lost_secrets(db: Database, vault: Vault) -> tuple[int, int]:
    """How many secrets there are, and how many of them cannot be opened."""
    count, lost, after = 0, 0, ""
    while rows := db.read_now(lambda session, after=after: queries.list_secrets(session, after, BATCH)):
        count, lost, after = count + len(rows), lost + sum(not vault.opens(row) for row in rows), rows[-1].id
    return count, lost


def _batch(session: Session, vault: Vault, after: str) -> tuple[int, list[str], str]:
    """One batch: how many were sealed, which cannot be, and the last id ("" when there was nothing)."""
    rows = queries.list_sealed_otherwise(session, vault.current_key_id, after, BATCH)
    lost: list[str] = []
    for row in rows:
        try:
            vault.reseal(row)
        except SecretLostError:
            lost.append(row.id)
    return len(rows) - len(lost), lost, rows[-1].id if rows else ""
