"""Checks ID tokens (OpenID Connect Core 1.0 §3.1.3.7)."""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chat_app.integrations.oidc.port import IdentityProviderError

# Signatures by a key that only the provider has. Neither "none" nor HS…, for which our own client secret would do.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
MAX_TOKEN = 20_000
LEEWAY_SECONDS = 60
MAX_SUBJECT = 255
PRESENCE_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Expected:
    """What a token has to be made for."""

    issuer: str
    client_id: str
    nonce: str
    access_token: str
    now: datetime


def header_of(token: object) -> dict[str, Any]:
    """The header of a token whose signature nobody has checked yet; raises `IdentityProviderError`."""
    from joserfc.errors import JoseError  # noqa: PLC0415
    from joserfc.jws import extract_compact  # noqa: PLC0415

    if not isinstance(token, str) or len(token) > MAX_TOKEN:
        raise IdentityProviderError("no ID token")
    try:
        header = dict(extract_compact(token.encode()).headers())
    except (JoseError, ValueError, TypeError, KeyError):
        raise IdentityProviderError("the ID token cannot be read") from None
    if header.get("alg") not in ALGORITHMS:
        raise IdentityProviderError("the ID token is signed in a way that proves nothing")
    return header


def checked_claims(token: str, keys: Sequence[Mapping[str, Any]], expected: Expected) -> dict[str, Any]:
    """The claims of a token that the provider signed for us and for this attempt; raises `IdentityProviderError`."""
    from authlib.oidc.core import CodeIDToken  # noqa: PLC0415
    from joserfc.errors import JoseError  # noqa: PLC0415

    header = header_of(token)
    claims = CodeIDToken(
        _verified(token, header, keys),
        header,
        {"iss": {"essential": True, "value": expected.issuer}, "aud": {"essential": True, "value": expected.client_id}},
        {"nonce": expected.nonce, "client_id": expected.client_id, "access_token": expected.access_token},
    )
    try:
        claims.validate(now=int(expected.now.timestamp()), leeway=LEEWAY_SECONDS)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise IdentityProviderError(f"the ID token is not for us: {error}") from None
    _require_nonce(claims, expected.nonce)
    subject = claims["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= MAX_SUBJECT or "\0" in subject:
        raise IdentityProviderError("the ID token names nobody")
    return dict(claims)


def require_presence(claims: Mapping[str, Any], now: datetime, *, is_told: bool) -> None:
    """Raise `IdentityProviderError` unless the person has just signed in there: what the browser passed on proves nothing about that.

    `is_told` for providers that keep to the standard and always say when it was.
    """
    at = claims.get("auth_time")
    if at is None and not is_told:
        return
    if not isinstance(at, int) or now.timestamp() - at > PRESENCE_SECONDS:
        raise IdentityProviderError("the provider did not ask the person again")


def _verified(token: str, header: Mapping[str, Any], keys: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    from joserfc import jwt  # noqa: PLC0415
    from joserfc.errors import JoseError  # noqa: PLC0415
    from joserfc.jwk import import_key  # noqa: PLC0415

    for key in keys:
        if key.get("use", "sig") != "sig" or key.get("kty") == "oct" or header.get("kid") not in {None, key.get("kid")}:
            continue
        try:
            return dict(jwt.decode(token, import_key(dict(key)), algorithms=[header["alg"]]).claims)
        except (JoseError, ValueError, TypeError, KeyError):
            continue
    raise IdentityProviderError("the ID token is not signed by a key of the provider")


def _require_nonce(claims: Mapping[str, Any], nonce: str) -> None:
    """Authlib compares a nonce too, unless ours were empty: this does not depend on it."""
    if not nonce or not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise IdentityProviderError("the ID token belongs to another attempt")
