"""Browsers in which somebody has signed in before: a signed cookie says for which account, and nothing else."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable

LIFETIME_SECONDS = 400 * 86_400
"""The longest that browsers keep a cookie."""
MAX_COOKIE = 400
_BYTES = 16


class KnownDevices:
    """Makes and reads the cookie: a random number per account that was used here, each with its signature."""

    def __init__(self, secret: Callable[[], bytes]) -> None:
        """`secret` is asked for when first needed, never at the start."""
        self._secret = secret

    def device_of(self, cookie: str, account: str) -> str:
        """The device's number for this account; "" for a browser in which it has not been used."""
        for mark in cookie[:MAX_COOKIE].split("."):
            number, _, signature = mark.partition("~")
            if number and hmac.compare_digest(self._sign(number, account).encode(), signature.encode()):
                return number
        return ""

    def remember(self, cookie: str, account: str) -> str:
        """The cookie with a mark for this account, those used last first."""
        if self.device_of(cookie, account):
            return cookie[:MAX_COOKIE]
        number = secrets.token_hex(_BYTES)
        others = [mark for mark in cookie[:MAX_COOKIE].split(".") if mark]
        return ".".join([f"{number}~{self._sign(number, account)}", *others][:4])

    def _sign(self, number: str, account: str) -> str:
        key = hmac.digest(self._secret(), b"known device", hashlib.sha256)
        return hmac.digest(key, f"{number} {account}".encode(), hashlib.sha256)[:_BYTES].hex()
