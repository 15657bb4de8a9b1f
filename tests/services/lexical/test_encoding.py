"""Weights of passages and questions, compared the way an index does: by their product."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_app.integrations.vectors.port import SparseVector
from chat_app.services.lexical.encoding import HEADING_WEIGHT, MOST_WORDS, sparse, sparse_query, word_count


def _product(question: str, passage: SparseVector, language: str = "de") -> float:
    query = sparse_query(question, language)
    weights = dict(zip(passage.indices, passage.values, strict=True))
    return sum(weight * weights.get(term, 0.0) for term, weight in zip(query.indices, query.values, strict=True))


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        ("Bücher", "Das Buch liegt dort."),
        ("Krebserkrankung", "Der Krebs wurde früh erkannt."),
        ("Versicherung", "Die Lebensversicherung ist gekündigt."),
        ("Lebensversicherung", "Eine Versicherung für das Leben."),
        ("Regierungsbezirk", "Jeder Bezirk der Regierung hat einen Sitz."),
        ("groundwater", "The water rose from below."),
    ],
)
def test_finds_other_forms_and_parts_of_a_word(question: str, passage: str) -> None:
    assert _product(question, sparse(passage, "de")) > 0


def test_whole_words_count_more_than_their_parts() -> None:
    whole, part = sparse("Die Lebensversicherung endet.", "de"), sparse("Die Versicherung endet.", "de")
    assert _product("Lebensversicherung", whole) > 2 * _product("Lebensversicherung", part) > 0


def test_words_of_other_subjects_are_not_found() -> None:
    assert _product("Wie wird der Kuchen gebacken?", sparse("Die Lebensversicherung ist gekündigt.", "de")) == 0


def test_function_words_say_nothing_in_their_language_only() -> None:
    assert _product("Was ist das?", sparse("Das ist es, was ist.", "de"), "en") == 0
    assert word_count(sparse_query("die hard", "en")) == 2
    assert word_count(sparse_query("die harten", "de")) == 1


def test_a_question_of_function_words_alone_keeps_them() -> None:
    assert word_count(sparse_query("The Who", "en")) == 2


def test_of_a_pasted_page_only_the_beginning_is_looked_for() -> None:
    page = " ".join(f"wort{number}" for number in range(100_000))
    assert word_count(sparse_query(page, "de")) == MOST_WORDS


def test_words_of_the_heading_count_more() -> None:
    plain = dict(zip(*_pairs(sparse("Motor. Öl wechseln.", "de")), strict=True))
    headed = dict(zip(*_pairs(sparse("Öl wechseln.", "de", "Motor")), strict=True))
    assert plain.keys() == headed.keys()
    grown = [headed[term] / plain[term] for term in plain]
    assert sum(ratio > 1.2 for ratio in grown) == 1
    assert max(grown) < HEADING_WEIGHT


def test_repeating_a_word_is_worth_less_each_time_and_long_passages_are_worth_less() -> None:
    once, twice, often = (sparse("Motor " * count + "Öl " * (50 - count), "de") for count in (1, 2, 40))
    assert _product("Motor", once) < _product("Motor", twice) < 2 * _product("Motor", once)
    assert _product("Motor", often) < 3
    assert _product("Motor", sparse("Motor " + "Öl " * 500, "de")) < _product("Motor", once)


def test_scripts_without_spaces_are_compared_by_signs_and_pairs_of_them() -> None:
    question = "東京大学"
    same, mixed = sparse("東京大学に行く", ""), sparse("学大の京と東", "")
    assert _product(question, same, "") > _product(question, mixed, "") > 0


@given(st.text(max_size=200), st.sampled_from(["", "de", "en", "fr"]))
def test_vectors_are_ones_that_an_index_takes(text: str, language: str) -> None:
    for vector in (sparse(text, language, text[:20]), sparse_query(text, language)):
        assert len(vector.indices) == len(vector.values)
        assert list(vector.indices) == sorted(set(vector.indices))
        assert all(0 <= index < 2**32 for index in vector.indices)
        assert all(value > 0 for value in vector.values)


def _pairs(vector: SparseVector) -> tuple[list[int], list[float]]:
    return list(vector.indices), list(vector.values)
