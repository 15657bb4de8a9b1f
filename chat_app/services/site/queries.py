"""All SQL about what administrators set."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from chat_app import models


def read_setting(session: Session, name: str) -> str:
    """The section's JSON, or ""."""
    row = session.get(models.SiteSetting, name)
    return row.value if row else ""


def write_setting(session: Session, name: str, value: str, now: datetime) -> None:
    session.merge(models.SiteSetting(name=name, value=value, updated_at=now))
