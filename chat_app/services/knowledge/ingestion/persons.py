"""For whom the background works: the owner of a document, with the rights that they have now."""

from __future__ import annotations

from sqlmodel import Session

from chat_app.models import User
from chat_app.services.access.matrix import permissions_of
from chat_app.services.access.queries import policy_of
from chat_app.services.kernel.actor import Actor


def owner_of(session: Session, user_id: str) -> Actor:
    """Somebody as an actor of their own work."""
    user = session.get_one(User, user_id)
    return Actor(
        user.id, user.name, user.language or "en", role=user.role, permissions=permissions_of(user.role), policy=policy_of(session, user_id)
    )
