"""Sealed secrets: what opens them, and what does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from chat_app.db import Database
from chat_app.integrations.crypto.sealing import UnsealingError, derive_key, seal, unseal
from chat_app.models import Secret
from chat_app.services.kernel.clock import utc_now
from chat_app.services.vault import Vault
from chat_app.services.vault.vault import SecretLostError, key_id_of

ONE, TWO = b"the first master secret, long enough", b"the second master secret, long enough"


def vault_of(*secrets: bytes) -> Vault:
    return Vault(lambda: secrets, utc_now)


def kept(db: Database, text: str = "sk-secret", bound_to: str = "totp:1", vault: Vault | None = None) -> str:
    return db.write_now(lambda session: (vault or vault_of(ONE)).keep(session, text, bound_to))


def opened(db: Database, vault: Vault, secret_id: str, bound_to: str = "totp:1") -> str:
    return db.read_now(lambda session: vault.reveal(session, secret_id, bound_to))


def test_gives_back_what_was_kept(db: Database) -> None:
    secret_id = kept(db, "ключ 🔑")
    assert opened(db, vault_of(ONE), secret_id) == "ключ 🔑"


def test_is_not_readable_in_the_database(db: Database) -> None:
    secret_id = kept(db)
    row = db.read_now(lambda session: session.get(Secret, secret_id))
    assert row is not None
    assert b"sk-secret" not in row.sealed
    assert row.key_id == key_id_of(ONE)
    assert ONE not in (row.sealed, row.key_id.encode())


def test_the_same_text_is_sealed_differently_each_time(db: Database) -> None:
    first, second = kept(db), kept(db)
    rows = db.read_now(lambda session: [session.get(Secret, each).sealed for each in (first, second)])  # type: ignore[union-attr]
    assert rows[0] != rows[1]
    assert rows[0][:12] != rows[1][:12]


@pytest.mark.parametrize(("vault", "bound_to"), [(vault_of(TWO), "totp:1"), (vault_of(ONE), "totp:2"), (vault_of(ONE), "")])
def test_neither_another_key_nor_another_purpose_opens_it(db: Database, vault: Vault, bound_to: str) -> None:
    secret_id = kept(db)
    with pytest.raises(SecretLostError):
        opened(db, vault, secret_id, bound_to)


def test_old_keys_open_and_the_first_one_seals(db: Database) -> None:
    before, both = kept(db), vault_of(TWO, ONE)
    after = kept(db, vault=both)
    assert (opened(db, both, before), opened(db, vault_of(TWO), after)) == ("sk-secret", "sk-secret")


@pytest.mark.parametrize("field", ["sealed", "key_id", "id"])
def test_a_row_that_was_tampered_with_is_lost(db: Database, field: str) -> None:
    """Also one that was put in the place of another."""
    secret_id, other_id = kept(db), kept(db, "other")

    def tamper(session: Session) -> None:
        row, other = session.get(Secret, secret_id), session.get(Secret, other_id)
        assert row
        assert other
        if field == "sealed":
            row.sealed = row.sealed[:-1] + bytes([row.sealed[-1] ^ 1])
        elif field == "key_id":
            row.key_id = "0" * 16
        else:
            row.sealed = other.sealed

    db.write_now(tamper)
    with pytest.raises(SecretLostError):
        opened(db, vault_of(ONE), secret_id)


def test_what_is_forgotten_is_gone(db: Database) -> None:
    secret_id = kept(db)
    db.write_now(lambda session: vault_of(ONE).forget(session, secret_id))
    with pytest.raises(SecretLostError):
        opened(db, vault_of(ONE), secret_id)
    db.write_now(lambda session: vault_of(ONE).forget(session, None))


@given(st.binary(max_size=200), st.text(max_size=50))
def test_sealing_is_undone_only_as_a_whole(text: bytes, bound_to: str) -> None:
    key = derive_key(ONE, "test")
    sealed = seal(key, text, bound_to)
    assert unseal(key, sealed, bound_to) == text
    for wrong in (
        (derive_key(ONE, "other"), sealed, bound_to),
        (key, sealed[:-1], bound_to),
        (key, sealed, bound_to + "x"),
        (key, b"", bound_to),
    ):
        with pytest.raises(UnsealingError):
            unseal(*wrong)
