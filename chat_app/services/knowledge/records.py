"""From rows to the records that leave the domain."""

from __future__ import annotations

import json
from datetime import datetime

from chat_app import models
from chat_app.services.knowledge import dto
from chat_app.services.knowledge.ingestion.progress import progress_of


def document_record(
    row: models.Document, job: models.IngestionJob | None = None, facts: tuple[int, str] = (0, ""), passages: int = 0, *, now: datetime
) -> dto.Document:
    """`facts` are pages and language of what was read out of it; `job` is only asked about while it goes on."""
    return dto.Document(
        id=row.id,
        owner_id=row.owner_id,
        name=row.name,
        kind=row.kind,
        media_type=row.media_type,
        size=row.size,
        source=row.source,
        source_ref=row.source_ref,
        version=row.version,
        state=row.state,
        created_at=row.created_at,
        updated_at=row.updated_at,
        folder_id=row.folder_id or "",
        problem=row.problem,
        problem_params=json.loads(row.problem_params),
        tokens=row.tokens,
        pages=facts[0],
        language=facts[1],
        passages=passages,
        enabled=row.enabled,
        progress=progress_of(job, now) if job and row.state in {"waiting", "working"} else None,
        deleted_at=row.deleted_at,
        sha256=row.sha256,
    )


def passage_record(row: models.Chunk) -> dto.Passage:
    return dto.Passage(
        id=row.id,
        document_id=row.document_id,
        number=row.number,
        text=row.text,
        start=row.start,
        end=row.end,
        tokens=row.tokens,
        heading=row.heading,
        kind=row.kind,
        page=row.page,
        boxes=tuple(tuple(box) for box in json.loads(row.boxes)),
        language=row.language,
        edited=row.edited,
        enabled=row.enabled,
    )


def line_record(row: models.IngestionLine) -> dto.LogLine:
    return dto.LogLine(row.at, row.key, json.loads(row.params))
