"""Writes the audit log, within the transaction of the act itself wherever there is one."""

from __future__ import annotations

from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.services.audit import queries
from chat_app.services.audit.chain import hash_of
from chat_app.services.audit.details import write_details
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock

NOBODY = Actor("")


class AuditLog:
    """Appends to the chain."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    def record(
        self,
        session: Session,
        actor: Actor,
        action: str,
        *,
        kind: str = "",
        object_id: str = "",
        subject_id: str = "",
        outcome: str = "done",
        **details: object,
    ) -> None:
        """Append an entry that stays or goes with the transaction.

        `action` is a name such as "session.begin"; `subject_id` the person whom it concerns, if that is not the actor;
        `details` hold ids, numbers and names of settings, never contents, names of people, addresses or secrets.
        """
        head = queries.lock_head(session)
        entry = models.AuditEntry(
            seq=head.seq + 1,
            at=self._clock(),
            actor_id=actor.user_id,
            action=action,
            outcome=outcome,
            object_kind=kind,
            object_id=object_id,
            subject_id=subject_id,
            network=actor.network,
            details=write_details(details),
            hash="",
        )
        entry.hash = hash_of(head.hash, entry)
        head.seq, head.hash = entry.seq, entry.hash
        session.add(entry)

    async def note(
        self,
        actor: Actor,
        action: str,
        *,
        kind: str = "",
        object_id: str = "",
        subject_id: str = "",
        outcome: str = "done",
        **details: object,
    ) -> None:
        """`record` in a transaction of its own, for what changes nothing else: refusals, failures, reading."""
        await self._db.write(
            lambda session: self.record(
                session, actor, action, kind=kind, object_id=object_id, subject_id=subject_id, outcome=outcome, **details
            )
        )
