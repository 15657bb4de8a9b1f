"""All SQL of the audit log."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, or_
from sqlmodel import Session, col, select

from chat_app import models
from chat_app.services.audit.dto import AuditFilter
from chat_app.services.kernel.actor import Actor

HEAD_ID = 1
COLUMNS = tuple(models.AuditEntry.__table__.columns)  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]

Entry = models.AuditEntry


def lock_head(session: Session) -> models.AuditHead:
    """The end of the chain, held to the end of the transaction: on PostgreSQL writers wait here for each other."""
    return session.get_one(models.AuditHead, HEAD_ID, with_for_update=True)


def read_head(session: Session) -> models.AuditHead:
    return session.get_one(models.AuditHead, HEAD_ID)


def read_after(session: Session, seq: int, limit: int) -> Sequence[Row[Any]]:
    """The columns of the entries after `seq`, oldest first."""
    return session.connection().execute(select(*COLUMNS).where(COLUMNS[0] > seq).order_by(COLUMNS[0]).limit(limit)).all()


def list_seqs_after(session: Session, seq: int, limit: int) -> Sequence[int]:
    """Their numbers alone, which can be read whatever stands in the rest of a row."""
    return session.exec(select(Entry.seq).where(Entry.seq > seq).order_by(col(Entry.seq)).limit(limit)).all()


def find_hash(session: Session, seq: int) -> str | None:
    return session.exec(select(Entry.hash).where(Entry.seq == seq)).first()


def find_last_before(session: Session, moment: datetime, at_most: int) -> int | None:
    """The number of the last entry older than `moment`, not beyond `at_most`."""
    return session.exec(select(func.max(Entry.seq)).where(Entry.at < moment, Entry.seq <= at_most)).one()


def delete_through(session: Session, seq: int) -> int:
    """Delete the entries up to `seq`, which the head must have left behind; how many went."""
    return session.exec(delete(Entry).where(col(Entry.seq) <= seq)).rowcount


def search(session: Session, wanted: AuditFilter, before: int | None, limit: int) -> Sequence[models.AuditEntry]:
    """The newest entries that fit, newest first, older than the entry `before`. Only for administrators."""
    statement = select(Entry).where(*_conditions(wanted)).order_by(col(Entry.seq).desc()).limit(limit)
    if before is not None:
        statement = statement.where(Entry.seq < before)
    return session.exec(statement).all()


def search_own(session: Session, actor: Actor, before: int | None, limit: int) -> Sequence[models.AuditEntry]:
    """What the actor did, and what others did to them, newest first."""
    own = or_(col(Entry.actor_id) == actor.user_id, col(Entry.subject_id) == actor.user_id)
    statement = select(Entry).where(own).order_by(col(Entry.seq).desc()).limit(limit)
    if before is not None:
        statement = statement.where(Entry.seq < before)
    return session.exec(statement).all()


def _conditions(wanted: AuditFilter) -> list[Any]:
    equal = {
        Entry.actor_id: wanted.actor_id,
        Entry.subject_id: wanted.subject_id,
        Entry.outcome: wanted.outcome,
        Entry.object_kind: wanted.kind,
        Entry.object_id: wanted.object_id,
    }
    found: list[Any] = [col(column) == value for column, value in equal.items() if value]
    if wanted.action.endswith("."):
        found.append(col(Entry.action).startswith(wanted.action, autoescape=True))
    elif wanted.action:
        found.append(col(Entry.action) == wanted.action)
    if wanted.since:
        found.append(col(Entry.at) >= wanted.since)
    if wanted.until:
        found.append(col(Entry.at) < wanted.until)
    return found
