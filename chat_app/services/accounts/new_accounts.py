"""How an account comes to be, whatever leads to it: one row, with an address that has been confirmed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from chat_app import models
from chat_app.services.access.matrix import Role
from chat_app.services.accounts import queries
from chat_app.services.accounts.owner import OWNER_ID
from chat_app.services.kernel.ids import new_id


@dataclass(frozen=True, slots=True)
class NewAccount:
    """Who is to have an account; `email` in its normal form, `password_hash` empty for whoever comes in otherwise."""

    email: str
    name: str
    password_hash: str = ""
    language: str = ""


def add_account(session: Session, new: NewAccount, role: Role, now: datetime) -> models.User:
    """Make the row; on PostgreSQL and SQLite alike the unique address makes sure that there is one."""
    row = models.User(id=new_id(), role=role, created_at=now, email=new.email)
    _fill(row, new, now)
    session.add(row)
    session.flush()
    return row


def add_first_admin(session: Session, new: NewAccount, now: datetime) -> models.User | None:
    """Let the owner of `single` mode, with all their chats, become the first administrator; None if there is one already.

    The owner's row is the lock: of many at once one wins.
    """
    row = queries.lock_user(session, OWNER_ID)
    if queries.has_admin(session):
        return None
    if row is None or row.email:
        return add_account(session, new, "admin", now)
    row.email, row.role, row.deleted_at, row.suspended_at = new.email, "admin", None, None
    _fill(row, new, now)
    session.add(row)
    session.flush()
    return row


def _fill(row: models.User, new: NewAccount, now: datetime) -> None:
    row.name, row.email_confirmed_at = new.name or row.name, now
    row.language = row.language or new.language
    if new.password_hash:
        row.password_hash, row.password_changed_at = new.password_hash, now
