"""What crosses the border of the content access domain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chat_app.services.chat.dto import Message


@dataclass(frozen=True, slots=True)
class ContentAccess:
    """An access as administrators see it. It is open until `expires_at`, or until `ended_at` when that is there."""

    id: str
    user_id: str
    user_name: str
    user_email: str
    admin_id: str
    """Empty when that account is gone."""
    admin_name: str
    reason: str
    created_at: datetime
    expires_at: datetime
    ended_at: datetime | None
    last_read_at: datetime | None
    is_open: bool
    is_mine: bool


@dataclass(frozen=True, slots=True)
class AccessNotice:
    """An access as the person whose chats could be read sees it: why and when, not by whom."""

    id: str
    reason: str
    created_at: datetime
    expires_at: datetime
    ended_at: datetime | None
    last_read_at: datetime | None
    """None when nothing was read so far."""
    is_open: bool


@dataclass(frozen=True, slots=True)
class ReadChat:
    """A page of somebody's chat: the branch that they have on show, oldest message first."""

    id: str
    title: str
    messages: list[Message]
    has_earlier: bool
