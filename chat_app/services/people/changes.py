"""What an administrator does to an account, each within the transaction that also writes the audit log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from chat_app.errors import NotFoundError
from chat_app.models import User
from chat_app.services.accounts import session_queries
from chat_app.services.audit.log import AuditLog
from chat_app.services.kernel.actor import Actor
from chat_app.services.people import queries
from chat_app.services.people.errors import LastAdminError, OwnRoleError, PersonNotFoundError
from chat_app.services.projects.member_queries import take_out_chats


class PeopleChanges:
    """The database parts. Whoever calls them has asked for the permission."""

    def __init__(self, audit: AuditLog) -> None:
        self._audit = audit

    def set_role(self, session: Session, actor: Actor, person_id: str, role: str, now: datetime) -> bool:
        """Change a role and end the sessions that were begun with another one; False when it is that role already."""
        row = self._other(session, actor, person_id)
        if row.role == role:
            return False
        before, row.role = row.role, role
        session_queries.revoke_sessions_of(session, row.id, now)
        self._record(session, actor, "user.role", row, before=before, after=role)
        return True

    def suspend(self, session: Session, actor: Actor, person_id: str, now: datetime) -> None:
        """Freeze an account and end its sessions."""
        row = self._other(session, actor, person_id)
        if row.suspended_at is None:
            row.suspended_at = now
            session_queries.revoke_sessions_of(session, row.id, now)
            self._record(session, actor, "user.suspend", row)

    def unsuspend(self, session: Session, actor: Actor, person_id: str) -> None:
        """Let the person sign in again; the sessions of before stay ended."""
        row = found(session, person_id)
        if row.suspended_at is not None:
            row.suspended_at = None
            self._record(session, actor, "user.unsuspend", row)

    def may_delete(self, session: Session, actor: Actor, person_id: str) -> None:
        """Raise what speaks against it."""
        self._other(session, actor, person_id)

    def set_groups(self, session: Session, actor: Actor, person_id: str, leads: Mapping[str, bool], now: datetime) -> None:
        """Let the person be in these groups, with whether they lead each; raises `NotFoundError` for an unknown one."""
        row = found(session, person_id)
        if queries.existing_groups(session, list(leads)) != set(leads):
            raise NotFoundError("groups.error.not_found")
        queries.replace_groups(session, row.id, dict(leads), now)
        session.flush()
        # What they began in projects that only a group let them into goes with them.
        take_out_chats(session, [row.id])
        self._record(
            session, actor, "user.groups", row, groups=sorted(leads), leads=sorted(name for name, leading in leads.items() if leading)
        )

    def _other(self, session: Session, actor: Actor, person_id: str) -> User:
        """Somebody whom this may be done to: not the actor, and not the last who could undo it."""
        if person_id == actor.user_id:
            raise OwnRoleError
        admins = queries.lock_active_admins(session)
        row = found(session, person_id, deleted=False)
        if admins == [row.id]:
            raise LastAdminError
        return row

    def _record(self, session: Session, actor: Actor, action: str, row: User, **details: Any) -> None:
        subject = "" if row.id == actor.user_id else row.id
        self._audit.record(session, actor, action, kind="user", object_id=row.id, subject_id=subject, **details)


def found(session: Session, person_id: str, *, deleted: bool = True) -> User:
    """The row, to be changed; raises `PersonNotFoundError`, with `deleted=False` also for who is about to go."""
    row = queries.lock_person(session, person_id)
    if row is None or (row.deleted_at is not None and not deleted):
        raise PersonNotFoundError
    return row
