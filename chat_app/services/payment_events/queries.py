"""SQL of the inbox."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, tuple_
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from chat_app import models
from chat_app.services.payment_events.dto import DUE

Event = models.PaymentEvent
_TABLE: Any = models.PaymentEvent.__table__  # pyright: ignore[reportAttributeAccessIssue]  (what table=True adds)
_ADD = {
    dialect: insert(_TABLE).on_conflict_do_nothing(index_elements=["id"]).returning(_TABLE.c.id)
    for dialect, insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}


def add_event(session: Session, event: models.PaymentEvent) -> bool:
    """Keep a message; False when it was kept before, also by another process at this moment."""
    connection = session.connection()
    return connection.execute(_ADD[connection.dialect.name], event.model_dump()).first() is not None


def find_event(session: Session, event_id: str) -> models.PaymentEvent | None:
    """For nobody else until the transaction ends."""
    return session.get(Event, event_id, with_for_update=True, populate_existing=True)


def list_due(session: Session, now: datetime, limit: int) -> Sequence[models.PaymentEvent]:
    """Messages that are to be looked into now, in the order in which things happened."""
    statement = select(Event).where(col(Event.state).in_(DUE), Event.due_at <= now)
    return session.exec(statement.order_by(col(Event.created_at), col(Event.id)).limit(limit)).all()


def last_created(session: Session) -> datetime | None:
    """When the newest thing happened that we were told of."""
    return session.exec(select(func.max(Event.created_at))).one()


def list_events(session: Session, after: tuple[datetime, str] | None, limit: int) -> Sequence[models.PaymentEvent]:
    """The newest first."""
    statement = select(Event)
    if after:
        statement = statement.where(tuple_(col(Event.received_at), col(Event.id)) < after)
    return session.exec(statement.order_by(col(Event.received_at).desc(), col(Event.id).desc()).limit(limit)).all()
