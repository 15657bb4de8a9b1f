"""What reading texts into weights and fusing lists costs, in CPU time."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from bench.retrieval.searching import DEPTH, Asked
from bench.retrieval.sets import Passage
from chat_app.services.kernel.tokens import estimate_tokens
from chat_app.services.lexical.encoding import sparse, sparse_query
from chat_app.services.lexical.languages import language_of
from chat_app.services.retrieval.fusion import fuse

_Example = TypeVar("_Example")
TOKENS = 500
_PIECES = 200


def speeds(passages: Sequence[Passage], questions: Sequence[str], asked: Sequence[Asked]) -> dict[str, object]:
    """Medians in milliseconds: a passage of 500 tokens after as many others, a question, two lists of 100.

    The language of a passage is its document's; that of a question is told from it.
    """
    pieces = _pieces(passages)
    half = len(pieces) // 2
    for piece in pieces[:half]:
        sparse(piece, "de")
    full = [one for one in asked if len(one.dense) == len(one.lexical) == DEPTH]
    return {
        "passage_ms": _median_ms(lambda text: sparse(text, "de"), pieces[half:]),
        "question_ms": _median_ms(lambda text: sparse_query(text, language_of(text)), questions),
        "fusion_ms": _median_ms(lambda one: fuse(one.dense, one.lexical, one.query, len(passages)), full[:_PIECES]),
    }


def _median_ms(act: Callable[[_Example], object], examples: Sequence[_Example]) -> float:
    taken: list[float] = []
    for example in examples:
        before = time.process_time()
        act(example)
        taken.append(time.process_time() - before)
    return round(statistics.median(taken) * 1_000, 3)


def _pieces(passages: Sequence[Passage]) -> list[str]:
    """Texts of 500 tokens each, made of passages one after the other."""
    pieces, piece = list[str](), ""
    for passage in passages:
        piece = f"{piece}\n{passage.text}"
        if (tokens := estimate_tokens(piece)) >= TOKENS:
            pieces.append(piece[: len(piece) * TOKENS // tokens])
            piece = ""
    return pieces[:_PIECES]
