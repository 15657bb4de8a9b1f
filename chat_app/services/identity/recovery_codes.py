"""Ten codes for the day the phone is gone."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from sqlmodel import Session

from chat_app import models
from chat_app.services.identity import queries
from chat_app.services.kernel.ids import new_id

COUNT = 10
_ALPHABET = "abcdefghjkmnpqrstvwxyz23456789"
"""Without i, l, o, u, 0 and 1: people write these down."""
_GROUPS, _LETTERS = 4, 4


def new_codes() -> tuple[str, ...]:
    """Ten codes of 78 random bits each, so that nobody guesses one, not even from its hash."""
    return tuple("-".join(_group() for _ in range(_GROUPS)) for _ in range(COUNT))


def hash_of(code: str) -> str:
    """SHA-256 of a code however it was typed: in capitals, with blanks, without dashes."""
    plain = "".join(letter for letter in code.lower() if letter.isalnum())
    return hashlib.sha256(b"parley/recovery-code/1" + plain.encode()).hexdigest()


def replace_codes(session: Session, user_id: str, now: datetime) -> tuple[str, ...]:
    """Give the person new codes; those before stop working."""
    queries.delete_recovery_codes(session, user_id)
    codes = new_codes()
    session.add_all(models.RecoveryCode(id=new_id(), user_id=user_id, code_hash=hash_of(code), created_at=now) for code in codes)
    return codes


def codes_if_none(session: Session, user_id: str, now: datetime) -> tuple[str, ...]:
    """New codes for somebody who has none left, else nothing: those on paper stay right."""
    return () if queries.count_recovery_codes(session, user_id) else replace_codes(session, user_id, now)


def _group() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(_LETTERS))
