"""What becomes of documents whose folder is deleted. For the one who deletes it: the caller has checked the right to the folder."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlmodel import Session

from chat_app.services.knowledge import queries
from chat_app.services.knowledge.ingestion.queue_queries import stop
from chat_app.services.knowledge.outbox import note_changes


def documents_move_up(session: Session, folder_ids: Iterable[str], parent_id: str | None, now: datetime) -> tuple[str, ...]:
    """Put the documents of folders into the one above; which they are."""
    rows = queries.list_in_folders(session, folder_ids)
    for row in rows:
        row.folder_id = parent_id
    note_changes(session, [row.id for row in rows], now)
    return tuple(row.id for row in rows)


def documents_go(session: Session, folder_ids: Iterable[str], now: datetime) -> tuple[str, ...]:
    """Put the documents of folders into the trash; which they are."""
    rows = queries.list_in_folders(session, folder_ids)
    ids = tuple(row.id for row in rows)
    stop(session, ids, now)
    for row in rows:
        row.deleted_at = now
        row.state = "cancelled" if row.state in {"waiting", "working"} else row.state
    note_changes(session, ids, now)
    return ids


def documents_return(session: Session, document_ids: Sequence[str], folder_id: str, now: datetime) -> None:
    """Take either back: what was in the trash leaves it, what moved up to where `folder_id` lies goes into that again."""
    for row in queries.list_by_id(session, document_ids):
        if row.deleted_at is None:
            row.folder_id = folder_id
        row.deleted_at = None
    note_changes(session, document_ids, now)
