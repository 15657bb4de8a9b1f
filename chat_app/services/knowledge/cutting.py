"""From what was read to the drafts of passages: cut where the structure parts them, hashed, each with its language. Pure."""

from __future__ import annotations

from collections.abc import Callable

from chat_app.integrations.reading.port import ParsedDocument
from chat_app.services.chunking.chunks import ChunkDraft, chunks_of
from chat_app.services.knowledge.ingestion.merging import Draft
from chat_app.services.knowledge.ingestion.storing import boxes_text
from chat_app.services.knowledge.ingestion.texts import text_hash

Cutter = Callable[[ParsedDocument, str], list[Draft]]


def cut(parsed: ParsedDocument, language: str) -> list[Draft]:
    """The passages of a document in a language; one of another language is known by its own. Takes its time: not on the event loop."""
    return [_draft(parsed, each, each.language or language) for each in chunks_of(parsed)]


def _draft(parsed: ParsedDocument, each: ChunkDraft, language: str) -> Draft:
    heading = each.heading[:500]
    return Draft(
        text=each.text,
        text_hash=text_hash(heading, each.text),
        source=parsed.text[each.start : each.end],
        heading=heading,
        kind=each.kind[:10],
        start=each.start,
        end=each.end,
        page=each.page,
        boxes=boxes_text(each.boxes),
        tokens=each.tokens,
        language=language[:8],
    )
