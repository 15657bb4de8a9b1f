"""What crosses the border of the domain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chat_app.services.chat.dto import Message


@dataclass(frozen=True, slots=True)
class TemporaryChat:
    """A chat that is gone an hour after its last use, with the login session, or when it is closed."""

    id: str
    model_id: str
    created_at: datetime
    messages: tuple[Message, ...] = ()
    running_turn_id: str = ""
