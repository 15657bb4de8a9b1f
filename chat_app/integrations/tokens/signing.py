"""Signs and checks access tokens (RFC 9068) with HS256 and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import GuestProtocol, OctKey

ALGORITHM = "HS256"
TYPE = "at+jwt"
MAX_TOKEN = 4_000
HEADER = frozenset({"alg", "typ", "kid"})


class InvalidTokenError(Exception):
    """Not a token of ours: forged, altered, cut off, or of another kind."""


def sign(claims: Mapping[str, Any], kid: str, secret: bytes) -> str:
    """A token with these claims."""
    header = {"alg": ALGORITHM, "typ": TYPE, "kid": kid}
    return jwt.encode(header, dict(claims), OctKey.import_key(secret), algorithms=[ALGORITHM])


def kid_of(token: str) -> str:
    """Which key claims to have signed it. Nothing is checked yet, so it is good for a look-up by equality only."""
    seen: list[str] = []

    def note(kid: str) -> bytes | None:
        seen.append(kid)
        return None

    with suppress(InvalidTokenError):
        verify(token, note)
    return seen[0] if seen else ""


def verify(token: str, secret_of: Callable[[str], bytes | None]) -> dict[str, Any]:
    """The header's and the body's members of a token whose signature is right; times and names are the caller's to check.

    `secret_of` gives the secret of a key, None for one that is not ours. Raises `InvalidTokenError`.
    """
    if len(token) > MAX_TOKEN or token.count(".") != 2:
        raise InvalidTokenError

    def find(guest: GuestProtocol) -> OctKey:
        header = guest.headers()
        kid = header.get("kid")
        # The algorithm and the type are ours to say, not the token's: no "none", no other family, no token of another use.
        if header.keys() != HEADER or header["alg"] != ALGORITHM or header["typ"] != TYPE or not isinstance(kid, str):
            raise InvalidTokenError
        if (secret := secret_of(kid)) is None:
            raise InvalidTokenError
        return OctKey.import_key(secret)

    try:
        decoded = jwt.decode(token, find, algorithms=[ALGORITHM])
    except (JoseError, ValueError, TypeError, RecursionError):
        raise InvalidTokenError from None
    return {**decoded.claims, "kid": decoded.header["kid"]}
