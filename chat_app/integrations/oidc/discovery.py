"""What a provider says about itself (OpenID Connect Discovery 1.0) and the keys it signs with; both kept for a while."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from chat_app.integrations.oidc.port import IdentityProviderError
from chat_app.integrations.oidc.web import ProviderWeb

KEPT_FOR = timedelta(hours=1)
KEYS_AGAIN_AFTER = timedelta(seconds=5)
"""How old keys have to be before one that is missing among them has them fetched again: forged tokens cost few requests."""
MOST_KEYS = 100


@dataclass(frozen=True, slots=True)
class Metadata:
    """Where the provider does what."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str = ""
    userinfo_endpoint: str = ""
    token_auth_methods: tuple[str, ...] = ("client_secret_basic",)
    names_issuer: bool = False
    """Whether its answers always say whom they come from (RFC 9207)."""


class Discovery:
    """Asks providers about themselves."""

    def __init__(self, web: ProviderWeb, clock: Callable[[], datetime]) -> None:
        self._web = web
        self._clock = clock
        self._metadata: dict[str, tuple[datetime, Metadata]] = {}
        self._keys: dict[str, tuple[datetime, list[dict[str, Any]]]] = {}

    async def metadata(self, issuer: str) -> Metadata:
        """Raises `IdentityProviderError`, also for a provider that claims to be another one."""
        cached = self._metadata.get(issuer)
        if cached and self._clock() - cached[0] < KEPT_FOR:
            return cached[1]
        answer = await self._web.get(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
        if not isinstance(answer, dict) or not _is_same(answer.get("issuer"), issuer):
            raise IdentityProviderError("the provider names another issuer than the one that was set")
        read = self._read(answer)
        self._metadata[issuer] = (self._clock(), read)
        return read

    async def keys(self, jwks_uri: str, key_id: str | None) -> list[dict[str, Any]]:
        """The provider's keys, fetched anew when `key_id` is not among those that are known: providers rotate them."""
        fetched_at, keys = self._keys.get(jwks_uri, (None, []))
        age = self._clock() - fetched_at if fetched_at else KEPT_FOR
        is_missing = key_id is not None and all(key.get("kid") != key_id for key in keys)
        if age >= KEPT_FOR or (is_missing and age >= KEYS_AGAIN_AFTER):
            answer = await self._web.get(jwks_uri)
            listed = answer.get("keys") if isinstance(answer, dict) else None
            keys = [key for key in listed if isinstance(key, dict)][:MOST_KEYS] if isinstance(listed, list) else []
            self._keys[jwks_uri] = (self._clock(), keys)
        return keys

    def _read(self, answer: dict[str, Any]) -> Metadata:
        methods, userinfo = answer.get("token_endpoint_auth_methods_supported"), answer.get("userinfo_endpoint")
        return Metadata(
            issuer=answer["issuer"],
            authorization_endpoint=self._web.checked(answer.get("authorization_endpoint")),
            token_endpoint=self._web.checked(answer.get("token_endpoint")),
            jwks_uri=self._web.checked(answer.get("jwks_uri")),
            userinfo_endpoint=self._web.checked(userinfo) if userinfo else "",
            token_auth_methods=tuple(map(str, methods)) if isinstance(methods, list) else ("client_secret_basic",),
            names_issuer=answer.get("authorization_response_iss_parameter_supported") is True,
        )


def _is_same(named: object, issuer: str) -> bool:
    """Whether the issuer is the one that was set; a slash at its end is easily left out by whoever types it."""
    return isinstance(named, str) and named.rstrip("/") == issuer.rstrip("/")
