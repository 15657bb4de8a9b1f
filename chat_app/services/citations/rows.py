"""What is kept of the documents an answer was given: its sources, and the way to them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from chat_app import models
from chat_app.services.citations.dto import Boxes, Known
from chat_app.services.citations.prompting import PROMPT_NAMES, Prompt
from chat_app.services.retrieval.dto import Retrieved, Source

MOST_TITLE = 500


def source_values(message_id: str, sources: Sequence[Source]) -> list[dict[str, Any]]:
    """Rows of `MessageSource`: copies, as documents change and go."""
    return [
        {
            "message_id": message_id,
            "number": source.number,
            "chunk_id": source.chunk_id,
            "document_id": source.document_id,
            "version": source.version,
            "title": source.title[:MOST_TITLE],
            "heading": source.heading[:MOST_TITLE],
            "text": source.text,
            "start": source.start,
            "end": source.end,
            "page": source.page,
            "boxes": json.dumps(source.boxes),
            "pinned": source.pinned,
            "cited": False,
        }
        for source in sources
    ]


def retrieval_values(message_id: str, found: Retrieved, known: Known, now: datetime) -> dict[str, Any]:
    """The row of `Retrieval`, with what the model was told of it all."""
    steps = json.loads(found.trace.to_json()) | {"told": known.prompts}
    return {
        "message_id": message_id,
        "question": found.trace.question,
        "queries": json.dumps(found.trace.queries, ensure_ascii=False),
        "steps": json.dumps(steps, ensure_ascii=False, separators=(",", ":")),
        "created_at": now,
    }


def prompts_in(steps: str) -> tuple[Prompt, ...]:
    """What the model was told."""
    told = json.loads(steps).get("told", [])
    return tuple(name for name in PROMPT_NAMES if name in told)


def boxes_of(text: str) -> Boxes:
    """The places on pages that a row keeps."""
    return tuple(tuple(box) for box in json.loads(text))


def source_of(row: models.MessageSource) -> Source:
    """As it was given."""
    return Source(
        number=row.number,
        chunk_id=row.chunk_id,
        document_id=row.document_id,
        version=row.version,
        title=row.title,
        heading=row.heading,
        text=row.text,
        start=row.start,
        end=row.end,
        page=row.page,
        boxes=boxes_of(row.boxes),
        pinned=row.pinned,
    )
