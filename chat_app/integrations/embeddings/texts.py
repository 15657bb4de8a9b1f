"""How texts are put before a model: what some of them want in front, and windows of what is too long."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

OVERLAP = 16
"""Tokens that a window shares with the one before: what stands at a border is read in its surroundings once."""

_BGE = ("Represent this sentence for searching relevant passages: ", "")
_PREFIXES = {
    "intfloat/multilingual-e5": ("query: ", "passage: "),
    "nomic-ai/nomic-embed-text": ("search_query: ", "search_document: "),
    "mixedbread-ai/mxbai-embed": _BGE,
    "snowflake/snowflake-arctic-embed": _BGE,
    "BAAI/bge-": _BGE,
}
"""From the models' cards: (query, passage) by the beginning of the name. Vectors without them are worse, and nothing says so."""


def with_prefix(model: str, text: str, kind: str) -> str:
    query, passage = next((pair for start, pair in _PREFIXES.items() if model.startswith(start)), ("", ""))
    return (query if kind == "query" else passage) + text


def windows(offsets: Sequence[tuple[int, int]], size: int) -> list[tuple[int, int, int]]:
    """Part a text whose tokens stand at `offsets` into windows of at most `size` tokens: (start, end, how many tokens)."""
    count = len(offsets)
    if count <= size:
        return [(0, offsets[-1][1] if offsets else 0, count)]
    # Windows of about the same length: a last one of three words would be read without its surroundings.
    step = size - OVERLAP
    number = -(-(count - OVERLAP) // step)
    starts = [round(place * (count - size) / (number - 1)) for place in range(number)]
    return [(offsets[start][0], offsets[start + size - 1][1], size) for start in starts]


def mean(vectors: Sequence[Sequence[float]], weights: Sequence[float]) -> list[float]:
    """Return the direction that windows point to together, each by its share of the text, at length 1."""
    total = [0.0] * len(vectors[0])
    for vector, weight in zip(vectors, weights, strict=True):
        share = weight / (_length(vector) or 1.0)
        total = [number + share * other for number, other in zip(total, vector, strict=True)]
    length = _length(total) or 1.0
    return [number / length for number in total]


def _length(vector: Sequence[float]) -> float:
    return sqrt(sum(number * number for number in vector))
