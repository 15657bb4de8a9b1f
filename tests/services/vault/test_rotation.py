"""Changing the master key: nothing is lost, whenever the process dies."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlmodel import Session

from bench.rotation import AFTER, BEFORE, fill, rotate_and_kill, unreadable
from chat_app.db import Database
from chat_app.models import Secret
from chat_app.services.kernel.clock import utc_now
from chat_app.services.vault import Vault
from chat_app.services.vault import rotation as rotations
from chat_app.services.vault.queries import count_by_key
from chat_app.services.vault.rotation import MissingKeyError, lost_secrets, rotate
from chat_app.services.vault.vault import key_id_of

OLD, NEW = BEFORE.encode(), AFTER.encode()


def vault_of(*secrets: bytes) -> Vault:
    return Vault(lambda: secrets, utc_now)


def test_seals_everything_with_the_current_key(db: Database) -> None:
    texts, told = fill(db, 450), []
    done = rotate(db, vault_of(NEW, OLD), lambda sealed, total: told.append((sealed, total)))
    assert (done.sealed, done.damaged) == (450, ())
    assert told == [(200, 450), (400, 450), (450, 450)]
    assert unreadable(db, texts) == 0
    assert db.read_now(count_by_key) == {key_id_of(NEW): 450}
    assert rotate(db, vault_of(NEW)).sealed == 0


def test_without_the_key_from_before_nothing_is_changed(db: Database) -> None:
    texts = fill(db, 3)
    with pytest.raises(MissingKeyError) as caught:
        rotate(db, vault_of(NEW))
    assert caught.value.missing == {key_id_of(OLD): 3}
    assert db.read_now(count_by_key) == {key_id_of(OLD): 3}
    assert unreadable(db, texts) == 3


def test_a_damaged_secret_does_not_keep_the_others(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotations, "BATCH", 2)
    broken = min(fill(db, 5))

    def damage(session: Session) -> None:
        row = session.get(Secret, broken)
        assert row
        row.bound_to = "somebody else"

    db.write_now(damage)
    done = rotate(db, vault_of(NEW, OLD))
    assert (done.sealed, done.damaged) == (4, (broken,))
    assert lost_secrets(db, vault_of(NEW, OLD)) == (5, 1)


def test_a_server_reads_on_while_it_runs(db: Database) -> None:
    """Between two batches both kinds are there; whoever knows both keys sees no difference."""
    texts, server = fill(db, 300), vault_of(NEW, OLD)

    def read_all(_done: int, _total: int) -> None:
        assert lost_secrets(db, server) == (300, 0)

    rotate(db, server, read_all)
    assert unreadable(db, texts) == 0


@pytest.mark.slow
def test_killed_five_times_loses_nothing(db: Database, tmp_path: Path) -> None:
    texts = fill(db, 2_000)
    assert rotate_and_kill(db.url, tmp_path, kills=5) >= 3
    assert unreadable(db, texts) == 0
