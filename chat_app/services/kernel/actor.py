"""Who acts. Every service verb takes an actor, every query is filtered by it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person. `session_id` is the login session, empty for the loopback owner."""

    user_id: str
    name: str = ""
    language: str = "en"
    session_id: str = ""
