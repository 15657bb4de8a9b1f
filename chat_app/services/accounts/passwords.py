"""Passwords: what we accept, and how we keep them (Argon2id; the parameters are stored in the hash)."""

from __future__ import annotations

import asyncio

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from chat_app.errors import InvalidInputError
from chat_app.services.accounts.breaches import Fetch, is_breached
from chat_app.services.accounts.password_rules import MAX_LENGTH, MIN_LENGTH, check_password_rules
from chat_app.services.kernel.texts import is_storable
from chat_app.services.site.sections import SignIn
from chat_app.services.site.service import SiteService

__all__ = ["MAX_LENGTH", "MIN_LENGTH", "PasswordMaker", "hash_password", "verify_password"]

# OWASP's second recommendation: 19 MiB, two passes, one lane; about 30 ms here.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# Checked when there is no password, so that the answer takes as long as for a wrong one.
_NOBODYS_HASH = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$7yZQ4v0e7H4Qk8J0b8Wc0c8Ck6r5F3r5sJ7m0gJf0nE"
PARALLEL_HASHES = 2


class PasswordMaker:
    """Turns a password that somebody has chosen into what is kept of it."""

    def __init__(self, site: SiteService, fetch: Fetch | None = None) -> None:
        """`fetch` gets the list of breached passwords, where administrators want that."""
        self._site = site
        self._fetch = fetch
        self._hashes = asyncio.Semaphore(PARALLEL_HASHES)

    async def make(self, password: str, *personal: str) -> str:
        """The hash; raises `InvalidInputError` for a password we do not take. `personal`: name and address of the person."""
        if not is_storable(password):
            raise InvalidInputError
        check_password_rules(password, *personal)
        if self._fetch and (await self._site.load(SignIn)).breach_lookup and await is_breached(password, self._fetch):
            raise InvalidInputError("auth.error.password_breached")
        async with self._hashes:
            return await hash_password(password)


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
    except (VerificationError, InvalidHashError, UnicodeEncodeError):
        return False
