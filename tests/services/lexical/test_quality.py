"""German questions find the paragraph that answers them by their words alone. The whole is measured by `python -m bench retrieval`."""

from __future__ import annotations

import math
from collections import defaultdict

import pytest

from bench.retrieval.ranking import mean_ndcg
from bench.retrieval.sets import xquad
from chat_app.integrations.vectors.port import SparseVector
from chat_app.services.lexical.encoding import sparse, sparse_query
from chat_app.services.lexical.languages import language_of
from tests.corpus import CORPUS

SETS = CORPUS / "4_retrieval"
pytestmark = pytest.mark.skipif(not SETS.is_dir(), reason="no folder of real files; PARLEY_TEST_CORPUS names it")


def test_parts_of_words_bring_german_over_what_plain_bm25_reaches() -> None:
    judged = xquad(SETS, "de")
    index = _indexed([sparse(passage.text, "de") for passage in judged.passages])
    orders = [_found(index, sparse_query(question, language_of(question)), len(judged.passages)) for question in judged.questions]
    assert mean_ndcg(orders, judged.relevant) >= 0.957


def _indexed(passages: list[SparseVector]) -> dict[int, list[tuple[int, float]]]:
    index: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
    for number, passage in enumerate(passages):
        for term, weight in zip(passage.indices, passage.values, strict=True):
            index[term].append((number, weight))
    return index


def _found(index: dict[int, list[tuple[int, float]]], query: SparseVector, passages: int) -> list[int]:
    """The ten best, with the rarity that indexes use."""
    scores: defaultdict[int, float] = defaultdict(float)
    for term, weight in zip(query.indices, query.values, strict=True):
        holders = index.get(term, [])
        rarity = math.log((passages - len(holders) + 0.5) / (len(holders) + 0.5) + 1)
        for number, other in holders:
            scores[number] += weight * rarity * other
    return sorted(scores, key=lambda number: -scores[number])[:10]
