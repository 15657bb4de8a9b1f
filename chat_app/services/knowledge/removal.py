"""Documents end: with their passages, what was read out of them, and the vectors that no other passage needs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from chat_app.services.knowledge import removal_queries as queries
from chat_app.services.knowledge.outbox import note_changes


def remove_documents(session: Session, document_ids: Sequence[str], now: datetime) -> int:
    """Delete documents for ever; how many there were. The caller has checked whose they are.

    Points in the index go by the tasks that are left for it; blobs with the next sweep of files.
    """
    contents = queries.list_contents(session, document_ids)
    hashes = queries.list_text_hashes(session, document_ids)
    note_changes(session, document_ids, now)
    queries.blank_copies(session, document_ids)
    count = queries.delete_documents(session, document_ids)
    queries.delete_contents(session, contents)
    queries.delete_embeddings(session, hashes)
    return count
