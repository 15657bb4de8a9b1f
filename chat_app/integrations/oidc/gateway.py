"""The authorization code flow with PKCE, state and nonce, by Authlib's building blocks over our own outbound client."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import quote

from chat_app.integrations.oidc import id_token
from chat_app.integrations.oidc.claims import display_name, verified_email
from chat_app.integrations.oidc.discovery import Discovery, Metadata
from chat_app.integrations.oidc.github import SCOPE as GITHUB_SCOPE
from chat_app.integrations.oidc.github import github_metadata, identify_github
from chat_app.integrations.oidc.port import IdentityProviderError, Registration, RemoteIdentity, SignInRequest
from chat_app.integrations.oidc.web import FORM, ProviderWeb

SCOPE = "openid profile email"


SILENT_ABOUT_TIME = frozenset({"google", "microsoft"})
"""Presets of providers that do not always tell when somebody signed in there."""


class OidcGateway:
    """Signs people in at their providers."""

    def __init__(self, web: ProviderWeb, clock: Callable[[], datetime]) -> None:
        self._web = web
        self._clock = clock
        self._discovery = Discovery(web, clock)

    async def check(self, registration: Registration) -> None:
        """Raises `IdentityProviderError` for a provider that cannot be used."""
        metadata = await self._metadata(registration)
        if metadata.jwks_uri and not await self._discovery.keys(metadata.jwks_uri, None):
            raise IdentityProviderError("the provider has no keys")

    async def authorization_url(self, registration: Registration, request: SignInRequest) -> str:
        """Where the browser goes to sign in."""
        from authlib.oauth2.rfc6749.parameters import prepare_grant_uri  # noqa: PLC0415
        from authlib.oauth2.rfc7636 import create_s256_code_challenge  # noqa: PLC0415

        is_github = registration.preset == "github"
        metadata = await self._metadata(registration)
        url: str = prepare_grant_uri(
            metadata.authorization_endpoint,
            client_id=registration.client_id,
            response_type="code",
            redirect_uri=request.redirect_uri,
            scope=GITHUB_SCOPE if is_github else SCOPE,
            state=request.state,
            nonce=None if is_github else request.nonce,
            code_challenge=create_s256_code_challenge(request.verifier),
            code_challenge_method="S256",
            prompt=_prompt(registration, request),
            # With it the provider has to tell when the person was there last (OpenID Connect Core 1.0 §3.1.2.1).
            max_age=0 if request.ask_again and not is_github else None,
        )
        return url

    async def identify(self, registration: Registration, request: SignInRequest, code: str, issuer: str) -> RemoteIdentity:
        """Exchange the code and check what comes for it."""
        metadata = await self._metadata(registration)
        if (issuer or metadata.names_issuer) and issuer != metadata.issuer:
            raise IdentityProviderError("the answer comes from another issuer")
        tokens = await self._redeem(registration, metadata, request, code)
        access_token = tokens.get("access_token")
        if not isinstance(access_token, str) or not access_token or str(tokens.get("token_type", "")).lower() != "bearer":
            raise IdentityProviderError("no access token")
        if registration.preset == "github":
            return await identify_github(self._web, registration, access_token)
        expected = id_token.Expected(metadata.issuer, registration.client_id, request.nonce, access_token, self._clock())
        claims = await self._claims(metadata, tokens.get("id_token"), expected)
        if request.ask_again:
            id_token.require_presence(claims, expected.now, is_told=registration.preset not in SILENT_ABOUT_TIME)
        return RemoteIdentity(metadata.issuer, claims["sub"], verified_email(claims, registration.preset), display_name(claims))

    async def _metadata(self, registration: Registration) -> Metadata:
        if registration.preset == "github":
            return github_metadata(self._web.checked(registration.issuer))
        return await self._discovery.metadata(self._web.checked(registration.issuer))

    async def _redeem(self, registration: Registration, metadata: Metadata, request: SignInRequest, code: str) -> dict[str, Any]:
        from authlib.oauth2.auth import ClientAuth  # noqa: PLC0415
        from authlib.oauth2.rfc6749.parameters import prepare_token_request  # noqa: PLC0415

        form = prepare_token_request("authorization_code", code=code, redirect_uri=request.redirect_uri, code_verifier=request.verifier)
        client_id, secret, method = _client(registration, metadata)
        _, headers, form = ClientAuth(client_id, secret, method).prepare("POST", metadata.token_endpoint, {"Content-Type": FORM}, form)
        return await self._web.post(metadata.token_endpoint, form, headers)

    async def _claims(self, metadata: Metadata, token: object, expected: id_token.Expected) -> dict[str, Any]:
        header = id_token.header_of(token)
        keys = await self._discovery.keys(metadata.jwks_uri, header.get("kid"))
        claims = id_token.checked_claims(str(token), keys, expected)
        if "email" in claims or not metadata.userinfo_endpoint:
            return claims
        more = await self._web.get(metadata.userinfo_endpoint, {"Authorization": f"Bearer {expected.access_token}"})
        if not isinstance(more, dict) or more.get("sub") != claims["sub"]:
            raise IdentityProviderError("the provider tells about somebody else")
        return {**more, **claims}


def _client(registration: Registration, metadata: Metadata) -> tuple[str, str, str]:
    """Id, secret and the way in which they are sent."""
    client_id, secret = registration.client_id, registration.client_secret
    if not secret:
        return client_id, "", "none"
    if "client_secret_basic" not in metadata.token_auth_methods:
        return client_id, secret, "client_secret_post"
    # RFC 6749 §2.3.1 has both encoded before they are joined.
    return quote(client_id, safe=""), quote(secret, safe=""), "client_secret_basic"


def _prompt(registration: Registration, request: SignInRequest) -> str | None:
    """Google knows no `login`; choosing the account is what all offer at least. GitHub always knows its person."""
    if not request.ask_again or registration.preset == "github":
        return None
    return "select_account" if registration.preset in {"google", "microsoft"} else "login"
