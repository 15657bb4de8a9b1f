from __future__ import annotations

import pytest

from chat_app.services.retrieval.fusion import Fused
from chat_app.services.retrieval.threshold import is_answerable


@pytest.mark.parametrize(
    ("score", "cosine", "coverage", "answerable"),
    [
        (0.60, 0.60, 0.60, True),
        (0.16, 0.17, 0.15, False),
        (0.25, 0.50, None, True),
        (0.18, 0.36, None, False),
        (0.15, None, 0.30, True),
        (0.05, None, 0.10, False),
    ],
)
def test_asks_for_likeness_in_meaning_and_words_or_in_meaning_alone(
    score: float, cosine: float | None, coverage: float | None, answerable: bool
) -> None:
    assert is_answerable([Fused("a", "d", score, cosine, coverage)], 1_000) is answerable


def test_nothing_found_answers_nothing() -> None:
    assert not is_answerable([], 0)


def test_one_passage_among_many_is_enough() -> None:
    strangers = [Fused(str(number), "d", 0.1, 0.1, 0.1) for number in range(20)]
    assert is_answerable([*strangers, Fused("a", "d", 0.4, 0.4, 0.4)], 1_000)


def test_less_is_asked_of_few_passages_where_no_word_can_be_rare() -> None:
    found = [Fused("a", "d", 0.24, 0.4, 0.08)]
    assert is_answerable(found, 5)
    assert not is_answerable(found, 500)
