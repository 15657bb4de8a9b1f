"""The one-time link with which the first password is set; whoever can read the server's output owns it."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, timedelta

from chat_app.services.accounts.sessions import hash_token
from chat_app.services.kernel.clock import Clock

VALID_FOR = timedelta(hours=1)


class SetupLink:
    """Only the token's hash is kept, and only in memory: a restart makes a new one."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._hash = ""
        self._until: datetime | None = None

    def make(self) -> str:
        """A new token; the one before stops working."""
        token = secrets.token_urlsafe(32)
        self._hash, self._until = hash_token(token), self._clock() + VALID_FOR
        return token

    def accepts(self, token: object) -> bool:
        """Whether this is the token, within its hour. Nothing but a string ever is."""
        if not isinstance(token, str) or not token or self._until is None or self._clock() >= self._until:
            return False
        return hmac.compare_digest(hash_token(token), self._hash)

    def use_up(self) -> None:
        self._hash, self._until = "", None
