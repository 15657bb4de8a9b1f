"""The beginning of a deletion, and taking it back."""

from __future__ import annotations

from sqlmodel import Session

from chat_app.services.accounts import session_queries
from chat_app.services.audit.log import AuditLog
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock
from chat_app.services.people.changes import found
from chat_app.services.people.errors import PersonNotFoundError
from chat_app.services.privacy.erasure_list import subject_hash
from chat_app.services.privacy.erasure_queries import find_erasure


class Leaving:
    """Marks accounts; what erases them looks for the mark."""

    def __init__(self, audit: AuditLog, clock: Clock) -> None:
        self._audit = audit
        self._clock = clock

    def begin(self, session: Session, actor: Actor, user_id: str) -> None:
        """From now on nobody signs in to the account."""
        row = found(session, user_id, deleted=False)
        row.deleted_at = self._clock()
        session_queries.revoke_sessions_of(session, row.id, self._clock())
        self._audit.record(session, actor, "user.delete", kind="user", object_id=row.id, subject_id=row.id)

    def undo(self, session: Session, actor: Actor, user_id: str) -> None:
        """Bring the account back as it was."""
        row = found(session, user_id)
        if find_erasure(session, subject_hash(user_id)):
            # Part of it may be gone already: there is nothing whole to come back to.
            raise PersonNotFoundError
        if row.deleted_at is not None:
            row.deleted_at = None
            self._audit.record(session, actor, "user.restore", kind="user", object_id=row.id, subject_id=row.id)
