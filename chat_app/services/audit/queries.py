"""All SQL of the audit log."""

from __future__ import annotations

from sqlmodel import Session

from chat_app import models

HEAD_ID = 1


def lock_head(session: Session) -> models.AuditHead:
    """The end of the chain, held to the end of the transaction: on PostgreSQL writers wait here for each other."""
    return session.get_one(models.AuditHead, HEAD_ID, with_for_update=True)
