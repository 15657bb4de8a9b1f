"""What Parley has to remember between two requests of a sign-in: in the database, for minutes, each good for once."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from chat_app import models
from chat_app.services.identity import queries
from chat_app.services.kernel.ids import new_id


@dataclass(frozen=True, slots=True)
class Handshake:
    """What was remembered; `user_id` is empty for somebody who is not known yet."""

    user_id: str
    details: dict[str, str]


def remember(session: Session, purpose: str, token: str, now: datetime, lifetime: timedelta, *, user_id: str = "", **details: str) -> None:
    """Keep `details` under a random `token`, of which only the hash is stored."""
    queries.delete_expired_tokens(session, purpose, now)
    session.add(
        models.OneTimeToken(
            id=new_id(),
            purpose=purpose,
            token_hash=_hash(purpose, token),
            user_id=user_id or None,
            details=json.dumps(details),
            created_at=now,
            expires_at=now + lifetime,
        )
    )


def take(session: Session, purpose: str, token: str, now: datetime) -> Handshake | None:
    """What was kept under `token`; None when it is unknown, old, or was taken before."""
    row = queries.take_token(session, purpose, _hash(purpose, token), now)
    return Handshake(row.user_id or "", json.loads(row.details)) if row else None


def _hash(purpose: str, token: str) -> str:
    return hashlib.sha256(f"parley/{purpose}/{token}".encode()).hexdigest()
