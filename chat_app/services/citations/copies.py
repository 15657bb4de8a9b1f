"""Sources as they leave the house with a chat: without what whoever takes it may not read."""

from __future__ import annotations

from collections.abc import Collection

from sqlmodel import Session

from chat_app.models import MessageSource
from chat_app.services.citations import queries
from chat_app.services.kernel.actor import Actor


def open_copies(session: Session, actor: Actor, message_ids: Collection[str]) -> dict[str, list[MessageSource]]:
    """The sources of these messages, by message; of what the actor may not read now there is the number alone."""
    found = queries.sources_of(session, message_ids)
    open_to = queries.list_readable(session, actor, {row.document_id for rows in found.values() for row in rows})
    return {message_id: [row if row.document_id in open_to else _closed(row) for row in rows] for message_id, rows in found.items()}


def _closed(row: MessageSource) -> MessageSource:
    return MessageSource(
        message_id=row.message_id,
        number=row.number,
        chunk_id="",
        document_id="",
        version=0,
        title="",
        text="",
        start=0,
        end=0,
        cited=row.cited,
    )
