"""People and their login sessions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Text
from sqlmodel import Field, SQLModel


class User(SQLModel, table=True):
    """A person. In `single` mode there is exactly one, the owner."""

    __tablename__ = "users"

    id: str = Field(primary_key=True, max_length=36)
    name: str = Field(default="", max_length=200)
    email: str | None = Field(default=None, unique=True, index=True, max_length=254)
    """In the one spelling that counts (`services/accounts/emails.py`); none for the owner of `single` mode."""
    email_confirmed_at: datetime | None = None
    role: str = Field(default="user", max_length=20)
    """`user`, `manager` or `admin` (`services/access/matrix.toml`)."""
    password_hash: str = Field(default="", max_length=300)
    password_changed_at: datetime | None = None
    suspended_at: datetime | None = None
    """Set: the account is frozen. Nothing of it is lost, nobody can sign in and nothing runs."""
    language: str = Field(default="", max_length=5)
    """Language tag, or empty for the browser's own."""
    theme: str = Field(default="system", max_length=10)
    default_model_id: str = Field(default="", max_length=300)
    settings: str = Field(default="{}", sa_column=Column(Text, nullable=False))
    """JSON object with the rest of what a person has chosen (`services/accounts/preferences.py`)."""
    draft: str = Field(default="", sa_column=Column(Text, nullable=False))
    """The unsent text of a chat that has not begun."""
    created_at: datetime
    deleted_at: datetime | None = None
    """Set: the person asked to be deleted; a job erases everything after the days in which it can be undone."""


class LoginSession(SQLModel, table=True):
    """A browser that is signed in; the cookie's secret is kept only as its SHA-256."""

    __tablename__ = "login_sessions"

    id: str = Field(primary_key=True, max_length=36)
    user_id: str = Field(foreign_key="users.id", ondelete="CASCADE", index=True, max_length=36)
    token_hash: str = Field(unique=True, max_length=64)
    user_agent: str = Field(default="", max_length=300)
    network: str = Field(default="", max_length=50)
    """Where it was begun: /24 of IPv4 or /64 of IPv6, not the address itself."""
    needs_second_factor: bool = False
    """True between password and second factor: such a session opens nothing but the page that asks for it."""
    proved_at: datetime | None = None
    """When the person last proved who they are; changes of what matters ask for a recent proof."""
    created_at: datetime
    last_seen_at: datetime
    revoked_at: datetime | None = None
