"""What the product knows of WebAuthn: plain records, and the failures in one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


class CeremonyError(Exception):
    """What the browser sent proves nothing; the text is for the log."""


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """Who we are to an authenticator."""

    id: str
    """The host name, without port."""
    name: str
    origin: str
    """Where pages of ours come from: nowhere else may a passkey be used."""


@dataclass(frozen=True, slots=True)
class Registered:
    """A new credential."""

    credential_id: bytes
    public_key: bytes
    """COSE."""
    sign_count: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What an authenticator's answer claims, before any of it is checked."""

    credential_id: bytes
    challenge: str
    """Base64url, as in our options."""
    user_handle: bytes
    """Whose the credential is by its own account; empty when it does not say."""


class Ceremonies(Protocol):
    """Registration and authentication. `credential` is the browser's JSON, parsed."""

    def registration_options(self, party: RelyingParty, user_id: str, user_name: str, challenge: bytes, known: Sequence[bytes]) -> str:
        """JSON for `navigator.credentials.create`; `known` are credentials that the person has."""
        ...

    def verify_registration(self, party: RelyingParty, credential: dict[str, object], challenge: bytes) -> Registered:
        """Raises `CeremonyError`."""
        ...

    def authentication_options(self, party: RelyingParty, challenge: bytes, allowed: Sequence[bytes]) -> str:
        """JSON for `navigator.credentials.get`; with nothing `allowed` the device offers what it has for us."""
        ...

    def verify_authentication(
        self, party: RelyingParty, credential: dict[str, object], challenge: bytes, public_key: bytes, sign_count: int
    ) -> int:
        """The new sign count; raises `CeremonyError`."""
        ...

    def read_answer(self, credential: dict[str, object], ceremony: str) -> Answer:
        """What the answer to "create" or "get" claims; raises `CeremonyError`."""
        ...
