"""Records of shared links."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chat_app.services.exports.dto import Scope


@dataclass(frozen=True, slots=True)
class Share:
    """A link as its owner sees it. The secret in the address is shown once, when the link is made."""

    id: str
    conversation_id: str
    title: str
    scope: Scope
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    active: bool


@dataclass(frozen=True, slots=True)
class NewShare:
    """A link that was just made, with its address below the public URL: "/s/…"."""

    share: Share
    path: str
