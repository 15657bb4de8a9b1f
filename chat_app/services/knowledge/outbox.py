"""What the index has to look at again: written in the transaction of the change itself, so that neither exists without the other."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session

from chat_app.models import IndexTask


def note_changes(session: Session, document_ids: Iterable[str], now: datetime) -> None:
    """The passages of these documents, who may read them, or the documents themselves have changed or are gone."""
    session.add_all([IndexTask(document_id=document_id, created_at=now) for document_id in dict.fromkeys(document_ids)])
