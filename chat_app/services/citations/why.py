"""Why an answer was given its passages, as its reader may see it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from sqlmodel import Session

from chat_app.models import Chunk, MessageSource, Retrieval
from chat_app.services.citations import queries
from chat_app.services.citations.dto import ShownPassage, Why
from chat_app.services.citations.prompting import sources_block, told
from chat_app.services.citations.rows import boxes_of, prompts_in
from chat_app.services.kernel.actor import Actor
from chat_app.services.retrieval.trace import Trace, read_trace


def why_of(session: Session, actor: Actor, kept: Retrieval) -> Why:
    """The way that was kept, without what the actor may not read now."""
    trace = read_trace(kept.steps)
    passages = {chunk.id: _passage(chunk, name) for chunk, name in queries.list_passages(session, actor, set(_named(trace)))}
    rows = queries.list_sources(session, kept.message_id)
    documents = {*trace.pinned, *trace.left_out, *(row.document_id for row in rows)}
    open_to = queries.list_readable(session, actor, documents).keys()
    return Why(
        message_id=kept.message_id,
        question=kept.question,
        queries=tuple(json.loads(kept.queries)),
        steps=tuple(replace(step, hits=tuple(hit for hit in step.hits if hit.chunk_id in passages)) for step in trace.steps),
        cut=tuple(cut for cut in trace.cut if cut.chunk_id in passages),
        given=tuple((number, chunk_id) for number, chunk_id in trace.given if chunk_id in passages),
        pinned=_of(trace.pinned, open_to),
        left_out=_of(trace.left_out, open_to),
        models=trace.models,
        passages=trace.passages,
        limits=trace.limits,
        ms=trace.ms,
        failed=trace.failed,
        known=tuple(passages.values()),
        prompt=_prompt(actor, kept, rows, open_to),
    )


def _named(trace: Trace) -> Iterator[str]:
    yield from (hit.chunk_id for step in trace.steps for hit in step.hits)
    yield from (cut.chunk_id for cut in trace.cut)
    yield from (chunk_id for _number, chunk_id in trace.given)


def _of(document_ids: Sequence[str], open_to: Collection[str]) -> tuple[str, ...]:
    return tuple(id_ for id_ in document_ids if id_ in open_to)


def _passage(row: Chunk, name: str) -> ShownPassage:
    return ShownPassage(row.id, row.document_id, name, row.heading, row.text, row.page, row.start, row.end, boxes_of(row.boxes))


def _prompt(actor: Actor, kept: Retrieval, rows: Sequence[MessageSource], open_to: Collection[str]) -> str:
    """What the model was told, in the words of today and the language of the reader."""
    block = sources_block([row for row in rows if row.document_id in open_to])
    return "\n\n".join(text for text in (told(*prompts_in(kept.steps), language=actor.language), block) if text)
