"""Rows as records and as pages of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from chat_app import models
from chat_app.services.content_access.dto import AccessNotice, ContentAccess
from chat_app.services.content_access.queries import Named
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.pagination import Page, encode_cursor


def is_open(row: models.ContentAccess, now: datetime) -> bool:
    return row.ended_at is None and row.expires_at > now


def access_record(named: Named, actor: Actor, now: datetime) -> ContentAccess:
    row, user_name, user_email, admin_name = named
    return ContentAccess(
        id=row.id,
        user_id=row.user_id,
        user_name=user_name,
        user_email=user_email or "",
        admin_id=row.admin_id or "",
        admin_name=admin_name or "",
        reason=row.reason,
        created_at=row.created_at,
        expires_at=row.expires_at,
        ended_at=row.ended_at,
        last_read_at=row.last_read_at,
        is_open=is_open(row, now),
        is_mine=row.admin_id == actor.user_id,
    )


def notice_record(row: models.ContentAccess, now: datetime) -> AccessNotice:
    return AccessNotice(row.id, row.reason, row.created_at, row.expires_at, row.ended_at, row.last_read_at, is_open(row, now))


def page_of(rows: Sequence[Named], size: int, actor: Actor, now: datetime) -> Page[ContentAccess]:
    items = [access_record(row, actor, now) for row in rows[:size]]
    return Page(items, encode_cursor(items[-1].created_at.isoformat(), items[-1].id) if len(rows) > size else "")
