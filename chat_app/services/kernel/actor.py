"""Who acts. Every service verb takes an actor, every query is filtered by it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from chat_app.services.access.policy import Policy


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person, or a program with a key of theirs.

    Made anew from the database at least every five seconds, so that nothing here outlives a change by more.
    """

    user_id: str
    name: str = ""
    language: str = "en"
    session_id: str = ""
    """The login session; empty for the loopback owner and for programs."""
    role: str = ""
    permissions: frozenset[str] = frozenset()
    """What role, groups and the key's scopes leave (`services/access`)."""
    api_key_id: str = ""
    """The key with which a program acts, or the login session that made its token; empty for people."""
    token_id: str = ""
    """The short-lived token with which a program acts, if it does not bring the key itself."""
    policy: Policy = field(default_factory=Policy)
    """What the person's groups allow: models and limits. Their features are in `permissions` already."""
    network: str = ""
    """Where the request comes from (`throttle.network_of`), for limits and the audit log."""
    proved_at: datetime | None = None
    """When the person last proved who they are; None for programs."""
