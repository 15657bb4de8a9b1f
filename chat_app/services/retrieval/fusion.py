"""Makes one list of the passages found by meaning and those found by words.

Places in lists say little: the best of a bad list would count as much as the best of a good one. So both scores are brought
to what they would be at most. A cosine is such a share already. A BM25 score is compared with that of a passage that has all
words of the question, each as rare as a word can be: a question in another language than the passages, of which only a
number or a name is found by its word, has low scores there, and its meaning decides.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from chat_app.integrations.vectors.port import Hit, SparseVector
from chat_app.services.lexical.encoding import word_count

DENSE_SHARE = 0.5
"""What meaning counts, words count the rest. The figures for all shares are in ADR 30: from 0.4 to 0.6 little changes."""
_STRANGERS = {"intfloat/multilingual-e5": 0.7}
"""By the beginning of a model's name, from its card: the cosine that texts of different subjects have. For most it is about 0."""


class Fused(NamedTuple):
    """A passage that was found, with what speaks for it."""

    id: str
    document_id: str
    score: float
    """Compares with other passages for the same question; 0 says nothing, 1 is as good as it gets."""
    cosine: float | None
    """With 0 for what has nothing in common; None for a passage that was not among those found by meaning."""
    coverage: float | None
    """How much of the question's words it has, rare words counting more; None when it was not found by its words."""


def fuse(dense: Sequence[Hit], lexical: Sequence[Hit], query: SparseVector, passages: int, model: str = "") -> list[Fused]:
    """All passages of both lists, best first.

    `query` is what `lexical` was searched with, `passages` how many were searched (`VectorIndex.count`: among them rarity is
    counted), `model` what made the vectors of `dense`. A passage that only its words found gets the lowest cosine of the list that it is not in: it has at most that.
    """
    best = max(1, word_count(query)) * rarest(passages)
    stranger = next((cosine for start, cosine in _STRANGERS.items() if model.startswith(start)), 0.0)
    cosines = {hit.id: (hit.score - stranger) / (1 - stranger) for hit in dense}
    coverages = {hit.id: hit.score / best for hit in lexical}
    lowest = min(cosines.values(), default=0.0)
    documents = {hit.id: hit.document_id for hit in (*lexical, *dense)}
    found: list[Fused] = []
    for passage, document in documents.items():
        cosine, coverage = cosines.get(passage), coverages.get(passage)
        score = DENSE_SHARE * (lowest if cosine is None else cosine) + (1 - DENSE_SHARE) * (coverage or 0.0)
        found.append(Fused(passage, document, score, cosine, coverage))
    return sorted(found, key=lambda one: (-one.score, one.id))


def rarest(passages: int) -> float:
    """The weight (IDF) that a word gets which no passage has: the greatest there is."""
    return math.log((passages + 0.5) / 0.5 + 1)
