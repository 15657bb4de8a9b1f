"""All SQL about what administrators set."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, select
from sqlmodel import Session

from chat_app import models

SETTINGS = models.SiteSetting.__table__  # type: ignore[attr-defined]
READ_SETTING = select(SETTINGS.c.value).where(SETTINGS.c.name == bindparam("name"))
"""Built once: the ledger asks for the stop switch within every hold."""


def read_setting(session: Session, name: str) -> str:
    """The section's JSON, or ""."""
    return session.connection().execute(READ_SETTING, {"name": name}).scalar() or ""


def write_setting(session: Session, name: str, value: str, now: datetime) -> None:
    session.merge(models.SiteSetting(name=name, value=value, updated_at=now))
    session.flush()
