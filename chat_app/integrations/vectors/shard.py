"""A shard of Qdrant Edge, as its own process uses it.

Nothing here is called by the app itself: each call holds Python's lock for as long as it takes, up to seconds for a flush.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import qdrant_edge as edge

from chat_app.integrations.companions.frames import Message
from chat_app.integrations.vectors import wire
from chat_app.integrations.vectors.shapes import DENSE, DOCUMENT, PLACE, REVISION, WORDS

PAGE = 1_000
MOST_DOCUMENTS = 10_000_000
MANY_DIMENSIONS = 128


def create(folder: Path, dimensions: int | None) -> edge.EdgeShard:
    """Make an empty shard; `folder` exists and is empty."""
    shard = edge.EdgeShard.create(str(folder), _config(dimensions))
    shard.update(edge.UpdateOperation.create_field_index(PLACE, edge.KeywordIndexParams(is_tenant=True)))
    shard.update(edge.UpdateOperation.create_field_index(DOCUMENT, edge.KeywordIndexParams()))
    shard.flush()
    return shard


def load(folder: Path) -> edge.EdgeShard:
    """Open a shard; raises whatever its files make the library raise, panics too."""
    shard = edge.EdgeShard.load(str(folder))
    # Reads ids and an index of each segment: what is broken shows here, where a new shard can still be made.
    shard.count(edge.CountRequest())
    shard.facet(edge.FacetRequest(DOCUMENT, limit=1))
    return shard


def _config(dimensions: int | None) -> edge.EdgeConfig:
    dense = {} if dimensions is None else {DENSE: edge.EdgeVectorParams(dimensions, edge.Distance.Cosine, datatype=_datatype(dimensions))}
    return edge.EdgeConfig(
        vectors=dense or None,
        sparse_vectors={WORDS: edge.EdgeSparseVectorParams(modifier=edge.Modifier.Idf)},
        # No graph: searches are exact and confined to a place, and building one would stop them for minutes (ADR 29).
        hnsw_config=edge.HnswIndexConfig(m=0, ef_construct=100, full_scan_threshold=10_000, payload_m=0, max_indexing_threads=1),
    )


def _datatype(dimensions: int) -> edge.VectorStorageDatatype:
    """Eight bits a number rank like 32 (ADR 29), as long as there are enough of them for errors to even out."""
    return edge.VectorStorageDatatype.Turbo8 if dimensions >= MANY_DIMENSIONS else edge.VectorStorageDatatype.Float32


def put(shard: edge.EdgeShard, question: Message, dimensions: int | None) -> None:
    points = [
        edge.Point(name, {**({DENSE: dense} if dense else {}), WORDS: edge.SparseVector(words, weights)}, fields)
        for name, fields, dense, words, weights in wire.put_points(question, dimensions)
    ]
    shard.update(edge.UpdateOperation.upsert_points(points))


def drop_documents(shard: edge.EdgeShard, names: list[str]) -> None:
    shard.update(edge.UpdateOperation.delete_points_by_filter(edge.Filter(must=[_any(DOCUMENT, names)])))


def ids_of(shard: edge.EdgeShard, document: str) -> dict[str, str]:
    found: dict[str, str] = {}
    where, after = edge.Filter(must=[_any(DOCUMENT, [document])]), None
    while True:
        records, after = shard.scroll(edge.ScrollRequest(offset=after, limit=PAGE, filter=where, with_payload=[REVISION]))
        found |= {str(record.id): (record.payload or {})[REVISION] for record in records}
        if after is None:
            return found


def all_documents(shard: edge.EdgeShard) -> dict[str, int]:
    request = edge.FacetRequest(DOCUMENT, limit=max(1, min(MOST_DOCUMENTS, shard.count(edge.CountRequest()))), exact=True)
    return {str(hit.value): hit.count for hit in shard.facet(request).hits if hit.count}


def search(shard: edge.EdgeShard, query: edge.Query, question: Message, params: edge.SearchParams) -> list[list[Any]]:
    request = edge.QueryRequest(query=query, limit=question.head["limit"], filter=where(question), with_payload=[DOCUMENT], params=params)
    return [[str(hit.id), hit.score, (hit.payload or {})[DOCUMENT]] for hit in shard.query(request)]


def where(question: Message) -> edge.Filter:
    """Points of one of the places or documents. Neither list named would be everything, and is refused."""
    chosen = [_any(key, question.head[key]) for key in (PLACE, DOCUMENT) if question.head[key]]
    if not chosen:
        raise ValueError("a search without a place")
    return edge.Filter(should=list(chosen))


def _any(key: str, values: Sequence[str]) -> edge.FieldCondition:
    return edge.FieldCondition(key, match=edge.MatchAny(list(values)))
