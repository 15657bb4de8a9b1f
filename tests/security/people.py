"""People with a browser that is signed in."""

from __future__ import annotations

import secrets

from chat_app import models
from chat_app.services.access.matrix import permissions_of
from chat_app.services.accounts.sessions import hash_token
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import utc_now
from chat_app.services.kernel.ids import new_id
from chat_app.wiring import Services

ORIGIN = {"Origin": "http://localhost:3000"}


async def person(parts: Services, name: str, role: str = "user") -> tuple[Actor, dict[str, str]]:
    """Another person with a session that has just begun, and the headers of their browser."""
    token, now = secrets.token_urlsafe(32), utc_now()
    user = models.User(id=new_id(), name=name, email=f"{name}@parley.test", email_confirmed_at=now, role=role, created_at=now)
    session = models.LoginSession(
        id=new_id(), user_id=user.id, token_hash=hash_token(token), created_at=now, last_seen_at=now, proved_at=now
    )
    actor = Actor(user.id, name, session_id=session.id, role=role, permissions=permissions_of(role), proved_at=now)

    def insert(db) -> None:
        db.add(user)
        db.flush()
        db.add(session)

    await parts.db.write(insert)
    return actor, ORIGIN | {"Cookie": f"parley_session={token}"}
