"""Words turned round, and patterns over words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_app.integrations.llm.offline.grammar import second_person, turn_round
from chat_app.integrations.llm.offline.patterns import Pattern, words_of


@pytest.mark.parametrize(
    ("said", "turned"),
    [
        ("my mother and me", "your mother and you"),
        ("I am tired of my job", "you are tired of your job"),
        ("I was there", "you were there"),
        ("you are not listening to me", "I am not listening to you"),
        ("afraid of you", "afraid of me"),
        ("I'm right and you're wrong", "you are right and I am wrong"),
        ("Berlin", "Berlin"),
    ],
)
def test_english(said: str, turned: str) -> None:
    assert turn_round(said.split(), "en") == turned


@pytest.mark.parametrize(
    ("said", "turned"),
    [
        ("meiner Prüfung", "deiner Prüfung"),
        ("ich zu viel arbeite", "du zu viel arbeite"),
        ("dass ich zu viel arbeite", "dass du zu viel arbeitest"),
        ("weil ich meine Arbeit nicht mag", "weil du deine Arbeit nicht magst"),
        ("ich bin müde", "du bist müde"),
        ("gestern habe ich mich verlaufen", "gestern hast du dich verlaufen"),
        ("mir und Anna", "dir und Anna"),
        ("ich heute", "du heute"),
    ],
)
def test_german(said: str, turned: str) -> None:
    assert turn_round(said.split(), "de") == turned


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("arbeite", "arbeitest"),
        ("gehe", "gehst"),
        ("reise", "reist"),
        ("atme", "atmest"),
        ("rechne", "rechnest"),
        ("lerne", "lernst"),
        ("wohne", "wohnst"),
        ("bin", "bist"),
        ("schlafe", "schläfst"),
        ("heiße", "heißt"),
    ],
)
def test_second_person(first: str, second: str) -> None:
    assert second_person(first) == second


class TestPattern:
    @pytest.mark.parametrize(
        ("pattern", "said", "groups"),
        [
            ("* i am *", "today I am very tired", [["today"], ["very", "tired"]]),
            ("* i am *", "I am", [[], []]),
            ("* my (mother|father) *", "I love my Father dearly", [["I", "love"], ["Father"], ["dearly"]]),
            ("hello", "Hello", []),
            ("* a * b *", "x a a b y b", [["x"], ["a"], ["y", "b"]]),
            ("* a b", "a a b", [["a"]]),
        ],
    )
    def test_groups(self, pattern: str, said: str, groups: list[list[str]]) -> None:
        assert Pattern.of(pattern).match(words_of(said)) == groups

    @pytest.mark.parametrize(
        ("pattern", "said"), [("hello", "hello there"), ("* i am", "i am here"), ("a b", "a"), ("a", ""), ("* x *", "")]
    )
    def test_no_match(self, pattern: str, said: str) -> None:
        assert Pattern.of(pattern).match(words_of(said)) is None

    @given(st.lists(st.sampled_from("ab"), max_size=12), st.lists(st.sampled_from(["a", "b", "*", "(a|b)"]), min_size=1, max_size=6))
    def test_agrees_with_regular_expressions(self, words: list[str], parts: list[str]) -> None:
        import re

        expression = "".join("(?:[ab] )*" if part == "*" else f"(?:{part.strip('()')}) " for part in parts)
        matched = re.fullmatch(expression, "".join(f"{word} " for word in words)) is not None
        assert (Pattern.of(" ".join(parts)).match(words) is not None) == matched
