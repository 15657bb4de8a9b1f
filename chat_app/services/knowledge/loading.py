"""Rows of documents with all that their readers see of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from chat_app import models
from chat_app.services.knowledge import queries
from chat_app.services.knowledge.dto import Document
from chat_app.services.knowledge.records import document_record

UNREAD = (0, "")


def load_records(session: Session, rows: Sequence[models.Document], now: datetime) -> list[Document]:
    """With progress, pages, language and number of passages. The caller has checked the rights."""
    ids = [row.id for row in rows]
    jobs, passages = queries.jobs_of(session, ids), queries.count_passages(session, ids)
    facts = queries.facts_of(session, {row.content_id for row in rows if row.content_id})
    return [
        document_record(row, jobs.get(row.id), facts.get(row.content_id or "", UNREAD), passages.get(row.id, 0), now=now) for row in rows
    ]
