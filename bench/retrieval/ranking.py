"""How good an order of passages is."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

FIRST = 10


def ndcg(found: Sequence[int], relevant: AbstractSet[int]) -> float:
    """nDCG@10 with binary relevance: 1 when the relevant passages, or ten of them, stand first."""
    gain = sum(1 / math.log2(place + 2) for place, number in enumerate(found[:FIRST]) if number in relevant)
    return gain / sum(1 / math.log2(place + 2) for place in range(min(FIRST, len(relevant))))


def mean_ndcg(orders: Sequence[Sequence[int]], relevant: Sequence[AbstractSet[int]]) -> float:
    """The mean over all questions that have an answer."""
    return statistics.fmean(ndcg(order, right) for order, right in zip(orders, relevant, strict=True) if right)
