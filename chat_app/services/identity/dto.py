"""What crosses the border of the identity domain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


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
