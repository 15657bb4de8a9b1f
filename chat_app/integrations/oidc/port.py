"""What the product knows of identity providers: plain records, and the failures in one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

Preset = Literal["google", "microsoft", "github", "keycloak", "generic"]


class IdentityProviderError(Exception):
    """A provider is not reachable, or what it says proves nothing; the text is for the log, and holds no secret."""


@dataclass(frozen=True, slots=True)
class Registration:
    """How Parley is known to a provider."""

    preset: Preset
    issuer: str
    """For GitHub the address of its pages."""
    client_id: str
    client_secret: str
    """Empty for a public client: PKCE is used in any case."""


@dataclass(frozen=True, slots=True)
class SignInRequest:
    """One attempt to sign in; everything random in it belongs to one browser and is used once."""

    redirect_uri: str
    state: str
    nonce: str
    verifier: str
    """Of PKCE (RFC 7636), 43 to 128 characters."""
    ask_again: bool = False
    """Whether the provider should let the person choose or prove the account even when it knows them."""


@dataclass(frozen=True, slots=True)
class RemoteIdentity:
    """Who somebody is to a provider. Issuer and subject are the identity; the rest is what it says about them."""

    issuer: str
    subject: str
    email: str
    """Only an address that the provider says it has verified, else ""."""
    name: str


class IdentityProviders(Protocol):
    """Any number of providers."""

    async def authorization_url(self, registration: Registration, request: SignInRequest) -> str:
        """Where the browser goes; raises `IdentityProviderError`."""
        ...

    async def identify(self, registration: Registration, request: SignInRequest, code: str, issuer: str) -> RemoteIdentity:
        """Who came back with `code`; `issuer` is what the answer claims to come from, if it says (RFC 9207).

        Raises `IdentityProviderError`.
        """
        ...

    async def check(self, registration: Registration) -> None:
        """Whether the provider can be reached and is the one it claims to be; raises `IdentityProviderError`."""
        ...
