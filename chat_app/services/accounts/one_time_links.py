"""Links that work once: made, looked at and used up within the transaction of what they are for."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlmodel import Session

from chat_app import models
from chat_app.errors import NotAllowedError
from chat_app.services.accounts import token_queries
from chat_app.services.accounts.sessions import MAX_TOKEN, hash_token
from chat_app.services.kernel.ids import new_id

Purpose = Literal["confirm", "reset", "invite", "email"]

VALID_FOR: dict[Purpose, timedelta] = {
    "confirm": timedelta(hours=24),
    "reset": timedelta(minutes=30),
    "invite": timedelta(days=7),
    "email": timedelta(hours=24),
}


class LinkGoneError(NotAllowedError):
    """The link was used, is too old, was replaced by a newer one or never was one: all look the same."""

    status = 400
    default_key = "auth.error.link_gone"


@dataclass(frozen=True, slots=True)
class Link:
    """A link that may still be used."""

    id: str
    purpose: str
    email: str
    user_id: str
    """Whose it is; "" for nobody's yet."""
    details: Mapping[str, Any] = field(default_factory=dict)
    created_by: str = ""
    """Who made it for somebody else; "" also for somebody who was erased."""


def make_link(
    session: Session,
    purpose: Purpose,
    now: datetime,
    *,
    email: str,
    user_id: str | None = None,
    created_by: str | None = None,
    details: Mapping[str, object] | None = None,
) -> tuple[str, str]:
    """A new link: its id and its secret, of which only the SHA-256 is kept. Older ones for this address stop working."""
    token, row_id = secrets.token_urlsafe(32), new_id()
    token_queries.void_tokens_for_email(session, purpose, email, now)
    session.add(
        models.OneTimeToken(
            id=row_id,
            purpose=purpose,
            token_hash=hash_token(token),
            user_id=user_id,
            email=email,
            details=json.dumps(details or {}),
            created_by=created_by,
            created_at=now,
            expires_at=now + VALID_FOR[purpose],
        )
    )
    return row_id, token


def look_at(session: Session, purpose: Purpose, token: object, now: datetime) -> Link | None:
    """What a link is for, without using it; None for whatever is no string of ours."""
    if not isinstance(token, str) or not token or len(token) > MAX_TOKEN or not token.isascii():
        return None
    row = token_queries.find_token(session, purpose, hash_token(token), now)
    return Link(row.id, row.purpose, row.email, row.user_id or "", json.loads(row.details), row.created_by or "") if row else None


def use_up(session: Session, purpose: Purpose, token: object, now: datetime) -> Link:
    """Take the link, which then works no more; raises `LinkGoneError`. Of two at once one gets it."""
    link = look_at(session, purpose, token, now)
    if link is None or not token_queries.use_token(session, link.id, now):
        raise LinkGoneError
    return link
