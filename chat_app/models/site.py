"""What administrators set for everybody."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Text
from sqlmodel import Field, SQLModel


class SiteSetting(SQLModel, table=True):
    """One section of the settings that administrators change while Parley runs (`services/site`)."""

    __tablename__ = "site_settings"

    name: str = Field(primary_key=True, max_length=60)
    value: str = Field(sa_column=Column(Text, nullable=False))
    """JSON."""
    updated_at: datetime


class Announcement(SQLModel, table=True):
    """A banner for everybody who is signed in."""

    __tablename__ = "announcements"

    id: str = Field(primary_key=True, max_length=36)
    text_en: str = Field(default="", max_length=500)
    text_de: str = Field(default="", max_length=500)
    level: str = Field(default="info", max_length=10)
    """`info`, `warning` or `danger`."""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    created_at: datetime
