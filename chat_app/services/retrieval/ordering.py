"""The best passages in a better order, by a model that reads each of them together with the question."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence

from chat_app.integrations.reranking.port import Reranker, RerankerUnavailableError
from chat_app.services.retrieval.candidates import Candidate
from chat_app.services.retrieval.searching import Found

logger = logging.getLogger(__name__)

RERANKED = 24
"""Passages that are read: some 30 ms each with a small model on one processor."""
SECONDS = 10.0


async def rerank_scores(
    reranker: Reranker | None, question: str, found: Sequence[Found], passages: Mapping[str, Candidate]
) -> dict[str, float]:
    """The scores of the best passages by id; none where there is no reranker, or it does not answer in time."""
    best = [one.hit.id for one in found[:RERANKED]]
    if reranker is None or not best:
        return {}
    try:
        async with asyncio.timeout(SECONDS):
            scores = await reranker.scores(question, [passages[chunk_id].read_text for chunk_id in best])
    except (RerankerUnavailableError, TimeoutError) as problem:
        logger.warning("passages keep the order of words and meaning: %s", problem or "the reranker took too long")
        return {}
    return dict(zip(best, scores, strict=True))


def reordered(found: Sequence[Found], scores: Mapping[str, float]) -> list[Found]:
    """What has a score comes first, by it; the rest stays behind in its order."""
    return sorted(found, key=lambda one: -scores[one.hit.id] if one.hit.id in scores else float("inf"))
