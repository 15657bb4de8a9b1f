"""What crosses the border of the identity domain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from chat_app.integrations.oidc.port import Preset
from chat_app.services.accounts.sign_in import SignedIn


@dataclass(frozen=True, slots=True)
class SecondFactorState:
    """What a person has set up."""

    totp: bool
    """Whether codes of an authenticator app are asked for."""
    passkeys: int
    recovery_codes: int
    """How many are left."""
    required: bool
    """Whether this person must have a second factor."""
    available: bool
    """Whether there is a login at all that it could protect."""


@dataclass(frozen=True, slots=True)
class TotpSetup:
    """What an authenticator app needs, shown to the person and kept by nobody else."""

    secret: str
    """Base32, for typing."""
    uri: str
    """`otpauth://…`, for apps on the same device."""
    qr_svg: str
    """The same as a picture: a `data:` URL."""


@dataclass(frozen=True, slots=True)
class FactorConfirmed:
    """A factor is in use."""

    recovery_codes: tuple[str, ...]
    """Made with the first factor and shown once; empty when there are codes already."""


@dataclass(frozen=True, slots=True)
class PasskeyInfo:
    """A passkey as its owner sees it."""

    id: str
    name: str
    created_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Ceremony:
    """Options for the browser, JSON as WebAuthn names them; the challenge in them works once, for five minutes."""

    options: str


@dataclass(frozen=True, slots=True)
class PendingSignIn:
    """Somebody who gave the right password and still has to show a second factor, or to set one up."""

    user_id: str
    has_totp: bool
    has_passkey: bool

    @property
    def must_set_up(self) -> bool:
        """Whether there is nothing yet that could be asked for."""
        return not self.has_totp and not self.has_passkey


@dataclass(frozen=True, slots=True)
class ProviderButton:
    """A provider on the login page."""

    slug: str
    label: str
    preset: str


@dataclass(frozen=True, slots=True)
class ProviderInfo:
    """A provider as administrators see it: without its secret."""

    slug: str
    preset: Preset
    label: str
    issuer: str
    client_id: str
    has_secret: bool
    allow_registration: bool
    domains: tuple[str, ...]
    from_environment: bool
    redirect_uri: str
    """What has to be entered at the provider."""


@dataclass(frozen=True, slots=True)
class ProviderForm:
    """What an administrator enters. `issuer` may be empty for Google and GitHub, and is the tenant's id for Microsoft."""

    preset: Preset
    label: str
    client_id: str
    issuer: str = ""
    client_secret: str | None = None
    """None keeps the one that is there, "" forgets it."""
    allow_registration: bool = False
    domains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IdentityInfo:
    """An account at a provider that opens a person's account here."""

    id: str
    issuer: str
    label: str
    email: str
    """As the provider last told it."""
    created_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Departure:
    """The way to a provider."""

    url: str
    browser: str
    """What this browser has to bring back in a cookie that no script can read."""


@dataclass(frozen=True, slots=True)
class Return:
    """What a browser brings back from a provider; empty where there is nothing."""

    state: str
    code: str
    issuer: str
    error: str
    browser: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a return led to."""

    kind: Literal["sign_in", "link", "prove"]
    target: str
    """The path that the person wanted to go to."""
    signed_in: SignedIn | None = None
    """For a sign-in."""
