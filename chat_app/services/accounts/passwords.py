"""Passwords: what we accept, and how we keep them (Argon2id; the parameters are stored in the hash)."""

from __future__ import annotations

import asyncio

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from chat_app.errors import InvalidInputError

MIN_LENGTH = 12
MAX_LENGTH = 128

# OWASP's second recommendation: 19 MiB, two passes, one lane; about 30 ms here.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# Checked when there is no password, so that the answer takes as long as for a wrong one.
_NOBODYS_HASH = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$7yZQ4v0e7H4Qk8J0b8Wc0c8Ck6r5F3r5sJ7m0gJf0nE"


def check_password_rules(password: str) -> None:
    """Raise `InvalidInputError` for a password we do not take. Length is the only rule (ASVS 6.2.5)."""
    if len(password) < MIN_LENGTH:
        raise InvalidInputError("auth.error.password_short", min=MIN_LENGTH)
    if len(password) > MAX_LENGTH:
        raise InvalidInputError("auth.error.password_long", max=MAX_LENGTH)
    if len(set(password)) < 5:
        raise InvalidInputError("auth.error.password_plain")


async def hash_password(password: str) -> str:
    """Hash in a thread: it takes tens of milliseconds of CPU."""
    return await asyncio.to_thread(_hasher.hash, password)


async def verify_password(password: str, stored: str) -> bool:
    """Whether `password` is the stored one; takes the same time when there is none."""
    matches = await asyncio.to_thread(_matches, stored or _NOBODYS_HASH, password)
    return matches and bool(stored)


def _matches(stored: str, password: str) -> bool:
    if len(password) > MAX_LENGTH:
        return False
    try:
        return _hasher.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False
