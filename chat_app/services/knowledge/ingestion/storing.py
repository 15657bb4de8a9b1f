"""What was read becomes what is found: the passages of a document change from one version to the next in one transaction."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from chat_app.integrations.reading.port import READER, ParsedDocument
from chat_app.models import Document, DocumentContent
from chat_app.services.kernel.failpoints import reached
from chat_app.services.kernel.ids import new_id
from chat_app.services.knowledge.ingestion import content_queries as queries
from chat_app.services.knowledge.ingestion import queue_queries as queue
from chat_app.services.knowledge.ingestion.merging import Draft, merge
from chat_app.services.knowledge.outbox import note_changes
from chat_app.services.knowledge.removal_queries import delete_contents, delete_embeddings


@dataclass(frozen=True, slots=True)
class Stored:
    """How much of a document changed."""

    kept: int
    added: int
    gone: int
    edits_lost: int


def content_row(parsed: ParsedDocument, layout: bytes, sha256: str, language: str, now: datetime) -> DocumentContent:
    """What was read, as a row."""
    return DocumentContent(
        id=new_id(),
        sha256=sha256,
        reader=READER,
        title=parsed.title[:500],
        text=parsed.text,
        layout=layout,
        pages=len(parsed.pages),
        language=language[:8],
        created_at=now,
    )


def store_passages(
    session: Session, held: queue.Claim, content_id: str, parsed: ParsedDocument, drafts: Sequence[Draft], now: datetime
) -> Stored:
    """Let the document consist of these passages; raises `ClaimLostError`. What stayed the same keeps ids, edits and switches."""
    queue.hold(session, held, now, stage="indexing", done=0, total=0)
    document = session.get(Document, held.document_id, with_for_update=True, populate_existing=True)
    if document is None or document.deleted_at is not None:
        raise queue.ClaimLostError
    before = document.content_id
    merged = merge(queries.list_chunks(session, document.id), drafts, queries.text_of(session, before))
    for chunk, number, draft in merged.kept:
        _place(chunk, number, draft)
    queries.add_chunks(session, [_values(document.id, number, draft) for number, draft in merged.added])
    queries.delete_chunks(session, [chunk.id for chunk in merged.gone])
    _describe(document, content_id, parsed, drafts, now)
    session.flush()
    if before and before != content_id:
        delete_contents(session, [before])
    replaced = {draft.text_hash for chunk, _, draft in merged.kept if chunk.edited}
    delete_embeddings(session, {chunk.text_hash for chunk in merged.gone} | replaced)
    note_changes(session, [document.id], now)
    reached("ingestion.before_store")
    return Stored(len(merged.kept), len(merged.added), len(merged.gone), sum(chunk.edited for chunk in merged.gone))


def _describe(document: Document, content_id: str, parsed: ParsedDocument, drafts: Sequence[Draft], now: datetime) -> None:
    if document.content_id and document.content_id != content_id:
        document.version += 1
    document.content_id, document.updated_at = content_id, now
    document.kind, document.media_type = parsed.kind[:20], parsed.media_type[:100]
    document.tokens = sum(draft.tokens for draft in drafts)


def _place(chunk: Any, number: int, draft: Draft) -> None:
    """Only what changed is written: most of a changed file stays where it was."""
    values = {"number": number, "start": draft.start, "end": draft.end, "page": draft.page, "boxes": draft.boxes}
    for name, value in values.items():
        if getattr(chunk, name) != value:
            setattr(chunk, name, value)


def _values(document_id: str, number: int, draft: Draft) -> dict[str, Any]:
    return {
        "id": new_id(),
        "document_id": document_id,
        "number": number,
        "text": draft.text,
        "text_hash": draft.text_hash,
        "heading": draft.heading,
        "kind": draft.kind,
        "start": draft.start,
        "end": draft.end,
        "page": draft.page,
        "boxes": draft.boxes,
        "tokens": draft.tokens,
        "language": draft.language,
        "edited": False,
        "enabled": True,
    }


def boxes_text(boxes: Sequence[Sequence[float]]) -> str:
    """As the rows keep them."""
    return json.dumps([list(box) for box in boxes], separators=(",", ":"))
