"""What crosses the border of the domain of tokens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class AccessToken:
    """A new token, as OAuth 2 names its parts (RFC 6749 §5.1)."""

    access_token: str
    expires_in: int
    """Seconds."""
    scope: str
    """What it may be used for, with spaces between."""
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105  (the kind, not a secret)


@dataclass(frozen=True, slots=True)
class Claims:
    """What a valid token says."""

    token_id: str
    user_id: str
    api_key_id: str
    """Its parent; empty for a token of a login session."""
    session_id: str
    scopes: frozenset[str]
    expires_at: int
    """Seconds since 1970."""
